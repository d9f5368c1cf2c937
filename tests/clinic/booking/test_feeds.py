"""Calendars to look into, read as calendar programs read them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import feeds
from glabella.clinic.booking.actions import book, cancel, move
from glabella.clinic.booking.models import Ask, Feed
from glabella.clinic.booking.values import NewTime
from glabella.clinic.practice.actions import add_room
from tests import world
from tests.clinic.booking.build import NINE, open_house, service, wanted
from tests.clinic.booking.telling import booked
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

AT = world.AT


def made(here: Scene, *, of_outlet: bool = False) -> str:
    _row, secret = feeds.make_feed(
        staff=None if of_outlet else here.user.staff.id,
        outlet=here.outlet.id if of_outlet else None,
        by=here.by,
        at=AT,
    )
    return secret


def ask(secret: str, **headers: str) -> HttpResponse:
    answer = Client().get(reverse("booking:feed", args=[secret]), headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def body(secret: str) -> str:
    found = feeds.shown_feed(secret, at=AT)
    assert found is not None
    return found.body.decode()


def read(text: str) -> Any:
    return Calendar.from_ical(text)


def entries(secret: str) -> list[dict[str, str]]:
    """Return the entries as a calendar program would list them."""
    found = read(body(secret))
    names = ("uid", "summary", "status")
    return [{name: str(one[name]) for name in names} for one in found.walk("VEVENT")]


def test_clinician_sees_room_and_outlet_and_nothing_else() -> None:
    here = open_house()
    room = add_room(here.outlet.id, "Blue", by=here.by, at=AT)
    new = wanted(here, service("first"), room=room.id, note="afraid of needles")
    row = book(new, by=here.by, at=AT)

    secret = made(here)

    summary = f"Appointment · Blue, {here.outlet.name}"
    assert entries(secret) == [
        {"uid": str(row.id), "summary": summary, "status": "CONFIRMED"}
    ]
    text = body(secret)
    canaries = (world.FAMILY, world.GIVEN, "First", "needles", here.user.name)
    assert [word for word in canaries if word in text] == []
    assert str(row.patient_id) not in text


def test_outlet_sees_its_rooms_in_its_language() -> None:
    here = open_house()
    type(here.outlet).objects.update(language="de")
    booked(here, at=AT)

    found = entries(made(here, of_outlet=True))

    assert [one["summary"] for one in found] == [f"Termin · {here.outlet.name}"]


def test_calendar_of_somebody_else_shows_nothing_of_it() -> None:
    here = open_house()
    booked(here, at=AT)
    other = world.member(Role.CLINICIAN, here.outlet)

    _row, secret = feeds.make_feed(staff=other.staff.id, outlet=None, by=here.by, at=AT)

    assert entries(secret) == []


def test_cancelled_appointment_stays_for_some_weeks_as_cancelled() -> None:
    here = open_house()
    row = booked(here, at=AT)
    secret = made(here)
    cancel(row.id, reason="rain", version=1, by=here.by, at=AT)

    assert [one["status"] for one in entries(secret)] == ["CANCELLED"]
    later = feeds.shown_feed(secret, at=AT + timedelta(weeks=4))
    assert later is not None
    assert b"VEVENT" not in later.body


@pytest.mark.parametrize(("weeks", "count"), [(-9, 0), (-7, 1), (51, 1), (53, 0)])
def test_calendar_shows_a_year_ahead_and_some_weeks_back(
    weeks: int, count: int
) -> None:
    here = open_house()
    booked(here, starts_at=NINE + timedelta(weeks=weeks, days=-7), at=AT)

    assert len(entries(made(here))) == count


def test_clock_of_each_outlet_comes_with_its_rules() -> None:
    here = open_house()
    booked(here, at=AT)

    found = read(body(made(here)))

    assert [str(one["tzid"]) for one in found.walk("VTIMEZONE")] == ["Europe/Zurich"]
    (event,) = found.walk("VEVENT")
    assert event["dtstart"].dt == NINE
    assert event["dtstart"].params["TZID"] == "Europe/Zurich"


def test_lines_are_folded_and_end_as_programs_want() -> None:
    here = open_house()
    type(here.outlet).objects.update(name="Ambulatorium " + "ä" * 60)
    booked(here, at=AT)

    lines = body(made(here)).encode().split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)


def test_number_of_queries_does_not_grow() -> None:
    here = open_house()
    secret = made(here)
    booked(here, at=AT)
    one = _queries(secret)
    for days in range(1, 8):
        booked(here, starts_at=NINE + timedelta(days=days), at=AT)

    assert _queries(secret) == one


def _queries(secret: str) -> int:
    feeds.shown_feed(secret, at=AT)  # what has changed is noted
    with CaptureQueriesContext(
        connection,
    ) as seen:
        feeds.shown_feed(secret, at=AT)
    return len(seen)


def test_program_that_has_it_gets_no_second_copy() -> None:
    here = open_house()
    secret = made(here)
    first = ask(secret)

    by_tag = ask(secret, **{"if-none-match": first["ETag"]})
    by_day = ask(secret, **{"if-modified-since": first["Last-Modified"]})

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert (by_day.status_code, by_day.content) == (304, b"")


def test_change_makes_a_new_copy() -> None:
    here = open_house()
    row = booked(here, at=AT)
    secret = made(here)
    first = feeds.shown_feed(secret, at=AT)
    again = feeds.shown_feed(secret, at=AT + timedelta(minutes=5))
    move(row.id, NewTime(NINE + timedelta(hours=1)), version=1, by=here.by, at=AT)
    last = feeds.shown_feed(secret, at=AT + timedelta(minutes=9))

    assert first == again
    assert first is not None
    assert last is not None
    assert last.digest != first.digest
    assert last.changed_at == AT + timedelta(minutes=9)


def test_revoked_and_unknown_are_answered_alike(
    caplog: pytest.LogCaptureFixture,
) -> None:
    here = open_house()
    secret = made(here)
    feeds.revoke_feed(Feed.objects.get().id, by=here.by, at=AT)

    revoked, unknown = ask(secret), ask("x" * 43)

    assert (revoked.status_code, unknown.status_code) == (404, 404)
    assert said(revoked) == said(unknown)
    assert dict(revoked.headers) == dict(unknown.headers)
    assert secret not in caplog.text
    with CaptureQueriesContext(connection) as first:
        feeds.shown_feed(secret, at=AT)
    with CaptureQueriesContext(connection) as second:
        feeds.shown_feed("y" * 43, at=AT)
    assert len(first) == len(second)


def test_calendar_ends_with_the_account() -> None:
    here = open_house()
    secret = made(here)
    User.objects.filter(id=here.user.id).update(is_active=False)

    assert feeds.shown_feed(secret, at=AT) is None


def test_secret_is_kept_as_its_hash_alone() -> None:
    here = open_house()
    secret = made(here)

    row = Feed.objects.get()

    assert len(secret) == 43
    assert secret not in str(vars(row))


def test_flood_is_stopped_for_known_and_unknown_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, "MOST_ASKS", 2)
    here = open_house()
    secret = made(here)

    codes = [ask(one).status_code for one in (secret, "nobody", secret, "nobody")]

    assert codes == [200, 404, 429, 429]


def test_asks_are_forgotten_after_an_hour() -> None:
    feeds.may_ask("192.0.2.1", at=AT)
    feeds.may_ask("192.0.2.2", at=AT + timedelta(hours=1))

    assert Ask.objects.count() == 1
    assert "192" not in Ask.objects.get().key_hash


def test_calendar_is_of_one_person_or_one_outlet() -> None:
    here = open_house()

    with pytest.raises(DeedRefusedError, match="one person or of one outlet"):
        feeds.make_feed(staff=None, outlet=None, by=here.by, at=AT)


def test_clinician_makes_one_sees_its_address_once_and_closes_it() -> None:
    here = open_house()
    user = world.member(Role.CLINICIAN, here.outlet)
    client = client_of(user)

    page = post(client, "booking:make_feed", of="staff")
    address = shown_by(page)["address"]
    feed = Feed.objects.get()
    opened = Client().get(address.removeprefix("http://localhost")).status_code
    again = get(client, "booking:feeds")
    post(client, "booking:revoke_feed", feed.id)

    assert address in said(page)
    assert address not in said(again)
    assert (feed.staff_id, opened) == (user.staff.id, 200)
    assert Client().get(address.removeprefix("http://localhost")).status_code == 404


def test_second_click_makes_no_second_calendar() -> None:
    here = open_house()
    client = client_of(here.user)
    ticket = str(uuid4())

    post(client, "booking:make_feed", of="staff", ticket=ticket)
    answer = post(client, "booking:make_feed", of="staff", ticket=ticket)

    assert answer.status_code == 302
    assert Feed.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "code"), [(Role.LEAD_CLINICIAN, 200), (Role.FRONT_DESK, 404)]
)
def test_outlet_calendar_is_made_by_who_manages_it(role: Role, code: int) -> None:
    here = open_house()
    client = client_of(world.member(role, here.outlet))

    assert post(client, "booking:make_feed", of="outlet").status_code == code


def test_nobody_closes_the_calendar_of_a_colleague() -> None:
    here = open_house()
    made(here)
    client = client_of(world.member(Role.CLINICIAN, here.outlet))
    feed: UUID = Feed.objects.get().id

    assert post(client, "booking:revoke_feed", feed).status_code == 404
    assert Feed.objects.get().revoked_at is None
    assert timezone.is_aware(Feed.objects.get().made_at)
