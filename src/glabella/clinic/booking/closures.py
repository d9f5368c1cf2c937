"""Closed days and leave that are entered when appointments stand in them already.

Nothing is cancelled by itself, and nobody is reminded to come in vain: somebody calls
each person. A task says so, and the list of those who are not reminded names them.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from glabella.clinic.audit.actor import Actor
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.queries import day_in_utc
from glabella.clinic.people import laws
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.models import Closure, Leave, Outlet
from glabella.clinic.practice.values import NewClosure
from glabella.clinic.record import actions as record
from glabella.clinic.record.duty import end_of_day, on_duty
from glabella.clinic.record.models import Task
from glabella.clinic.record.values import NewTask

TASK = "closure"
DAY = timedelta(days=1)


@attrs.frozen
class Hit:
    """An appointment on a day on which nobody is there for it.

    Args:
        why: "closed" or "away".
    """

    row: Appointment
    why: str


@transaction.atomic
def announce(outlet: UUID, new: NewClosure, *, by: Actor, at: datetime) -> Closure:
    """Announce closed days, and open a task if appointments stand in them.

    Raises:
        DeedRefusedError: As `practice.actions.announce_closure`.
    """
    row = practice.announce_closure(outlet, new, by=by, at=at)
    place = Outlet.objects.get(id=outlet)
    count = len(hit_by(row, place, at=at))
    if count:
        words = ngettext(
            "Closed days: %(count)s appointment stands in them",
            "Closed days: %(count)s appointments stand in them",
            count,
        )
        task = NewTask(
            outlet=outlet,
            kind=TASK,
            title=words % {"count": count},
            due_at=end_of_day(place, at=at),
            about=row.id,
        )
        record.open_task(task, by=by, at=at)
    return row


def hit_by(closure: Closure, place: Outlet, *, at: datetime) -> list[Appointment]:
    """Return the booked appointments that closed days hit and that lie ahead."""
    first, _ = day_in_utc(closure.starts_on, zone=place.time_zone)
    end, _ = day_in_utc(closure.ends_before, zone=place.time_zone)
    rows = Appointment.objects.filter(
        outlet=place,
        state="booked",
        starts_at__gte=max(first, at),
        starts_at__lt=end,
    )
    beside = rows.select_related("patient", "service", "clinician__user")
    return list(beside.order_by("starts_at", "id"))


def tell_of_leave(leave: Leave, *, by: Actor, at: datetime) -> None:
    """Open a task at each outlet where appointments stand in days of leave."""
    rows = Appointment.objects.filter(
        clinician_id=leave.staff_id, state="booked", starts_at__gt=at
    )
    beside = list(rows.select_related("outlet"))
    mine = [row for row in beside if leave.starts_on <= _day(row) < leave.ends_before]
    for place in {row.outlet_id: row.outlet for row in mine}.values():
        count = sum(row.outlet_id == place.id for row in mine)
        words = ngettext(
            "Leave: %(count)s appointment stands in it",
            "Leave: %(count)s appointments stand in it",
            count,
        )
        task = NewTask(
            outlet=place.id,
            kind=TASK,
            title=words % {"count": count},
            due_at=end_of_day(place, at=at),
            about=leave.id,
        )
        record.open_task(task, by=by, at=at)


def hits(rows: Iterable[Appointment]) -> dict[UUID, Hit]:
    """Return which of some appointments nobody would be there for, in two queries.

    One that was booked for such a day knowingly, with a reason, is none.

    Args:
        rows: With their outlets.
    """
    rows = list(rows)
    closed = Closure.objects.filter(
        outlet__in={row.outlet_id for row in rows}, ended_at__isnull=True
    )
    leaves = Leave.objects.filter(
        staff__in={row.clinician_id for row in rows if row.clinician_id},
        cancelled_at__isnull=True,
    )
    spans: list[tuple[str, UUID, Closure | Leave, datetime]] = [
        *(("closed", one.outlet_id, one, one.announced_at) for one in closed),
        *(("away", one.staff_id, one, one.entered_at) for one in leaves),
    ]
    found: dict[UUID, Hit] = {}
    for row in rows:
        for why, whose, span, since in spans:
            if whose not in {row.outlet_id, row.clinician_id}:
                continue
            is_known = row.despite and since <= row.booked_at
            if span.starts_on <= _day(row) < span.ends_before and not is_known:
                found.setdefault(row.id, Hit(row, why))
    return found


def hits_ahead(outlet: UUID, *, at: datetime) -> list[Hit]:
    """Return the coming appointments of an outlet that nobody would be there for."""
    # A day more on both sides, for zones; `hits` counts by the clock of the outlet.
    near = at.date() - DAY
    wanted = Q(pk__in=())
    closed = Closure.objects.filter(outlet=outlet, ended_at__isnull=True)
    for one in closed.filter(ends_before__gt=near):
        wanted |= _within(one)
    leaves = Leave.objects.filter(cancelled_at__isnull=True, ends_before__gt=near)
    for away in leaves:
        wanted |= _within(away) & Q(clinician=away.staff_id)
    rows = Appointment.objects.filter(
        wanted, outlet=outlet, state="booked", starts_at__gt=at
    )
    beside = rows.select_related("patient", "service", "outlet", "clinician__user")
    return list(hits(beside.order_by("starts_at", "id")).values())


def _within(span: Closure | Leave) -> Q:
    first = datetime.combine(span.starts_on - DAY, time(), tzinfo=UTC)
    end = datetime.combine(span.ends_before + DAY, time(), tzinfo=UTC)
    return Q(starts_at__gte=first, starts_at__lt=end)


@transaction.atomic
def call_instead(hit: Hit, *, by: Actor, at: datetime) -> None:
    """Open an urgent task to call somebody whose reminder would bring them in vain.

    Once for an appointment at its time: a task that was closed is not opened again.
    """
    row = hit.row
    # Two workers at once: the second waits, and finds the task of the first.
    laws.found(Appointment.objects.filter(id=row.id))
    local = row.starts_at.astimezone(ZoneInfo(row.outlet.time_zone))
    when = f"{local:%Y-%m-%d %H:%M}"
    with override(row.outlet.language):
        words = (
            _("Closed on the day of an appointment (%(when)s): call, nobody was told")
            if hit.why == "closed"
            else _(
                "Leave on the day of an appointment (%(when)s): call, nobody was told"
            )
        )
        title = words % {"when": when}
    if Task.objects.filter(kind=TASK, about=row.id, title__contains=when).exists():
        return
    duty = on_duty(row.outlet, at=at)
    task = NewTask(
        outlet=row.outlet_id,
        patient=row.patient_id,
        kind=TASK,
        title=title,
        is_urgent=True,
        due_at=end_of_day(row.outlet, at=at),
        owner=duty.owner,
        deputy=duty.deputy,
        about=row.id,
    )
    record.open_task(task, by=by, at=at)


def _day(row: Appointment) -> date:
    return row.starts_at.astimezone(ZoneInfo(row.outlet.time_zone)).date()
