"""From the fact files, the validity table and the source files to core values."""

from glabella.core.errors import Finding
from glabella.core.fact_types import Catalogue, FactDefinition, FactType, Validity
from glabella.core.sources import Source
from glabella.core.tables import Table, named_tables
from glabella.protocols.raw_data import RawData, Tables

FOR_LIFE = Validity("for_life", None)


def read_sources(raw: RawData, findings: list[Finding]) -> dict[str, Source]:
    """Return all sources by id; an id may stand in one file only."""
    sources: dict[str, Source] = {}
    for file, tables in raw.below("sources/"):
        for key, table in named_tables(tables, file=file, findings=findings).items():
            if key in sources:
                table.blame("is a source twice.", "Keep one.")
            sources[key] = _source(key, table)
            table.done()
    return sources


def _source(key: str, table: Table) -> Source:
    tier = table.string("tier")
    if tier not in {"A", "B", "C", "D"}:
        table.blame(f'has the tier "{tier}".', "Use A, B, C or D.")
    table.raw("note")
    table.raw("via")
    return Source(
        id=key,
        tier=tier,
        title=table.string("title"),
        year=table.optional_integer("year"),
        url=table.optional_string("url"),
        read_on=table.optional_string("read_on"),
        place=table.optional_string("place"),
    )


def read_validities(tables: Tables, findings: list[Finding]) -> dict[str, Validity]:
    """Return the life spans by name from the one validity table."""
    spans = {}
    file = "validity.toml"
    for key, table in named_tables(tables, file=file, findings=findings).items():
        spans[key] = Validity(key, table.optional_integer("days"))
        table.text("reason")
        table.basis()
        table.done()
    return spans


def read_catalogue(
    raw: RawData, validities: dict[str, Validity], findings: list[Finding]
) -> Catalogue:
    """Return all fact definitions; a fact may be defined once."""
    definitions: dict[str, FactDefinition] = {}
    places: dict[str, Table] = {}
    for file, tables in raw.below("facts/"):
        for key, table in named_tables(tables, file=file, findings=findings).items():
            if key in definitions:
                table.blame("is a fact twice.", "Keep one.")
            definitions[key] = _definition(key, table, validities)
            places[key] = table
            table.done()
    for key, definition in definitions.items():
        for origin in definition.derived_from:
            if origin not in definitions:
                law = f'follows from "{origin}", which is no fact.'
                places[key].blame(law, "Add it to facts/ or correct the name.")
    return Catalogue(definitions)


def _definition(
    key: str, table: Table, validities: dict[str, Validity]
) -> FactDefinition:
    fact_type = table.choice("type", FactType, FactType.BOOLEAN)
    span = table.string("validity")
    if span not in validities:
        table.blame(
            f'has the validity "{span}".', f"Use one of {', '.join(validities)}."
        )
    definition = FactDefinition(
        id=key,
        type=fact_type,
        question=table.text("question"),
        validity=validities.get(span, FOR_LIFE),
        unit=table.optional_string("unit"),
        choices=table.strings("choices"),
        minimum=table.optional_decimal("minimum"),
        maximum=table.optional_decimal("maximum"),
        fields=_fields(table),
        topic=table.string("topic"),
        derived_from=table.strings("derived_from"),
    )
    _check_definition(definition, table)
    return definition


def _fields(table: Table) -> dict[str, FactType]:
    inner = table.table("fields")
    if inner is None:
        return {}
    names = [name for name, _ in table.values("fields")]
    return {name: inner.choice(name, FactType, FactType.TEXT) for name in names}


def _check_definition(definition: FactDefinition, table: Table) -> None:
    wants_choices = definition.type in {FactType.CHOICE, FactType.CHOICES}
    if wants_choices != bool(definition.choices):
        table.blame("has choices that do not fit its type.", "Add or remove choices.")
    if (definition.type is FactType.RECORDS) != bool(definition.fields):
        table.blame("has fields that do not fit its type.", "Add or remove fields.")
