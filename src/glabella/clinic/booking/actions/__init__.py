"""Deeds of booking: appointments, working hours, services, waiting list and offers."""

from glabella.clinic.booking.actions.appointments import (
    STATES,
    book,
    cancel,
    move,
    set_state,
)
from glabella.clinic.booking.actions.cells import CELL
from glabella.clinic.booking.actions.holds import hold_time, release
from glabella.clinic.booking.actions.hours import (
    change_day,
    restore_day,
    set_working_hours,
)
from glabella.clinic.booking.actions.offers import (
    accept,
    decline,
    lapse_offers,
    offer_freed,
    offer_next,
    offer_to,
)
from glabella.clinic.booking.actions.services import add_service, change_service
from glabella.clinic.booking.actions.waiting import join, leave, set_urgency

__all__ = [
    "CELL",
    "STATES",
    "accept",
    "add_service",
    "book",
    "cancel",
    "change_day",
    "change_service",
    "decline",
    "hold_time",
    "join",
    "lapse_offers",
    "leave",
    "move",
    "offer_freed",
    "offer_next",
    "offer_to",
    "release",
    "restore_day",
    "set_state",
    "set_urgency",
    "set_working_hours",
]
