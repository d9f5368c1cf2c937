"""What the rows of a record state, as facts that the core understands.

A blank stays a blank: a day that nobody filled in was not free of headache, and a list
of sessions is complete only if somebody has asked where else there were any.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import attrs

from glabella.clinic.people.models import Patient
from glabella.clinic.record.models import (
    DiaryDay,
    ExternalDose,
    FactEntry,
    Score,
    Session,
)
from glabella.core.fact_types import Catalogue, Record
from glabella.core.facts import INCOMPLETE_LIST, Fact

SESSIONS = "toxin_sessions"
DIARY_WINDOW = 28  # days; as the facts `headache_days_28_...` are defined
MONTHS = 3  # as `headache_days_per_month` is defined

# Instruments whose facts go by a shorter name.
_PREFIXES = {"qids_sr16": "qids"}
_SOURCE_OF_CARD = "card of the patient"


def card_facts(patient: Patient) -> Iterator[Fact]:
    """Yield what stands on the card."""
    born, died = patient.birth_date, patient.deceased_on
    if born is not None:
        yield Fact("birth_date", born, born, _SOURCE_OF_CARD)
    if patient.sex != "unknown":
        day = born or patient.created_at.date()
        yield Fact("sex", patient.sex, day, _SOURCE_OF_CARD)
    if died is not None:
        yield Fact("death_date", died, died, _SOURCE_OF_CARD)


def entry_facts(rows: Iterable[FactEntry], catalogue: Catalogue) -> Iterator[Fact]:
    """Yield what somebody stated; a fact that no longer exists is left out."""
    for row in rows:
        if row.fact in catalogue:
            yield Fact(
                row.fact,
                catalogue.normalise(row.fact, row.value),
                row.as_of or row.recorded_at.date(),
                row.source or "stated",
                row.certainty or "recorded",
            )


def session_fact(
    sessions: Iterable[Session], doses: Iterable[ExternalDose], *, on: date
) -> Fact | None:
    """Return the list of toxin sessions, or None if the record holds none.

    The list may be incomplete: only somebody who has asked can say that it is not.
    """
    rows: list[Record] = [_given_here(row) for row in sessions if row.on <= on]
    rows += [_given_elsewhere(row) for row in doses if row.on is None or row.on <= on]
    if not rows:
        return None
    return Fact(SESSIONS, tuple(rows), on, "record", INCOMPLETE_LIST)


def _given_here(row: Session) -> Record:
    return {
        "date": row.on,
        "product": row.product,
        "units": row.units,
        "condition": row.protocol,
        "place": None,
        "external": False,
        "certainty": "sealed" if row.sealed_at else "recorded",
    }


def _given_elsewhere(row: ExternalDose) -> Record:
    return {
        "date": row.on,
        "product": row.product or None,
        "units": row.units,
        "condition": row.indication or None,
        "place": row.place or None,
        "external": True,
        "certainty": row.source or None,
    }


def score_facts(rows: Iterable[Score], catalogue: Catalogue) -> Iterator[Fact]:
    """Yield the totals and answers for which there is a fact."""
    for row in rows:
        prefix = _PREFIXES.get(row.instrument, row.instrument)
        stated = [(f"{prefix}_total", row.total)]
        stated += [
            (f"{prefix}_item{item}", answer) for item, answer in row.items.items()
        ]
        for name, value in stated:
            if value is not None and name in catalogue:
                known = catalogue.normalise(name, value)
                source = f"{row.instrument}, answered by {row.answered_by}"
                yield Fact(name, known, row.taken_on, source)


@attrs.frozen
class Window:
    """How a diary filled one stretch of days.

    Args:
        days: Length of the stretch.
        recorded: Days on which the question was answered.
        had: Of these, days with yes. Where days are missing this is a floor.
    """

    days: int
    recorded: int
    had: int

    @property
    def is_whole(self) -> bool:
        """Whether every day was answered."""
        return self.recorded == self.days


def window(days: Iterable[DiaryDay], *, first: date, before: date) -> Window:
    """Return how a diary filled the days from `first` to the day before `before`."""
    # Two cards of one person may both have the day: what was entered last stands.
    answers = {day.on: day.had for day in days if first <= day.on < before}
    known = [had for had in answers.values() if had is not None]
    return Window((before - first).days, len(known), sum(known))


def diary_facts(days: Iterable[DiaryDay], *, on: date) -> Iterator[Fact]:
    """Yield what a headache diary says on a day; today is not over and not counted.

    A month of the calendar counts only if no day of it is blank.
    """
    rows = list(days)
    start = on - timedelta(days=DIARY_WINDOW)
    last = window(rows, first=start, before=on)
    as_of = on - timedelta(days=1)
    if last.recorded:
        yield _counted("headache_days_28_current", Decimal(last.had), as_of)
        yield _counted("diary_recorded_days", last.recorded, as_of)
    months = [_month(rows, back=back, on=on) for back in range(MONTHS, 0, -1)]
    if any(month is not None for month in months):
        end = on.replace(day=1) - timedelta(days=1)
        yield _counted("headache_days_per_month", tuple(months), end)
        yield _counted("headache_days_source", "diary", end)


def _month(rows: list[DiaryDay], *, back: int, on: date) -> Decimal | None:
    index = on.year * 12 + on.month - 1 - back
    first = date(index // 12, index % 12 + 1, 1)
    after = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    found = window(rows, first=first, before=after)
    return Decimal(found.had) if found.is_whole else None


def _counted(name: str, value: object, as_of: date) -> Fact:
    return Fact(name, value, as_of, "diary")  # type: ignore[arg-type]  # each value is of the type of its fact


def without_stated(counted: Iterable[Fact], stated: Iterable[Fact]) -> list[Fact]:
    """Return the counted facts about which nobody has said anything newer."""
    newest: dict[str, date] = {}
    for fact in stated:
        newest[fact.id] = max(fact.as_of, newest.get(fact.id, date.min))
    return [one for one in counted if newest.get(one.id, date.min) < one.as_of]
