"""What goes round between reading a file, judging its rows and importing them."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs

from glabella.clinic.imports.reading.days import Reading
from glabella.clinic.practice.models import Outlet

SKIP, ANOTHER = "skip", "another"
SAME = "same:"  # followed by the id of the card


@attrs.frozen
class NewRun:
    """A file to be taken in.

    Args:
        kind: One of `reading.columns.KINDS`.
        system: The other system, as the identifiers of its patients will say.
    """

    outlet: UUID
    file_name: str
    kind: str
    system: str


@attrs.frozen
class Settings:
    """How a file is read, as far as somebody has said; "" to find out.

    Args:
        order: "dmy" or "mdy".
        years: See `reading.days.Reading`.
        mark: The decimal mark.
        fixed: One value for every row, by field.
    """

    encoding: str = ""
    sheet: str = ""
    order: str = ""
    years: str = ""
    mark: str = ""
    system: str = ""
    fixed: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Rules:
    """How days and numbers of a file are read, once the file has been looked through.

    Args:
        is_proven: Whether the file itself proves the order of its days.
    """

    days: Reading
    mark: str = ""
    is_proven: bool = False


@attrs.frozen
class Finding:
    """One thing about one cell, with its place in the file.

    Args:
        column: The header, as it stands there; "" for the whole row.
        is_error: Whether the row stays out until it is mended.
    """

    line: int
    column: str
    value: str
    code: str
    more: Mapping[str, str] = attrs.field(factory=dict)
    is_error: bool = True


@attrs.frozen
class Twin:
    """What a row may be the same as: a card or row on file, or another line.

    Args:
        patient: The person concerned.
        line: Of this file, if the twin stands there.
    """

    why: str
    patient: UUID | None = None
    line: int | None = None


@attrs.frozen
class Judged:
    """One row of a file, read and looked up.

    Args:
        label: Whom or what it is about, to know it again.
        plan: What would be made; None if there is an error.
        may_be_another: Whether it can be made beside its twins.
        may_be_same: Whether it can be added to the card of a twin.
    """

    line: int
    label: str
    plan: object | None
    findings: tuple[Finding, ...] = ()
    twins: tuple[Twin, ...] = ()
    may_be_another: bool = True
    may_be_same: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it comes in without a question."""
        return self.plan is not None and not self.twins


@attrs.frozen
class Place:
    """Where the rows come in, and when.

    Args:
        outlets: Where cards of the same person are looked for; None for everywhere.
        on: The day at the outlet.
    """

    outlet: Outlet
    system: str
    on: date
    at: datetime
    outlets: frozenset[UUID] | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the outlet."""
        return ZoneInfo(self.outlet.time_zone)
