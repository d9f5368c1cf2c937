"""Deeds about tasks: open, hand over, try to reach somebody, close."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.record.duty import end_of_day, home_of, on_duty
from glabella.clinic.record.models import ContactAttempt, Task
from glabella.clinic.record.values import (
    ATTEMPT_RESULTS,
    ATTEMPTS,
    URGENT_FINDING,
    Duty,
    NewAttempt,
    NewTask,
)


@transaction.atomic
def open_task(new: NewTask, *, by: Actor, at: datetime) -> Task:
    """Open a task; without an owner it stands on the board of its outlet for all.

    Raises:
        DeedRefusedError: If it has no title, or owner and deputy are the same.
    """
    _check_duty(Duty(new.owner, new.deputy))
    row = Task.objects.create(
        outlet_id=new.outlet,
        patient_id=new.patient,
        kind=new.kind,
        title=laws.words(new.title, where=_("title of the task")),
        is_urgent=new.is_urgent,
        due_at=new.due_at,
        owner_id=new.owner,
        deputy_id=new.deputy,
        about=new.about,
        opened_at=at,
        opened_by_id=by.user,
    )
    record("record.open_task", by=by, at=at, patient=new.patient, about=row.id)
    return row


def open_urgent_finding(  # noqa: PLR0913 whose, what, about which row, until when
    patient: UUID,
    title: str,
    *,
    about: UUID,
    by: Actor,
    at: datetime,
    due_at: datetime | None = None,
) -> Task:
    """Open the task of a finding that a clinician must see on the same day.

    It is due at the end of the day at the outlet, and lies with the lead clinician
    there, or whoever stands in; with nobody if nobody is on duty.

    Args:
        due_at: What the person was told, where that is earlier.
    """
    outlet = home_of(patient, by=by)
    duty = on_duty(outlet, at=at)
    new = NewTask(
        outlet=outlet.id,
        patient=patient,
        kind=URGENT_FINDING,
        title=title,
        is_urgent=True,
        due_at=due_at or end_of_day(outlet, at=at),
        owner=duty.owner,
        deputy=duty.deputy,
        about=about,
    )
    return open_task(new, by=by, at=at)


@transaction.atomic
def hand_over_task(
    task: UUID, to: Duty, *, version: int, by: Actor, at: datetime
) -> Task:
    """Give an open task to somebody else.

    Raises:
        StaleError: If somebody else has changed it meanwhile.
        DeedRefusedError: If nobody is named, owner and deputy are the same, or the
            task is closed.
    """
    if to.owner is None:
        raise DeedRefusedError(
            _("nobody is named."),
            where=_("owner"),
            mending=_("Choose who looks after it."),
        )
    _check_duty(to)
    row = _open(task)
    changes = {"owner_id": to.owner, "deputy_id": to.deputy}
    laws.change(Task, task, version=version, changes=changes)
    row.refresh_from_db()
    patient = row.patient_id
    record("record.hand_over_task", by=by, at=at, patient=patient, about=task)
    return row


def _check_duty(duty: Duty) -> None:
    if duty.owner is not None and duty.owner == duty.deputy:
        raise DeedRefusedError(
            _("nobody is their own deputy."),
            where=_("deputy"),
            mending=_("Choose somebody else, or leave it empty."),
        )


def _open(task: UUID) -> Task:
    row: Task = laws.found(Task.objects.filter(id=task))
    if row.closed_at is not None:
        raise DeedRefusedError(
            _("the task is closed."), where=row.title, mending=_("Open a new one.")
        )
    return row


@transaction.atomic
def note_attempt(
    task: UUID, new: NewAttempt, *, by: Actor, at: datetime
) -> ContactAttempt:
    """Note one try to reach the person; the task stays open.

    Raises:
        DeedRefusedError: If way or result are not known, or the task is closed.
    """
    task_row = _open(task)
    row = ContactAttempt.objects.create(
        task_id=task,
        how=laws.one_of(new.how, ATTEMPTS, where=_("way")),
        result=laws.one_of(new.result, ATTEMPT_RESULTS, where=_("result")),
        note=new.note,
        tried_at=at,
        tried_by_id=by.account,
    )
    patient = task_row.patient_id
    record("record.note_attempt", by=by, at=at, patient=patient, about=(task, row.id))
    return row


@transaction.atomic
def close_task(
    task: UUID, *, outcome: str, version: int, by: Actor, at: datetime
) -> Task:
    """Close a task by saying what came of it.

    Raises:
        StaleError: If somebody else has changed it meanwhile.
        DeedRefusedError: If no outcome is given, or it is closed already.
    """
    words = laws.words(outcome, where=_("outcome"))
    row = _open(task)
    changes = {"closed_at": at, "closed_by_id": by.account, "outcome": words}
    laws.change(Task, task, version=version, changes=changes)
    row.refresh_from_db()
    patient = row.patient_id
    record("record.close_task", by=by, at=at, patient=patient, about=task)
    return row
