"""Somebody stands at the desk: who is free, from when, and what speaks against it.

The same laws as for any appointment, see `laws`; beside them, that somebody has an
appointment today already.
"""

import math
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.booking.laws import Objection, objections
from glabella.clinic.booking.models import Appointment, Service
from glabella.clinic.booking.queries import day_in_utc
from glabella.clinic.booking.slots import Asked, Slot, soonest
from glabella.clinic.booking.spans import CELL_SECONDS, moment_of
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.people.cards import Person, person
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at


@attrs.frozen
class Desk:
    """Where and when somebody asks to be taken in, and for what."""

    place: Outlet
    service: Service
    at: datetime


def next_start(at: datetime) -> datetime:
    """Return the whole five minutes that come next, or are just now."""
    return moment_of(-(-math.ceil(at.timestamp()) // CELL_SECONDS))


def free_for(desk: Desk, who: Person) -> list[Slot]:
    """Return the first free time today of each clinician who may, the earliest first.

    Of two who are free at the same time, the one whom the person saw last stands first.
    """
    today = today_at(desk.place, at=desk.at)
    asked = Asked(
        service=desk.service, first=today, days=1, now=desk.at, outlet=desk.place.id
    )
    last = _seen_last(who, at=desk.at)
    own = last.clinician_id if last is not None else None
    slots = soonest(asked)
    return sorted(slots, key=lambda one: (one.starts_at, one.clinician != own))


def objections_now(new: NewAppointment, *, at: datetime) -> tuple[Objection, ...]:
    """Return all that speaks against taking somebody in."""
    return (*objections(new, at=at), *_of_the_day(new, at=at))


def visit_of_today(who: Person, place: Outlet, *, at: datetime) -> Appointment | None:
    """Return the appointment that somebody still has today at an outlet, if any."""
    first, end = day_in_utc(today_at(place, at=at), zone=place.time_zone)
    rows = Appointment.objects.filter(
        patient_id__in=who.ids,
        outlet=place,
        state="booked",
        starts_at__gte=first,
        starts_at__lt=end,
    )
    return rows.order_by("starts_at").first()


def _of_the_day(new: NewAppointment, *, at: datetime) -> Iterator[Objection]:
    who, place = person(new.patient), Outlet.objects.get(id=new.outlet)
    visit = visit_of_today(who, place, at=at) if who is not None else None
    if visit is not None:
        local = visit.starts_at.astimezone(ZoneInfo(place.time_zone))
        words = _("an appointment is booked for today at %(time)s already.")
        yield Objection("has_visit", words % {"time": f"{local:%H:%M}"})


def _seen_last(who: Person, *, at: datetime) -> Appointment | None:
    rows = Appointment.objects.filter(
        patient_id__in=who.ids,
        state__in=("arrived", "in_room", "done"),
        clinician__isnull=False,
        starts_at__lt=at,
    )
    return rows.order_by("-starts_at").first()
