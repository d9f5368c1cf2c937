"""From muscles.toml to muscles."""

from glabella.core.errors import Finding
from glabella.core.muscles import Muscle
from glabella.core.tables import Table, named_tables
from glabella.protocols.raw_data import RawData

FILE = "muscles.toml"


def read_muscles(raw: RawData, findings: list[Finding]) -> dict[str, Muscle]:
    """Return all muscles by id; a part must name a whole that exists."""
    tables = named_tables(raw.files.get(FILE, {}), file=FILE, findings=findings)
    muscles = {key: _muscle(key, table) for key, table in tables.items()}
    for key, muscle in muscles.items():
        if muscle.part_of is not None and muscle.part_of not in muscles:
            law = f'is part of "{muscle.part_of}", which is no muscle.'
            tables[key].blame(law, "Add the whole muscle or correct its name.")
    return muscles


def _muscle(key: str, table: Table) -> Muscle:
    muscle = Muscle(
        id=key,
        name=table.text("name"),
        region=table.string("region"),
        kind=table.string("kind"),
        part_of=table.optional_string("part_of"),
        aliases=table.strings("aliases"),
        depth=table.optional_string("depth"),
        figure=table.optional_string("figure"),
    )
    table.raw("note")
    table.done()
    return muscle
