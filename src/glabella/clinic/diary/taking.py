"""The deed that takes the days of a file in: all that were agreed to, or none."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import attrs
from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.diary import queries
from glabella.clinic.diary.models import FileTaken
from glabella.clinic.diary.reading import Line
from glabella.clinic.people.cards import Person
from glabella.clinic.record.actions import record_diary_days
from glabella.clinic.record.models import DiaryDay
from glabella.clinic.record.values import NewDiaryDay


@attrs.frozen
class Offer:
    """A file that is looked at.

    Args:
        content: The text, as it came; kept nowhere.
        columns: What each header was taken for.
        lines: The rows, judged.
    """

    content: str
    columns: Mapping[str, str]
    lines: Sequence[Line]

    @property
    def days(self) -> list[NewDiaryDay]:
        """The days that could be taken."""
        return [line.day for line in self.lines if line.day is not None]


def standing(who: Person, offer: Offer) -> dict[date, DiaryDay]:
    """Return the entries that stand already for days of a file."""
    every = [day.on for day in offer.days]
    if not every:
        return {}
    found = queries.days(who, "headache", first=min(every), last=max(every))
    return {on: row for on, row in found.items() if on in set(every)}


@transaction.atomic
def take(
    who: Person,
    offer: Offer,
    *,
    replacing: frozenset[date],
    by: Actor,
    at: datetime,
) -> FileTaken:
    """Take the days of a file in; a day that stands is replaced only if that was said.

    Raises:
        DeedRefusedError: If there is nothing to take, or one day will not do: then none
            is taken.
    """
    taken = standing(who, offer)
    days = [day for day in offer.days if day.on not in taken or day.on in replacing]
    if not days:
        raise DeedRefusedError(
            _("no day of this file would be taken."),
            where=_("file"),
            mending=_("Look at the columns again, or at the days that stand already."),
        )
    record_diary_days(who.id, days, by=by, at=at)
    row = FileTaken.objects.create(
        patient_id=who.id,
        diary="headache",
        sha256=hashlib.sha256(offer.content.encode()).hexdigest(),
        columns=dict(offer.columns),
        stored=len(days),
        left_out=len(offer.lines) - len(days),
        taken_at=at,
        taken_by_id=by.user,
    )
    record("diary.take_file", by=by, at=at, patient=who.id, about=row.id)
    return row
