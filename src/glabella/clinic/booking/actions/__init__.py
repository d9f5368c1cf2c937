"""Deeds of booking: appointments, who works when, and what can be booked."""

from glabella.clinic.booking.actions.appointments import (
    CELL,
    STATES,
    book,
    cancel,
    move,
    set_state,
)
from glabella.clinic.booking.actions.hours import (
    change_day,
    restore_day,
    set_working_hours,
)
from glabella.clinic.booking.actions.services import add_service, change_service

__all__ = [
    "CELL",
    "STATES",
    "add_service",
    "book",
    "cancel",
    "change_day",
    "change_service",
    "move",
    "restore_day",
    "set_state",
    "set_working_hours",
]
