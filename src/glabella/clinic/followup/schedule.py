"""What is due after an injection: looks at the course, booked or not, and scores."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from glabella.clinic.booking.models import Appointment
from glabella.clinic.followup.reading import Reading, instruments_of
from glabella.clinic.record.models import Score
from glabella.core.instruments import Instrument
from glabella.protocols.instruments_loader import InstrumentLibrary

# Windows of a course in which somebody looks; the others tell when an effect is due.
LOOKS = ("review", "score")
_WEEK = timedelta(days=7)
# A score taken up to a week early still belongs to its week.
_EARLY = timedelta(days=7)
# States of an appointment in which the person comes, or was here.
_STANDING = frozenset({"booked", "arrived", "in_room", "done"})


@attrs.frozen
class Look:
    """One window of a course, and whether somebody comes in it.

    Args:
        window: Its id in the protocol.
        first: The first day.
        before: The day after the last one.
        state: "past", "now" or "later".
        visit: The appointment in it; None if there is none.
        is_look: Whether somebody should see the person then.
        unverified: Why its days still need checking; None if they stand.
    """

    window: str
    label: str
    first: date
    before: date
    state: str
    visit: Appointment | None
    is_look: bool
    unverified: str | None

    @property
    def last(self) -> date:
        """The last day."""
        return self.before - timedelta(days=1)


@attrs.frozen
class Due:
    """A score that the schedule of an instrument asks for.

    Args:
        weeks: After the last injection; 0 stands for the one before it.
        state: "done", "due" or "later".
    """

    instrument: Instrument
    weeks: int
    on: date
    state: str
    score: Score | None


def looks(
    found: Reading, visits: Sequence[Appointment], *, language: str, zone: str
) -> tuple[Look, ...]:
    """Return the windows of a course in the order of their days."""
    texts = {each.id: each.text for each in found.protocol.windows}
    days = [
        (_day(each.starts_at, zone), each) for each in visits if each.state in _STANDING
    ]
    rows = []
    for each in found.course.windows:
        text = texts.get(each.id)
        inside = (v for day, v in days if each.window.from_ <= day < each.window.to)
        rows.append(
            Look(
                window=each.id,
                label=text.in_language(language) if text else "",
                first=each.window.from_,
                before=each.window.to,
                state=_state(each.window.from_, each.window.to, found.on),
                visit=next(inside, None),
                is_look=each.id in LOOKS,
                unverified=each.unverified,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.first, row.before)))


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _state(first: date, before: date, on: date) -> str:
    if on < first:
        return "later"
    return "now" if on < before else "past"


def scores_due(
    found: Reading, scores: Iterable[Score], *, instruments: InstrumentLibrary
) -> tuple[Due, ...]:
    """Return the scores that the measures of a protocol ask for after the last session.

    The weeks are those of the instrument's own schedule.
    """
    rows = sorted(scores, key=lambda row: row.taken_on)
    return tuple(
        due
        for instrument in instruments_of(found.protocol, instruments)
        for due in _dues(instrument, found, rows)
    )


def _dues(
    instrument: Instrument, found: Reading, scores: Sequence[Score]
) -> Iterator[Due]:
    mine = [row for row in scores if row.instrument == instrument.id]
    before = [row for row in mine if row.taken_on <= found.started_on]
    yield Due(
        instrument,
        0,
        found.started_on,
        "done" if before else "due",
        before[-1] if before else None,
    )
    days = [found.session.on + weeks * _WEEK for weeks in instrument.interval.weeks]
    ends = [*(day - _EARLY for day in days[1:]), date.max]
    for weeks, day, end in zip(instrument.interval.weeks, days, ends, strict=True):
        taken = [row for row in mine if day - _EARLY <= row.taken_on < end]
        state = "later" if found.on < day - _EARLY else "due"
        done = taken[-1] if taken else None
        yield Due(instrument, weeks, day, "done" if done else state, done)
