"""Calendar entries by e-mail, read back as a calendar program does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from glabella.clinic.booking.actions import cancel, move
from glabella.clinic.booking.invitations import write_invitations
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.rules import Rules, set_rules
from glabella.clinic.booking.values import NewTime
from glabella.clinic.messages.models import Message
from glabella.clinic.practice.lexicon import forbidden
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.booking.build import NINE, open_house
from tests.clinic.booking.telling import MAIL, booked, hand_over, reachable, written

pytestmark = pytest.mark.django_db

AT = world.AT
# The last hours before and the first after each change of the clocks in Europe.
CHANGES = (
    "2027-03-27T09:00+01:00",
    "2027-03-29T09:00+02:00",
    "2026-10-24T09:00+02:00",
    "2026-10-26T09:00+01:00",
    "2027-03-28T03:00+02:00",
)


def read(message: Message) -> tuple[Any, Any]:
    """Return the calendar and its one entry; their values are of many types."""
    found = Calendar.from_ical(message.attachment)
    (event,) = found.walk("VEVENT")
    return found, event


def test_booking_invites_once_with_time_and_place_alone() -> None:
    here = open_house()
    reachable(here)
    Outlet.objects.update(address="Testweg 1\n8000 Zürich", email="desk@example.org")
    row = booked(here, at=AT)

    first, second = write_invitations(at=AT), write_invitations(at=AT)

    assert (first, second) == (1, 0)
    calendar, event = read(written("invitation")[0])
    assert calendar["method"] == "REQUEST"
    assert (str(event["uid"]), event["sequence"]) == (str(row.id), 0)
    assert event["summary"] == f"Appointment · {here.outlet.name}"
    assert event["location"] == "Testweg 1 8000 Zürich"
    assert event["organizer"] == "mailto:desk@example.org"
    assert event["attendee"] == f"mailto:{MAIL}"
    assert "description" not in event


@pytest.mark.parametrize("moment", CHANGES)
def test_entry_keeps_the_clock_of_the_outlet_across_its_changes(moment: str) -> None:
    here = open_house()
    reachable(here)
    start = datetime.fromisoformat(moment)
    booked(here, starts_at=start, at=start - timedelta(days=1))

    write_invitations(at=start - timedelta(days=1))

    calendar, event = read(written("invitation")[0])
    assert event["dtstart"].params["TZID"] == "Europe/Zurich"
    assert event["dtstart"].dt.astimezone(UTC) == start.astimezone(UTC)
    clock = calendar.walk("VTIMEZONE")[0].to_tz()
    naive = event["dtstart"].dt.replace(tzinfo=None)
    assert naive.replace(tzinfo=clock).utcoffset() == start.utcoffset()


@pytest.mark.parametrize(
    "zone", ["Europe/Zurich", "Australia/Sydney", "Asia/Singapore"]
)
def test_entry_carries_the_rules_of_its_clock(zone: str) -> None:
    here = open_house()
    Outlet.objects.update(time_zone=zone)
    reachable(here)
    booked(here, at=AT)
    write_invitations(at=AT)

    calendar, _event = read(written("invitation")[0])

    clock = calendar.walk("VTIMEZONE")[0].to_tz()
    true = ZoneInfo(zone)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(730)]
    noons = [datetime(day.year, day.month, day.day, 12) for day in days]  # noqa: DTZ001 the zone is put on below
    wrong = [
        noon
        for noon in noons
        if noon.replace(tzinfo=clock).utcoffset()
        != noon.replace(tzinfo=true).utcoffset()
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_entry_says_nothing_about_anybody(language: str) -> None:
    here = open_house()
    reachable(here)
    type(here.card).objects.update(language=language)
    row = booked(here, at=AT)
    Appointment.objects.update(note="botulinum for migraine", protocol="depression")
    write_invitations(at=AT)

    message = written("invitation")[0]
    _calendar, event = read(message)

    said = [str(event[name]) for name in ("summary", "location") if name in event]
    everything = " ".join([message.subject, message.text, *said])
    assert forbidden(everything) == []
    text = message.attachment
    assert [
        w for w in (world.FAMILY, world.GIVEN, "migraine", "Other") if w in text
    ] == []
    assert str(row.patient_id) not in text


def test_move_updates_the_entry_that_is_out() -> None:
    here = open_house()
    reachable(here)
    row = booked(here, at=AT)
    write_invitations(at=AT)
    hand_over(written("invitation")[0], at=AT)

    to = NewTime(NINE + timedelta(days=7))
    move(row.id, to, version=1, by=here.by, at=AT)

    _calendar, event = read(written("moved")[0])
    assert (str(event["uid"]), event["sequence"]) == (str(row.id), 1)
    assert event["dtstart"].dt.astimezone(UTC) == NINE + timedelta(days=7)
    assert write_invitations(at=AT) == 0


def test_cancelling_takes_the_entry_out() -> None:
    here = open_house()
    reachable(here)
    row = booked(here, at=AT)
    write_invitations(at=AT)
    hand_over(written("invitation")[0], at=AT)

    cancel(row.id, reason="rain", version=1, by=here.by, at=AT)

    (message,) = written("cancellation")
    calendar, event = read(message)
    assert (message.method, calendar["method"]) == ("CANCEL", "CANCEL")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert str(event["uid"]) == str(row.id)


def test_invitation_that_still_waits_is_taken_back_with_the_appointment() -> None:
    here = open_house()
    reachable(here)
    row = booked(here, at=AT)
    write_invitations(at=AT)

    cancel(row.id, reason="", version=1, by=here.by, at=AT)

    assert [one.state for one in Message.objects.all()] == ["cancelled"]


def test_moved_before_the_entry_went_out_invites_to_the_new_time() -> None:
    here = open_house()
    reachable(here)
    row = booked(here, at=AT)
    write_invitations(at=AT)
    move(row.id, NewTime(NINE + timedelta(days=7)), version=1, by=here.by, at=AT)

    assert write_invitations(at=AT) == 1
    _calendar, event = read(written("invitation")[-1])
    assert event["dtstart"].dt.astimezone(UTC) == NINE + timedelta(days=7)


@pytest.mark.parametrize("may_remind", [None, False])
def test_nobody_is_invited_without_agreeing(*, may_remind: bool | None) -> None:
    here = open_house()
    reachable(here, may_remind=may_remind)
    booked(here, at=AT)

    assert write_invitations(at=AT) == 0


def test_phone_gets_no_entry() -> None:
    here = open_house()
    reachable(here, kind="phone", value="+41791234567")
    booked(here, at=AT)

    assert write_invitations(at=AT) == 0


def test_outlet_may_send_no_entries() -> None:
    here = open_house()
    reachable(here)
    rules = Rules(sends_invitations=False)
    set_rules(here.outlet.id, rules, by=here.by, at=AT)
    booked(here, at=AT)

    assert write_invitations(at=AT) == 0


def test_old_bookings_are_not_invited() -> None:
    here = open_house()
    reachable(here)
    booked(here, at=AT - timedelta(days=3))

    assert write_invitations(at=AT) == 0
