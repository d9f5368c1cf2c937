"""The topics of a consent talk, by the groups that a protocol names."""

from collections.abc import Iterable

import attrs

from glabella.core.errors import Finding
from glabella.core.sources import Basis, Text
from glabella.protocols.raw_data import RawData
from glabella.protocols.reader import Table

FILE = "consent.toml"


@attrs.frozen
class ConsentItem:
    """One topic that must have been talked about."""

    id: str
    group: str
    text: Text
    basis: Basis
    origin: tuple[str, ...] = ()


def read_consent(raw: RawData, findings: list[Finding]) -> tuple[ConsentItem, ...]:
    """Return all topics in the order of the file."""
    tables = raw.files.get(FILE, {})
    table = Table(tables, file=FILE, place="file", findings=findings)
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


def items_of(
    items: Iterable[ConsentItem], groups: Iterable[str]
) -> tuple[ConsentItem, ...]:
    """Return the topics of some groups."""
    wanted = set(groups)
    return tuple(item for item in items if item.group in wanted)
