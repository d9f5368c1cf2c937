"""From urgent.toml to urgent rules."""

from glabella.core.errors import Finding
from glabella.core.fact_types import Catalogue
from glabella.core.tables import Table
from glabella.core.urgent import Urgency, UrgentRule
from glabella.protocols.criteria_reader import NOTHING, read_node
from glabella.protocols.raw_data import RawData


def read_urgent(
    raw: RawData, catalogue: Catalogue, findings: list[Finding]
) -> tuple[UrgentRule, ...]:
    """Return the urgent rules in the order of the file."""
    tables = raw.files.get("urgent.toml", {})
    table = Table(tables, file="urgent.toml", place="file", findings=findings)
    rules = tuple(_rule(part, catalogue) for part in table.tables("urgent"))
    table.done()
    return rules


def _rule(table: Table, catalogue: Catalogue) -> UrgentRule:
    when = table.table("when")
    if not table.has("when"):
        table.blame('lacks "when".', "Say which facts decide.")
    rule = UrgentRule(
        id=table.string("id"),
        family=table.string("family"),
        urgency=table.choice("urgency", Urgency, Urgency.EMERGENCY_NOW),
        when=read_node(when, catalogue) if when else NOTHING,
        text=table.text("text"),
        action=table.text("action"),
        basis=table.basis(),
        origin=table.origin(),
    )
    table.done()
    return rule
