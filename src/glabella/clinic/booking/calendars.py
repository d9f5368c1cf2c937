"""Appointments as iCalendar objects: time and place, and nothing about anybody.

Neither name nor condition, product, service or note stands in them: a calendar lies
open on a screen at home and on the servers of whoever keeps it. A UID is the id of the
appointment, which is random.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress

from glabella.clinic.booking.models import Appointment
from glabella.clinic.practice.lexicon import outlet_address, outlet_name

PRODUCT_ID = "-//Glabella//Appointments//EN"
# What calendars are told of the rules of a clock: from before any appointment here to
# beyond the farthest; outside, the last rule goes on.
FIRST_YEAR, LAST_YEAR = date(2020, 1, 1), date(2038, 1, 1)
ASK_AGAIN = timedelta(hours=1)


def request_of(row: Appointment, *, to: str, by: str, language: str) -> str:
    """Return the invitation to an appointment, or its update if it was sent before.

    Args:
        to: The e-mail address of the person.
        by: That of the outlet.
        language: Of the person.
    """
    return _mailed(row, method="REQUEST", people=(to, by), language=language)


def cancellation_of(row: Appointment, *, to: str, by: str, language: str) -> str:
    """Return what takes an appointment out of a calendar; see `request_of`."""
    return _mailed(row, method="CANCEL", people=(to, by), language=language)


def _mailed(
    row: Appointment, *, method: str, people: tuple[str, str], language: str
) -> str:
    to, by = people
    with translation.override(language):
        name = outlet_name(row.outlet, language=language)
        event = event_of(row, where=name, stamp=_last_touched(row))
    address = " ".join(outlet_address(row.outlet))
    if address:
        event.add("location", address)
    guest = vCalAddress(f"mailto:{to}")
    # Nobody waits for an answer, and none would be read.
    guest.params.update({"RSVP": "FALSE", "PARTSTAT": "ACCEPTED"})
    event.add("attendee", guest)
    event.add("organizer", vCalAddress(f"mailto:{by}"))
    found = calendar([event], zones=[row.outlet.time_zone])
    found.add("method", method)
    return str(found.to_ical(), "utf-8")


REQUESTS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"REQUEST": request_of, "CANCEL": cancellation_of}
)


def event_of(row: Appointment, *, where: str, stamp: datetime) -> Event:
    """Return the entry of an appointment, by the clock of its outlet.

    Args:
        where: What its title says beside that it is an appointment.
        stamp: When what it says was changed last.
    """
    zone = ZoneInfo(row.outlet.time_zone)
    event = Event()
    event.add("uid", str(row.id))
    # Steps are counted from zero; each change of the appointment is one.
    event.add("sequence", row.version - 1)
    event.add("dtstamp", stamp)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("summary", f"{_('Appointment')} · {where}")
    is_off = row.state == "cancelled"
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def calendar(events: Iterable[Event], *, zones: Iterable[str]) -> Calendar:
    """Return a calendar with its entries and the rules of its clocks."""
    found = Calendar()
    found.add("prodid", PRODUCT_ID)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    for zone in sorted(set(zones)):
        found.add_component(_clock(zone))
    for event in events:
        found.add_component(event)
    return found


@functools.cache
def _clock(zone: str) -> Timezone:
    """Return the rules of a clock; worked out once, they are never changed here."""
    return Timezone.from_tzid(zone, first_date=FIRST_YEAR, last_date=LAST_YEAR)


def _last_touched(row: Appointment) -> datetime:
    return row.cancelled_at or row.booked_at
