"""The tables of booking: appointments and their cells, holds, and the waiting list."""

from glabella.clinic.booking.models.appointments import (
    Appointment,
    Cell,
    Service,
    WorkingDay,
    WorkingHours,
)
from glabella.clinic.booking.models.waiting import (
    FairLog,
    FreedTime,
    Hold,
    Offer,
    WaitingEntry,
)

__all__ = [
    "Appointment",
    "Cell",
    "FairLog",
    "FreedTime",
    "Hold",
    "Offer",
    "Service",
    "WaitingEntry",
    "WorkingDay",
    "WorkingHours",
]
