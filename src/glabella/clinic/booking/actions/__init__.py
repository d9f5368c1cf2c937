"""Deeds of booking: appointments, working hours, services, waiting list and offers."""

from glabella.clinic.booking.actions.appointments import (
    OVER,
    STATES,
    book,
    cancel,
    correct,
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
from glabella.clinic.booking.actions.walkins import walk_in

__all__ = [
    "CELL",
    "OVER",
    "STATES",
    "accept",
    "add_service",
    "book",
    "cancel",
    "change_day",
    "change_service",
    "correct",
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
    "walk_in",
]
