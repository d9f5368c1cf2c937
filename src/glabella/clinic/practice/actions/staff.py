"""Deeds about staff: what they are registered and trained for, and their leave."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import attrs
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.practice.models import Leave, Staff, Training
from glabella.clinic.practice.values import NewLeave, NewTraining, StaffDetails

NO_DETAILS = StaffDetails()


@transaction.atomic
def enrol_staff(
    user: UUID, details: StaffDetails = NO_DETAILS, *, by: Actor, at: datetime
) -> Staff:
    """Make an account a member of staff.

    Raises:
        DeedRefusedError: If it is one already.
    """
    if Staff.objects.filter(user_id=user).exists():
        raise DeedRefusedError(
            _("this account is a member of staff already."),
            where=_("staff"),
            mending=_("Change the entry that is there."),
        )
    row = Staff.objects.create(user_id=user, **attrs.asdict(details))
    record("practice.enrol_staff", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def change_staff(
    staff: UUID, details: StaffDetails, *, version: int, by: Actor, at: datetime
) -> None:
    """Change what is known of a member of staff.

    Raises:
        StaleError: If somebody else has changed it since.
    """
    rows = Staff.objects.filter(id=staff, version=version)
    if not rows.update(version=version + 1, **attrs.asdict(details)):
        now = Staff.objects.get(id=staff)
        raise StaleError(
            {
                name: str(getattr(now, name) or "")
                for name, value in attrs.asdict(details).items()
                if getattr(now, name) != value
            }
        )
    record("practice.change_staff", by=by, at=at, about=staff)


@transaction.atomic
def set_skills(staff: UUID, skills: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Say what somebody can do, as services ask for it, such as "ultrasound"."""
    rows = Staff.objects.filter(id=staff)
    rows.update(skills=sorted(set(skills)), version=F("version") + 1)
    record("practice.set_skills", by=by, at=at, about=staff)


@transaction.atomic
def add_training(staff: UUID, new: NewTraining, *, by: Actor, at: datetime) -> Training:
    """Add a course or certificate.

    Raises:
        DeedRefusedError: If it would expire before it was completed.
    """
    if new.until is not None and new.until < new.completed_on:
        raise DeedRefusedError(
            _(
                "it would expire on %(until)s, before it was completed on "
                "%(completed_on)s."
            )
            % {"until": new.until, "completed_on": new.completed_on},
            where=_('training "%(name)s"') % {"name": new.name},
            mending=_("Correct one of the two days."),
        )
    row = Training.objects.create(staff_id=staff, **attrs.asdict(new))
    record("practice.add_training", by=by, at=at, about=(staff, row.id))
    return row


@transaction.atomic
def take_leave(new: NewLeave, *, open_tasks: int, by: Actor, at: datetime) -> Leave:
    """Enter days away.

    Args:
        open_tasks: Tasks the person owns that are not closed; who calls has counted
            them in the same transaction.

    Raises:
        DeedRefusedError: If tasks are open and nobody stands in, if the deputy is away
            too, or if the days make no sense.
    """
    _check_days(new)
    _check_deputy(new, open_tasks=open_tasks)
    row = Leave.objects.create(
        staff_id=new.staff,
        starts_on=new.starts_on,
        ends_before=new.ends_before,
        deputy_id=new.deputy,
        entered_at=at,
        entered_by_id=by.account,
    )
    record("practice.take_leave", by=by, at=at, about=(new.staff, row.id))
    return row


def _where(new: NewLeave) -> str:
    return _("leave from %(starts_on)s to before %(ends_before)s") % {
        "starts_on": new.starts_on,
        "ends_before": new.ends_before,
    }


def _check_days(new: NewLeave) -> None:
    where = _where(new)
    if new.ends_before <= new.starts_on:
        raise DeedRefusedError(
            _("it ends before it starts."), where=where, mending=_("Correct the days.")
        )
    if _is_away(new.staff, leave=new):
        raise DeedRefusedError(
            _("some of these days are entered already."),
            where=where,
            mending=_("Cancel the other leave first, or choose other days."),
        )


def _check_deputy(new: NewLeave, *, open_tasks: int) -> None:
    where = _where(new)
    if open_tasks and new.deputy is None:
        raise DeedRefusedError(
            ngettext(
                "%(number)s task is open and nobody would look after it.",
                "%(number)s tasks are open and nobody would look after them.",
                open_tasks,
            )
            % {"number": open_tasks},
            where=where,
            mending=_("Name a deputy, or close or hand over the tasks first."),
        )
    if new.deputy == new.staff:
        raise DeedRefusedError(
            _("nobody is their own deputy."),
            where=where,
            mending=_("Name somebody else."),
        )
    if new.deputy is not None and _is_away(new.deputy, leave=new):
        raise DeedRefusedError(
            _("the deputy is away on some of these days too."),
            where=where,
            mending=_("Name somebody who is there, or choose other days."),
        )


def _is_away(staff: UUID, *, leave: NewLeave) -> bool:
    return Leave.objects.filter(
        staff_id=staff,
        cancelled_at__isnull=True,
        starts_on__lt=leave.ends_before,
        ends_before__gt=leave.starts_on,
    ).exists()


@transaction.atomic
def cancel_leave(leave: UUID, *, by: Actor, at: datetime) -> None:
    """Cancel days away."""
    Leave.objects.filter(id=leave, cancelled_at__isnull=True).update(
        cancelled_at=at, cancelled_by_id=by.user
    )
    record("practice.cancel_leave", by=by, at=at, about=leave)
