"""Reads of the diaries: who keeps which, the days as they stand, and wishes."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import attrs

from glabella.clinic.diary import words
from glabella.clinic.diary.models import Choice, NudgeWish, Sending
from glabella.clinic.diary.values import DIARIES, DIARY_OF, Wish
from glabella.clinic.people.cards import Person
from glabella.clinic.record.models import Decision, DiaryDay, Session

STRIP = 14  # days


@attrs.frozen
class Cell:
    """One day of a strip or a month.

    Args:
        row: What stands; None if nothing was written: nobody knows how the day was.
        diary: Which diary.
        is_ahead: Whether the day has not come yet.
    """

    on: date
    row: DiaryDay | None
    diary: str
    is_ahead: bool = False

    @property
    def kind(self) -> str:
        """The day as one of "blank", "open", "free", "some" or "ahead".

        Open: something was written, but not whether there was any.
        """
        if self.is_ahead:
            return "ahead"
        if self.row is None:
            return "blank"
        if self.row.had is None:
            return "open"
        return "some" if self.row.had else "free"

    @property
    def said(self) -> str:
        """The kind of the day in words."""
        return words.kind(self.diary, self.kind)


def kept(who: Person) -> tuple[str, ...]:
    """Return the diaries a person is offered.

    What they or the practice chose last counts; of the others those that go with what
    the person is treated for.
    """
    rows = Choice.objects.filter(patient_id__in=who.ids).order_by("chosen_at", "id")
    chosen = {row.diary: row.is_kept for row in rows}
    treated = _treated_for(who)
    return tuple(one for one in DIARIES if chosen.get(one, one in treated))


def _treated_for(who: Person) -> set[str]:
    protocols: set[str] = set()
    for model in (Decision, Session):
        rows = model._default_manager.filter(patient_id__in=who.ids)
        protocols.update(rows.values_list("protocol", flat=True).distinct())
    return {DIARY_OF[one] for one in protocols if one in DIARY_OF}


def days(who: Person, diary: str, *, first: date, last: date) -> dict[date, DiaryDay]:
    """Return the standing entries of a span by day, both ends within."""
    rows = DiaryDay.objects.filter(
        patient_id__in=who.ids,
        diary=diary,
        on__range=(first, last),
        replaced_at__isnull=True,
    )
    # Two cards of one person may both have the day: what was entered last stands.
    return {row.on: row for row in rows.order_by("entered_at")}


def cells(who: Person, diary: str, *, span: tuple[date, date], on: date) -> list[Cell]:
    """Return every day of a span, blank ones too, oldest first.

    Args:
        span: First and last day.
        on: Today; what lies behind it has not come.
    """
    first, last = span
    written = days(who, diary, first=first, last=last)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [Cell(day, written.get(day), diary, is_ahead=day > on) for day in every]


def day_of(who: Person, diary: str, *, on: date) -> DiaryDay | None:
    """Return the entry that stands for a day."""
    return days(who, diary, first=on, last=on).get(on)


def earlier(who: Person, diary: str, *, on: date) -> list[DiaryDay]:
    """Return the entries of a day that were replaced, newest first."""
    rows = DiaryDay.objects.filter(
        patient_id__in=who.ids, diary=diary, on=on, replaced_at__isnull=False
    )
    return list(rows.order_by("-replaced_at"))


def written(cells_: Iterable[Cell]) -> tuple[int, int]:
    """Return on how many days something was written, and how many have come."""
    past = [cell for cell in cells_ if not cell.is_ahead]
    return sum(cell.kind != "blank" for cell in past), len(past)


def counted(cells_: Iterable[Cell]) -> tuple[int, int]:
    """Return on how many days there was any, and on how many that is known."""
    known = [cell for cell in cells_ if cell.kind in {"some", "free"}]
    return sum(cell.kind == "some" for cell in known), len(known)


def ways(rows: Iterable[DiaryDay]) -> dict[UUID, Sending]:
    """Return how entries came in, by entry."""
    found = Sending.objects.filter(day_id__in=[row.id for row in rows])
    return {one.day_id: one for one in found}


def wish(who: Person) -> Wish:
    """Return how a person wants to be reminded; not at all, if they never said."""
    rows = NudgeWish.objects.filter(patient_id__in=who.ids)
    row = rows.order_by("-set_at", "-id").first()
    if row is None:
        return Wish()
    return Wish(row.is_on, row.hour, row.paused_until)
