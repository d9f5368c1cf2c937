"""Reads of booking: the day of an outlet, the visits of a person."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from glabella.clinic.booking.models import Appointment


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
