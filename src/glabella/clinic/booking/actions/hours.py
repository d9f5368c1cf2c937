"""Deeds about who works when: the week of somebody, and days unlike the others."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.models import WorkingDay, WorkingHours
from glabella.clinic.booking.values import ChangedDay, Week
from glabella.clinic.practice.actions import check_week
from glabella.clinic.practice.models import Staff


@transaction.atomic
def set_working_hours(
    staff: UUID, outlet: UUID, week: Week, *, by: Actor, at: datetime
) -> None:
    """Set the week of somebody at an outlet as a whole, from a day on.

    Until that day the week before still holds. An empty week ends the work there.

    Raises:
        DeedRefusedError: If a span ends before it starts, or two overlap.
    """
    check_week(week.rows)
    Staff.objects.select_for_update().get(id=staff)  # one week at a time
    before = WorkingHours.objects.filter(staff_id=staff, outlet_id=outlet)
    before.filter(from_on__gte=week.from_on).delete()
    running = Q(until_before__isnull=True) | Q(until_before__gt=week.from_on)
    before.filter(running).update(until_before=week.from_on)
    WorkingHours.objects.bulk_create(
        WorkingHours(
            staff_id=staff,
            outlet_id=outlet,
            weekday=row.weekday,
            starts=row.starts,
            ends=row.ends,
            from_on=week.from_on,
        )
        for row in week.rows
    )
    record("booking.set_working_hours", by=by, at=at, about=(staff, outlet))


@transaction.atomic
def change_day(
    staff: UUID, outlet: UUID, new: ChangedDay, *, by: Actor, at: datetime
) -> WorkingDay:
    """Let somebody work other hours on one day, or not at all.

    A second word about a day replaces the first, which is kept.

    Raises:
        DeedRefusedError: If the hours are half known, or end before they start.
    """
    is_half = (new.starts is None) != (new.ends is None)
    if is_half or (new.starts and new.ends and new.ends <= new.starts):
        raise DeedRefusedError(
            _("the hours of that day make no sense."),
            where=f"{new.on:%Y-%m-%d}",
            mending=_("Give both, the earlier first; leave both out for a day off."),
        )
    Staff.objects.select_for_update().get(id=staff)
    days = WorkingDay.objects.filter(staff_id=staff, outlet_id=outlet, on=new.on)
    days.filter(ended_at__isnull=True).update(ended_at=at, ended_by_id=by.account)
    row = WorkingDay.objects.create(
        staff_id=staff,
        outlet_id=outlet,
        on=new.on,
        starts=new.starts,
        ends=new.ends,
        reason=new.reason,
        entered_at=at,
        entered_by_id=by.account,
    )
    record("booking.change_day", by=by, at=at, about=(staff, row.id))
    return row


@transaction.atomic
def restore_day(day: UUID, *, by: Actor, at: datetime) -> None:
    """Let a day be like the others of its week again.

    Raises:
        DeedRefusedError: If it is already.
    """
    rows = WorkingDay.objects.filter(id=day, ended_at__isnull=True)
    if not rows.update(ended_at=at, ended_by_id=by.account):
        raise DeedRefusedError(
            _("this day is like the others of its week already."),
            where=_("changed day"),
            mending=_("Nothing is left to do."),
        )
    record("booking.restore_day", by=by, at=at, about=day)
