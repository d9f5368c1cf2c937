"""Which questionnaires a person may fill in at home now, by the schedule of a course.

Only what a person answers alone is asked, and only where the holder's text is bundled
and may be shown on a screen. Everything else is filled in at the practice.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import attrs

from glabella.clinic.followup.reading import instruments_of
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import instruments, library
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Score, Session
from glabella.core.instruments import Instrument, WordingState
from glabella.core.protocol import Protocol

# Questionnaires that people answer alone; scales of an examiner are none of these.
SELF_REPORT = frozenset({"phq9", "phq2", "phq4", "gad7", "nrs_pain"})
# As `schedule` counts: a score taken up to a week early belongs to its week.
_EARLY = timedelta(days=7)
# DERIVED: a default of this project. Before a first session a score counts so long.
_FRESH = timedelta(days=28)


@attrs.frozen
class DueInstrument:
    """A questionnaire that is due.

    Args:
        weeks: After the last injection; 0 stands for the one before the first.
        since: From which day on it is due.
    """

    instrument: Instrument
    weeks: int
    since: date


def due_instruments(
    who: Person, *, on: date, language: str, before: Sequence[str] = ()
) -> tuple[DueInstrument, ...]:
    """Return the questionnaires that are due on a day, each once.

    What has no text in the language is left out: it is filled in at the practice.

    Args:
        before: Protocols that somebody new comes for; their questionnaires are due
            before the first visit. They say nothing once there is a course.
    """
    scores, sessions = record.scores(who), record.sessions(who)
    found: dict[str, DueInstrument] = {}
    courses = list(_courses(who, sessions, on=on))
    known = library().protocols
    if not courses:
        courses = [(known[name], None) for name in before if name in known]
    for protocol, last in courses:
        for instrument in instruments_of(protocol, instruments()):
            if can_be_shown(instrument, language):
                due = _due(instrument, last, scores, on=on)
                if due is not None:
                    found.setdefault(instrument.id, due)
    return tuple(found.values())


def can_be_shown(instrument: Instrument, language: str) -> bool:
    """Return whether a person may read and answer the text on a screen of their own."""
    licence = instruments().licences.get(instrument.id)
    if instrument.id not in SELF_REPORT or licence is None:
        return False
    record_of = licence.languages.get(language)
    return (
        licence.redistribution_ok
        and licence.electronic_ok
        and instrument.wording(language) is not None
        and record_of is not None
        and record_of.state is WordingState.FULL
    )


def _courses(
    who: Person, sessions: Sequence[Session], *, on: date
) -> Iterator[tuple[Protocol, Session | None]]:
    """Yield each protocol of a person with its last session, None before the first."""
    newest: dict[str, Session | None] = {}
    for row in sorted(sessions, key=lambda one: one.on, reverse=True):
        if row.on <= on:
            newest.setdefault(row.protocol, row)
    for decision in record.decisions(who):
        newest.setdefault(decision.protocol, None)
    known = library().protocols
    for name, last in newest.items():
        if name in known:
            yield known[name], last


def _due(
    instrument: Instrument,
    last: Session | None,
    scores: Sequence[Score],
    *,
    on: date,
) -> DueInstrument | None:
    taken = [row.taken_on for row in scores if row.instrument == instrument.id]
    if last is None:
        is_done = any(on - _FRESH <= day <= on for day in taken)
        return None if is_done else DueInstrument(instrument, 0, on)
    opened = [
        (weeks, last.on + timedelta(weeks=weeks) - _EARLY)
        for weeks in instrument.interval.weeks
        if last.on + timedelta(weeks=weeks) - _EARLY <= on
    ]
    if not opened:
        return None
    weeks, since = opened[-1]
    is_done = any(since <= day <= on for day in taken)
    return None if is_done else DueInstrument(instrument, weeks, since)
