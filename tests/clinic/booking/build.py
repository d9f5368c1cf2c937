"""Builders for tests of booking: an open house with somebody in it, and the past."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Service
from glabella.clinic.booking.values import NewAppointment, Week
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.values import Hours
from glabella.clinic.record import actions as record
from glabella.clinic.record.values import NewSession, NewSite
from tests import world
from tests.clinic.scene import Scene, scene

MONDAY = date(2026, 11, 9)
NINE = world.in_zone(datetime.fromisoformat("2026-11-09T09:00+01:00"), "Europe/Zurich")
EVERY_DAY = tuple(Hours(day, time(8), time(17)) for day in range(5))


def service(kind: str = "other", **more: Any) -> Service:
    """Return something to book, half an hour long."""
    return Service.objects.create(
        kind=kind, name_en=kind.title(), name_de=kind.title(), minutes=30, **more
    )


def open_house() -> Scene:
    """Return a scene in which outlet and lead work on weekdays from eight to five."""
    here = scene()
    who: dict[str, Any] = {"by": here.by, "at": world.AT}
    practice.set_opening_hours(here.outlet.id, EVERY_DAY, **who)
    week = Week(EVERY_DAY, date(2026, 1, 1))
    booking.set_working_hours(here.user.staff.id, here.outlet.id, week, **who)
    return here


def wanted(here: Scene, what: Service, **more: Any) -> NewAppointment:
    """Return an appointment that is thought of: Monday at nine, with the lead."""
    known: dict[str, Any] = {
        "patient": here.card.id,
        "outlet": here.outlet.id,
        "service": what.id,
        "starts_at": NINE,
        "clinician": here.user.staff.id,
    }
    return NewAppointment(**(known | more))


def treated(
    here: Scene,
    *,
    days_ago: int,
    product: str = "onabotulinumtoxinA",
    protocol: str = "chronic_migraine",
) -> date:
    """Record a session some days before today; return its day."""
    on = world.TODAY - timedelta(days=days_ago)
    sites = (NewSite("frontalis", "left", Decimal("2.5")),)
    new = NewSession(here.outlet.id, protocol, product, on, sites=sites)
    record.record_session(here.card.id, new, by=here.by, at=world.AT)
    return on
