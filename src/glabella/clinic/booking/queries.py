"""Reads of booking: the day of an outlet, the visits of a person."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from glabella.clinic.booking.models import (
    Appointment,
    FairLog,
    Hold,
    Offer,
    WaitingEntry,
    WorkingDay,
    WorkingHours,
)
from glabella.clinic.practice.models import Outlet

NO_SHOWS = timedelta(days=365)  # DERIVED: what is older says nothing about tomorrow


def day_of(outlet: UUID, *, on: date, zone: str) -> list[Appointment]:
    """Return the appointments that start at an outlet on its own day, in order.

    Args:
        zone: The outlet's time zone; its day may have 23 or 25 hours.
    """
    start, end = day_in_utc(on, zone=zone)
    rows = Appointment.objects.filter(
        outlet_id=outlet, starts_at__gte=start, starts_at__lt=end
    )
    beside = rows.select_related("patient", "service", "clinician__user", "room")
    return list(beside.order_by("starts_at", "id"))


def day_in_utc(on: date, *, zone: str) -> tuple[datetime, datetime]:
    """Return when a day of a time zone starts, and when the next one does, in UTC."""
    local = ZoneInfo(zone)
    start = datetime.combine(on, time(), tzinfo=local)
    end = datetime.combine(on + timedelta(days=1), time(), tzinfo=local)
    return start.astimezone(UTC), end.astimezone(UTC)


def visits_of(cards: Iterable[UUID]) -> list[Appointment]:
    """Return every appointment of a person, the latest first."""
    rows = Appointment.objects.filter(patient_id__in=list(cards))
    return list(rows.select_related("service", "outlet").order_by("-starts_at"))


def no_shows(cards: Iterable[UUID], *, at: datetime) -> dict[UUID, list[datetime]]:
    """Return when each of some cards did not come in the last year, the latest first.

    In one query; a card that always came is left out.
    """
    rows = Appointment.objects.filter(
        patient_id__in=list(cards), state="no_show", starts_at__gt=at - NO_SHOWS
    )
    found: dict[UUID, list[datetime]] = {}
    pairs = rows.order_by("-starts_at").values_list("patient_id", "starts_at")
    for card, start in pairs:
        found.setdefault(card, []).append(start)
    return found


def missed_by(cards: Iterable[UUID], *, at: datetime) -> list[datetime]:
    """Return when a person did not come in the last year, the latest first."""
    found = no_shows(cards, at=at)
    return sorted((one for all_ in found.values() for one in all_), reverse=True)


def opening_of(place: Outlet) -> dict[int, list[tuple[time, time]]]:
    """Return the opening hours of an outlet, by weekday."""
    found: dict[int, list[tuple[time, time]]] = {}
    for row in place.hours.all():
        found.setdefault(row.weekday, []).append((row.opens, row.closes))
    return found


def weeks_at(
    outlet: UUID, *, on: date
) -> dict[UUID, dict[int, list[tuple[time, time]]]]:
    """Return the week of each member of staff at an outlet, as it is on a day."""
    running = Q(until_before__isnull=True) | Q(until_before__gt=on)
    rows = WorkingHours.objects.filter(running, outlet_id=outlet, from_on__lte=on)
    found: dict[UUID, dict[int, list[tuple[time, time]]]] = {}
    for row in rows:
        days = found.setdefault(row.staff_id, {})
        days.setdefault(row.weekday, []).append((row.starts, row.ends))
    return found


def changed_days(outlet: UUID, *, since: date) -> list[WorkingDay]:
    """Return the days on which somebody works other hours than usual, in order."""
    rows = WorkingDay.objects.filter(
        outlet_id=outlet, on__gte=since, ended_at__isnull=True
    )
    return list(rows.select_related("staff__user").order_by("on"))


def offers_of(cards: Iterable[UUID], *, at: datetime) -> list[Offer]:
    """Return the offers of a person that still run, the next time first.

    Each names its outlet, its time and until when it is kept; an entry that ended has
    none.
    """
    rows = Offer.objects.filter(
        entry__patient_id__in=list(cards), answer="", expires_at__gt=at
    )
    beside = rows.select_related("outlet", "entry__service", "clinician__user")
    return list(beside.order_by("starts_at", "id"))


def waiting_of(cards: Iterable[UUID]) -> list[WaitingEntry]:
    """Return what a person waits for."""
    rows = WaitingEntry.objects.filter(
        patient_id__in=list(cards), ended_at__isnull=True
    )
    return list(rows.select_related("service").order_by("entered_at"))


def log_of(outlet: UUID, *, limit: int = 50) -> list[FairLog]:
    """Return why each person was next for a time of an outlet, the latest first."""
    rows = FairLog.objects.filter(offer__outlet_id=outlet)
    beside = rows.select_related("offer__entry__patient", "ranked_by")
    return list(beside.order_by("-ranked_at", "id")[:limit])


def between(outlet: UUID, *, first: date, days: int, zone: str) -> list[Appointment]:
    """Return what is booked at an outlet in some days of its own clock, in order."""
    start, end = _span_of_days(first, days, zone=zone)
    rows = Appointment.objects.filter(
        outlet_id=outlet, starts_at__gte=start, starts_at__lt=end
    ).exclude(state="cancelled")
    beside = rows.select_related("patient", "service", "clinician__user", "room")
    return list(beside.order_by("starts_at", "id"))


def held_between(outlet: UUID, *, first: date, days: int, zone: str) -> list[Hold]:
    """Return the time that is held at an outlet in some days, in order."""
    start, end = _span_of_days(first, days, zone=zone)
    rows = Hold.objects.filter(
        outlet_id=outlet, starts_at__gte=start, starts_at__lt=end
    )
    return list(rows.select_related("service").order_by("starts_at", "id"))


def _span_of_days(first: date, days: int, *, zone: str) -> tuple[datetime, datetime]:
    start, _end = day_in_utc(first, zone=zone)
    end, _next = day_in_utc(first + timedelta(days=days), zone=zone)
    return start, end
