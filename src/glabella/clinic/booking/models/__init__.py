"""The tables of booking: appointments, the waiting list, and what people are told."""

from glabella.clinic.booking.models.appointments import (
    Appointment,
    Cell,
    Service,
    WorkingDay,
    WorkingHours,
)
from glabella.clinic.booking.models.telling import Ask, Feed, Pause, Reminding
from glabella.clinic.booking.models.waiting import (
    FairLog,
    FreedTime,
    Hold,
    Offer,
    WaitingEntry,
)

__all__ = [
    "Appointment",
    "Ask",
    "Cell",
    "FairLog",
    "Feed",
    "FreedTime",
    "Hold",
    "Offer",
    "Pause",
    "Reminding",
    "Service",
    "WaitingEntry",
    "WorkingDay",
    "WorkingHours",
]
