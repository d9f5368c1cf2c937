"""Closed days that are announced when appointments stand in them already.

Nothing is cancelled by itself: somebody calls each person. The task leads to the list.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import ngettext

from glabella.clinic.audit.actor import Actor
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.queries import day_in_utc
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.models import Closure, Outlet
from glabella.clinic.practice.values import NewClosure
from glabella.clinic.record import actions as record
from glabella.clinic.record.duty import end_of_day
from glabella.clinic.record.values import NewTask

TASK = "closure"


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
