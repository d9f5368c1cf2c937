"""Deeds of the diaries: a day is kept, a diary is chosen, a reminder is wished for."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.diary.errors import DayTakenError
from glabella.clinic.diary.models import Choice, NudgeWish, Sending
from glabella.clinic.diary.values import DIARIES, WAYS, Arriving, Wish
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.record.actions import record_diary_day
from glabella.clinic.record.models import DiaryDay

OLDEST = timedelta(days=366)  # further back nobody remembers a single day
FIRST_HOUR, LAST_HOUR = 8, 19


def keep_day(who: Person, new: Arriving, *, by: Actor, at: datetime) -> DiaryDay:
    """Store one day; an earlier entry that the writer saw is replaced and kept.

    The same key is stored once, also if two come at the same moment. An entry that says
    the same as the one that stands changes nothing.

    Raises:
        DayTakenError: If another entry stands, which the writer had not seen.
        DeedRefusedError: If the day lies ahead or too far back, or does not fit.
    """
    laws.one_of(new.way, WAYS, where=_("diary"))
    try:
        with transaction.atomic():
            return _stored(who, new, by=by, at=at)
    except IntegrityError:
        # Somebody else was faster: with this very key, or with this very day.
        sent = _sent(who, new.key)
        standing = _standing(who, new)
        if sent is not None:
            return sent
        if standing is None:
            raise
        raise DayTakenError(standing) from None


def _stored(who: Person, new: Arriving, *, by: Actor, at: datetime) -> DiaryDay:
    sent = _sent(who, new.key)
    if sent is not None:
        return sent
    if Sending.objects.filter(key=new.key).exists():
        raise DeedRefusedError(
            _("this entry was sent for somebody else."),
            where=_("diary"),
            mending=_("Write the day anew."),
        )
    if at.date() - new.day.on > OLDEST:
        raise DeedRefusedError(
            _("this day lies more than a year back."),
            where=new.day.on.isoformat(),
            mending=_("Check the year."),
        )
    standing = _standing(who, new)
    if standing is not None and not says_the_same(standing, new):
        saw_it = new.is_base_known and new.base == standing.id
        if not saw_it:
            raise DayTakenError(standing)
        standing = None
    row = standing or record_diary_day(who.id, new.day, by=by, at=at)
    Sending.objects.create(
        patient_id=who.id,
        key=new.key,
        day=row,
        way=new.way,
        is_by_proxy=new.is_by_proxy,
        written_on_device_at=new.written_on_device_at,
        sent_at=at,
    )
    return row


def says_the_same(row: DiaryDay, new: Arriving) -> bool:
    """Return whether an entry that stands says what another one says."""
    day = new.day
    theirs = (row.had, row.severity, row.hours, set(row.medicines), dict(row.details))
    ours = (day.had, day.severity, day.hours, set(day.medicines), dict(day.details))
    return theirs == ours


def _sent(who: Person, key: UUID) -> DiaryDay | None:
    rows = Sending.objects.filter(key=key, patient_id__in=who.ids)
    one = rows.select_related("day").first()
    return one.day if one else None


def _standing(who: Person, new: Arriving) -> DiaryDay | None:
    rows = DiaryDay.objects.filter(
        patient_id__in=who.ids,
        diary=new.day.diary,
        on=new.day.on,
        replaced_at__isnull=True,
    )
    return rows.order_by("-entered_at").first()


@transaction.atomic
def choose(
    who: Person, diary: str, *, is_kept: bool, by: Actor, at: datetime
) -> Choice:
    """Offer a diary to a person, or offer it no more; its days stay.

    Raises:
        DeedRefusedError: If there is no such diary.
    """
    row = Choice.objects.create(
        patient_id=who.id,
        diary=laws.one_of(diary, DIARIES, where=_("diary")),
        is_kept=is_kept,
        chosen_at=at,
        chosen_by_id=by.user,
    )
    record("diary.choose", by=by, at=at, patient=who.id, about=row.id)
    return row


@transaction.atomic
def wish_nudge(who: Person, wish: Wish, *, by: Actor, at: datetime) -> NudgeWish:
    """Keep whether and when a person wants to be reminded of the day.

    Raises:
        DeedRefusedError: If the hour lies in the night.
    """
    if not FIRST_HOUR <= wish.hour <= LAST_HOUR:
        raise DeedRefusedError(
            _("a reminder comes between 8 and 19 o'clock."), where=_("hour")
        )
    row = NudgeWish.objects.create(
        patient_id=who.id,
        is_on=wish.is_on,
        hour=wish.hour,
        paused_until=wish.paused_until,
        set_at=at,
        set_by_id=by.user,
    )
    record("diary.wish_nudge", by=by, at=at, patient=who.id, about=row.id)
    return row
