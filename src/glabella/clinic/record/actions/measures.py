"""Deeds about what was measured: questionnaires and diary days."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.record.actions.tasks import open_urgent_finding
from glabella.clinic.record.models import DiaryDay, Score
from glabella.clinic.record.values import (
    ANSWERED_BY,
    DIARIES,
    Answers,
    NewDiaryDay,
    NewScore,
)
from glabella.core.errors import InputError
from glabella.core.instruments import Instrument
from glabella.core.scoring import score
from glabella.core.truth import Truth
from glabella.protocols.instruments_loader import InstrumentLibrary

_MOST = 10  # of a severity
_HOURS = 24


@transaction.atomic
def record_score(
    patient: UUID,
    new: NewScore,
    *,
    by: Actor,
    at: datetime,
    instruments: InstrumentLibrary,
) -> Score:
    """Record an instrument with its answers and the total that its rule allows.

    A missing answer gives no total. A positive answer about suicidality always opens
    one urgent task, also where it is the only answer.

    Raises:
        InputError: If there is no such instrument, or an answer is out of its range.
        DeedRefusedError: If nothing was answered, or its day lies ahead.
    """
    instrument = instruments.instrument(new.instrument)
    answers = _answers(instrument, new.items)
    laws.not_after(new.taken_on, at, where=_("day of the answers"))
    if new.total is None and all(each is None for each in answers.values()):
        raise DeedRefusedError(
            _("nothing was answered."),
            where=instrument.short_name,
            mending=_("Enter the answers, or the total."),
        )
    scored = score(instrument, answers, total=new.total)
    row = Score.objects.create(
        patient_id=patient,
        instrument=instrument.id,
        taken_on=new.taken_on,
        items=_stored(instrument, answers),
        total=scored.total,
        answered_by=laws.one_of(new.answered_by, ANSWERED_BY, where=_("answered by")),
        recorded_at=at,
        recorded_by_id=by.user,
    )
    suicide = scored.suicide_item
    is_positive = suicide is not None and suicide.positive is Truth.YES
    if suicide is not None and is_positive and not new.has_task:
        items = ", ".join(suicide.items)
        title = f"{instrument.short_name}, item {items}: {suicide.value}"
        until = new.read_by
        open_urgent_finding(patient, title, about=row.id, due_at=until, by=by, at=at)
    record("record.record_score", by=by, at=at, patient=patient, about=row.id)
    return row


def _answers(instrument: Instrument, items: Answers) -> dict[str, int | Decimal | None]:
    if isinstance(items, Mapping):
        return dict(items)
    if len(items) > len(instrument.items):
        raise InputError(
            f"{len(items)} answers are given for {len(instrument.items)} items.",
            where=instrument.short_name,
            mending="Give one answer for each item, in order.",
        )
    ids = [item.id for item in instrument.items]
    return dict(zip(ids, items, strict=False))


def _stored(
    instrument: Instrument, answers: Mapping[str, int | Decimal | None]
) -> dict[str, int | Decimal | None]:
    """Return every item with its answer or None; nothing if only a total is known."""
    stored = {item.id: answers.get(item.id) for item in instrument.items}
    return stored if any(each is not None for each in stored.values()) else {}


@transaction.atomic
def withdraw_score(entry: UUID, *, by: Actor, at: datetime) -> None:
    """Withdraw a score that was recorded by mistake; its task stays open.

    Raises:
        DeedRefusedError: If it is withdrawn already.
    """
    rows = Score.objects.filter(id=entry)
    row = laws.found(rows)
    laws.end(rows, "withdrawn", by=by, at=at)
    patient = row.patient_id
    record("record.withdraw_score", by=by, at=at, patient=patient, about=entry)


@transaction.atomic
def record_diary_day(
    patient: UUID, new: NewDiaryDay, *, by: Actor, at: datetime
) -> DiaryDay:
    """Record one day of a diary; an earlier entry of that day is replaced and kept.

    What is left blank stays blank.

    Raises:
        DeedRefusedError: If the day lies ahead, or what is said of it does not fit.
    """
    row = _days(patient, [new], by=by, at=at)[0]
    record("record.record_diary_day", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def record_diary_days(
    patient: UUID, several: Iterable[NewDiaryDay], *, by: Actor, at: datetime
) -> list[DiaryDay]:
    """Record several days at once, all or none, as one event on the trail.

    Raises:
        DeedRefusedError: If one of them cannot be recorded, or a day stands twice.
    """
    rows = _days(patient, list(several), by=by, at=at)
    about = [row.id for row in rows]
    record("record.record_diary_days", by=by, at=at, patient=patient, about=about)
    return rows


def _days(
    patient: UUID, several: list[NewDiaryDay], *, by: Actor, at: datetime
) -> list[DiaryDay]:
    for new in several:
        _check_day(new, at=at)
    keys = {(new.diary, new.on) for new in several}
    if len(keys) < len(several):
        raise DeedRefusedError(
            _("a day stands twice."),
            where=_("diary"),
            mending=_("Keep one entry of each day."),
        )
    for diary in {new.diary for new in several}:
        _replace(patient, diary, [n for n in several if n.diary == diary], by=by, at=at)
    return DiaryDay.objects.bulk_create(
        DiaryDay(
            patient_id=patient,
            diary=new.diary,
            on=new.on,
            had=new.had,
            severity=new.severity,
            hours=new.hours,
            medicines=list(new.medicines),
            details=dict(new.details),
            is_back_filled=new.is_back_filled,
            entered_at=at,
            entered_by_id=by.user,
        )
        for new in several
    )


def _replace(
    patient: UUID, diary: str, days: list[NewDiaryDay], *, by: Actor, at: datetime
) -> None:
    standing = DiaryDay.objects.filter(
        patient_id=patient,
        diary=diary,
        on__in=[day.on for day in days],
        replaced_at__isnull=True,
    )
    if standing.exists():
        # A patient corrects their own day and has no account; the trail names them.
        account = None if by.kind == "patient" else by.account
        standing.update(replaced_at=at, replaced_by_id=account)


def _check_day(new: NewDiaryDay, *, at: datetime) -> None:
    where = _("%(diary)s diary, %(day)s") % {
        "diary": new.diary,
        "day": new.on.isoformat(),
    }
    laws.one_of(new.diary, DIARIES, where=_("diary"))
    laws.not_after(new.on, at, where=where)
    if new.had is False and (new.severity or new.hours):
        raise DeedRefusedError(
            _("a day without has no severity and no hours."),
            where=where,
            mending=_("Say that there was some, or leave both empty."),
        )
    is_over = (new.severity or 0) > _MOST or (new.hours or 0) > _HOURS
    if is_over or (new.severity or 0) < 0 or (new.hours or 0) < 0:
        raise DeedRefusedError(
            _("the severity is 0 to 10, the hours are 0 to 24."),
            where=where,
            mending=_("Check both."),
        )
