"""From the files that belong to no single protocol: consent, and general remarks."""

from glabella.core.consent import ConsentItem
from glabella.core.errors import Finding
from glabella.core.protocol import Remark
from glabella.core.tables import Table
from glabella.protocols.protocol_reader import read_remark
from glabella.protocols.raw_data import RawData

GENERAL_FILES = ("common.toml", "claims.toml", "disagreements.toml")


def read_consent(raw: RawData, findings: list[Finding]) -> tuple[ConsentItem, ...]:
    """Return the points of the consent talk in the order of the file."""
    tables = raw.files.get("consent.toml", {})
    table = Table(tables, file="consent.toml", place="file", findings=findings)
    items = tuple(_item(part) for part in table.tables("item"))
    table.done()
    return items


def _item(table: Table) -> ConsentItem:
    item = ConsentItem(
        id=table.string("id"),
        group=table.string("group"),
        text=table.text("text"),
        basis=table.basis(),
        origin=table.origin(),
    )
    table.done()
    return item


def read_remarks(raw: RawData, findings: list[Finding]) -> tuple[Remark, ...]:
    """Return what holds for all conditions: warnings, claims, disagreements."""
    remarks = []
    for file in GENERAL_FILES:
        tables = raw.files.get(file, {})
        table = Table(tables, file=file, place="file", findings=findings)
        for part in table.tables("remark"):
            remarks.append(read_remark(part))
            part.done()
        table.done()
    return tuple(remarks)
