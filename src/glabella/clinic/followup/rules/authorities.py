"""To whom a side effect is reported, by when, and on what that rests.

Duty, form and number of days are read from the country's profile. Where no number of
days was read there is no legal clock: a reminder of this project stands in its place
and says so.
"""

import functools
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import attrs

from glabella.clinic.followup.rules.files import DATA, read
from glabella.core.errors import Finding
from glabella.core.sources import Basis, Text
from glabella.core.tables import Table
from glabella.protocols.loader import Library

COVERS = ("serious", "any", "other", "quality", "spread")


@attrs.frozen
class Reminder:
    """When this project reminds where the source names no number of days."""

    days: int
    at_once_days: int
    basis: Basis


@attrs.frozen
class Covering:
    """Which duties of a country speak for what, and the reminder beside them."""

    duties: Mapping[str, Mapping[str, str]]
    reminder: Reminder


@attrs.frozen
class Clock:
    """By when a report is due; `is_legal` is false for a reminder of this project."""

    day: date
    is_legal: bool


@attrs.frozen
class Duty:
    """One duty to report, as the profile of a country prints it.

    Args:
        to: The authority.
        form: Its form or portal; "" if none is named.
        days: The deadline as printed; None where no number is.
        covers: One of `COVERS`.
    """

    id: str
    to: str
    form: str
    what: Text
    who: Text | None
    days: int | None
    at_once: bool
    covers: str
    basis: Basis

    def speaks_for(self, *, is_serious: bool | None, has_spread: bool) -> bool:
        """Return whether it speaks for an effect.

        What nobody has judged counts as serious: the stricter clock runs.
        """
        match self.covers:
            case "any":
                return True
            case "serious":
                return is_serious is not False
            case "other":
                return is_serious is False
            case "spread":
                return has_spread
            case _:
                return False

    def clock(self, learned_on: date, *, reminder: Reminder) -> Clock:
        """Return the last day on which a report is in time."""
        if self.days is not None and not self.basis.is_recalled:
            return Clock(learned_on + timedelta(days=self.days), is_legal=True)
        days = reminder.at_once_days if self.at_once else reminder.days
        return Clock(learned_on + timedelta(days=days), is_legal=False)


@functools.cache
def covering() -> Covering:
    """Return which duties speak for what, in this installation."""
    return read_covering(DATA / "authorities.toml")


def read_covering(file: Path) -> Covering:
    """Return the file's values.

    Raises:
        FindingsError: With every mistake in it.
    """
    return read(file, _covering)


def _covering(file: Table) -> Covering:
    duties: dict[str, dict[str, str]] = {}
    for row in file.tables("duty"):
        covers = row.string("covers")
        if covers not in COVERS:
            row.blame(f'covers "{covers}".', f"Use one of {', '.join(COVERS)}.")
        duties.setdefault(row.string("country"), {})[row.string("id")] = covers
        row.done()
    head = file.table("reminder") or file
    days, at_once = head.integer("days"), head.integer("at_once_days")
    return Covering(duties, Reminder(days, at_once, head.basis()))


def duties_of(country: str, *, library: Library) -> tuple[Duty, ...]:
    """Return the duties of a country in the order of its profile.

    A duty that `data/authorities.toml` does not sort speaks for everything: it would
    rather ask once too often.
    """
    raw = library.raw.files.get(f"profiles/{country}.toml", {})
    findings: list[Finding] = []
    file = Table(raw, file=f"{country}.toml", place="file", findings=findings)
    covers = covering().duties.get(country, {})
    return tuple(_duty(row, covers) for row in file.tables("reporting"))


def _duty(row: Table, covers: Mapping[str, str]) -> Duty:
    name = row.string("id")
    return Duty(
        id=name,
        to=row.string("to"),
        form=row.optional_string("form") or "",
        what=row.text("what"),
        who=row.optional_text("who"),
        days=row.optional_integer("deadline_days"),
        at_once=row.flag("at_once", default=False),
        covers=covers.get(name, "any"),
        basis=row.basis(),
    )
