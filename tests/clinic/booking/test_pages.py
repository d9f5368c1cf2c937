"""Booking and setting up on screen: three clicks, warnings first, German too."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from glabella.clinic.booking import queries
from glabella.clinic.booking.models import Appointment, Service, WorkingDay
from glabella.clinic.practice.models import Closure, OpeningHours, Practice, Room
from tests import world
from tests.clinic.booking import build
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

CHOSEN = {"on": "2026-11-09", "time": "09:00"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
        yield


@pytest.fixture
def here() -> Scene:
    return build.open_house()


def appointment(here: Scene, what: Service) -> dict[str, object]:
    return CHOSEN | {
        "service": what.id,
        "outlet": here.outlet.id,
        "clinician": here.user.staff.id,
    }


def test_free_time_is_booked_in_three_clicks(here: Scene) -> None:
    what = build.service("first", needs_room=True)
    room = Room.objects.create(outlet=here.outlet, name="1")
    client = client_of(here.user)

    free = shown_by(get(client, "booking:book", here.card.id, first="2026-11-09"))
    time_, who, url = free["days"][0].times[4]
    assert (time_, who, len(free["days"])) == ("09:00", here.user.name, 7)
    page = client.get(url)
    form = shown_by(page)["form"]  # type: ignore[arg-type]  # the client returns one
    sent = {name: form[name].value() or "" for name in form.fields}
    sent = {name: getattr(value, "id", value) for name, value in sent.items()}
    answer = post(client, "booking:enter", here.card.id, **sent)

    assert answer.status_code == 302
    row = Appointment.objects.get()
    assert (row.starts_at, row.clinician, row.room) == (
        build.NINE,
        here.user.staff,
        room,
    )
    assert row.service == what


def test_treatment_looks_from_its_usual_window_on(here: Scene) -> None:
    what = build.service("treatment")
    build.treated(here, days_ago=20)

    shown = shown_by(get(client_of(here.user), "booking:book", here.card.id))

    assert shown["form"].data["service"] == what.id
    assert shown["form"].data["first"] == shown["known"].proposed
    assert shown["known"].proposed > world.TODAY
    assert str(shown["known"].earliest.year) in said(
        get(client_of(here.user), "booking:book", here.card.id)
    )


def test_review_looks_from_its_window_on(here: Scene) -> None:
    what = build.service("review")
    build.treated(here, days_ago=2)

    shown = shown_by(
        get(client_of(here.user), "booking:book", here.card.id, service=str(what.id))
    )

    assert shown["form"].data["first"] == shown["known"].review.from_


def test_unknown_past_is_said(here: Scene) -> None:
    build.service("treatment")
    build.treated(here, days_ago=400, product="mystery toxin")

    page = said(get(client_of(here.user), "booking:book", here.card.id))

    assert "Nobody can say from when" in page


def test_nothing_to_book_is_no_error(here: Scene) -> None:
    answer = get(client_of(here.user), "booking:book", here.card.id, service="odd")

    assert (answer.status_code, shown_by(answer)["days"]) == (200, [])


def test_warning_is_read_before_it_is_booked(here: Scene) -> None:
    client, what = client_of(here.user), build.service()
    late = appointment(here, what) | {"time": "20:00"}

    first = post(client, "booking:enter", here.card.id, **late)

    assert first.status_code == 422
    assert "outside the opening hours" in said(first)
    seen = shown_by(first)["form"]["seen"].value()
    assert seen == "outside_hours outside_work"
    again = post(client, "booking:enter", here.card.id, **late, seen=seen)
    assert again.status_code == 302
    assert Appointment.objects.count() == 1


def test_closed_day_is_booked_with_a_reason_alone(here: Scene) -> None:
    client, what = client_of(here.user), build.service()
    christmas = appointment(here, what) | {"on": "2026-12-25", "seen": "holiday"}

    refused = post(client, "booking:enter", here.card.id, **christmas)
    taken = post(client, "booking:enter", here.card.id, **christmas, despite="pain")

    assert "Say why" in said(refused)
    assert taken.status_code == 302
    assert Appointment.objects.get().despite == "pain"


def test_link_to_an_odd_time_shows_warnings_at_once(here: Scene) -> None:
    what = build.service()
    query = {"service": str(what.id), "outlet": str(here.outlet.id)}
    client = client_of(here.user)

    night = get(
        client, "booking:enter", here.card.id, at="2026-11-09T02:00:00+01:00", **query
    )
    odd = get(client, "booking:enter", here.card.id, at="2026-13-99T02:00:00", **query)

    assert "It lies outside the opening hours." in said(night)
    assert shown_by(odd)["warnings"] == []


def test_room_of_another_outlet_is_refused(here: Scene) -> None:
    room = Room.objects.create(outlet=world.outlet(), name="Far")
    sent = appointment(here, build.service()) | {"room": room.id}

    answer = post(client_of(here.user), "booking:enter", here.card.id, **sent)

    assert "at another outlet" in said(answer)


def booked(here: Scene) -> Appointment:
    client = client_of(here.user)
    post(client, "booking:enter", here.card.id, **appointment(here, build.service()))
    return Appointment.objects.get()


def test_appointment_is_moved_through_free_time(here: Scene) -> None:
    row, client = booked(here), client_of(here.user)
    page = get(client, "booking:move", here.card.id, row.id)
    free = client.get(shown_by(page)["free_url"] + "&first=2026-11-10")
    url = shown_by(free)["days"][0].times[0][2]  # type: ignore[arg-type]  # as above
    form = shown_by(client.get(url))["form"]  # type: ignore[arg-type]  # as above

    sent = {name: form[name].value() or "" for name in form.fields}
    answer = post(client, "booking:move", here.card.id, row.id, **sent)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert world.in_zone(row.starts_at, "Europe/Zurich").isoformat() == (
        "2026-11-10T08:00:00+01:00"
    )
    assert (row.version, row.clinician) == (2, here.user.staff)


def test_appointment_is_cancelled_with_a_reason(here: Scene) -> None:
    row, client = booked(here), client_of(here.user)
    overview = said(get(client, "desk:patient", here.card.id))
    url = reverse("booking:cancel", args=[here.card.id, row.id])

    post(client, "booking:cancel", here.card.id, row.id, reason="ill", version=1)

    assert url in overview
    assert Appointment.objects.get().cancelled_reason == "ill"
    assert get(client, "booking:move", here.card.id, row.id).status_code == 404


def test_repeat_page_leads_to_booking(here: Scene) -> None:
    build.service("treatment")
    build.treated(here, days_ago=20)

    page = said(get(client_of(here.user), "followup:repeat", here.card.id))

    assert reverse("booking:book", args=[here.card.id]) in page


def test_house_is_set_up_on_screen(here: Scene) -> None:
    client, staff = client_of(here.user), here.user.staff
    week = {"day_0": "8-12, 13:30–17", "day_1": "9.15-10"}  # noqa: RUF001 as people write it

    post(client, "booking:opening_hours", **week)
    post(
        client,
        "booking:working_hours",
        staff.id,
        day_2="8-9",
        from_on="2026-11-02",
        skills="a, b",
    )
    post(client, "booking:change_day", staff.id, on="2026-11-09")
    post(
        client,
        "booking:announce_closure",
        starts_on="2026-12-01",
        ends_before="2026-12-03",
    )
    post(
        client,
        "booking:new_service",
        name_en="Talk",
        name_de="Gespräch",
        kind="other",
        minutes="20",
        minutes_before="0",
        minutes_after="5",
    )
    page = said(get(client, "booking:hours"))

    assert queries.opening_of(here.outlet) == {
        0: [(time(8), time(12)), (time(13, 30), time(17))],
        1: [(time(9, 15), time(10))],
    }
    staff.refresh_from_db()
    assert staff.skills == ["a", "b"]
    assert queries.weeks_at(here.outlet.id, on=world.TODAY)[staff.id] == {
        2: [(time(8), time(9))]
    }
    assert "08:00-12:00, 13:30-17:00" in page
    what, closure, day = (
        Service.objects.get(),
        Closure.objects.get(),
        WorkingDay.objects.get(),
    )
    assert (what.minutes, what.minutes_after) == (20, 5)
    post(
        client,
        "booking:change_service",
        what.id,
        minutes="30",
        minutes_before="0",
        minutes_after="0",
        outlets=[here.outlet.id],
    )
    post(client, "booking:end_closure", closure.id)
    post(client, "booking:restore_day", day.id)
    what.refresh_from_db()
    assert what.minutes == 30
    assert queries.changed_days(here.outlet.id, since=date(2026, 1, 1)) == []
    assert Closure.objects.get().ended_at is not None


@pytest.mark.parametrize("odd", ["soon", "25-26", "8:99-9"])
def test_hours_nobody_can_read_are_sent_back(here: Scene, odd: str) -> None:
    before = OpeningHours.objects.count()

    answer = post(client_of(here.user), "booking:opening_hours", day_0=odd)

    assert "cannot be read" in said(answer)
    assert OpeningHours.objects.count() == before


def test_forms_show_what_stands(here: Scene) -> None:
    client, what = client_of(here.user), build.service()
    names = (("opening_hours", ()), ("working_hours", (here.user.staff.id,)))

    for name, args in names:
        page = said(get(client, f"booking:{name}", *args))
        assert page.count("08:00-17:00") == 5
    assert get(client, "booking:change_service", what.id).status_code == 200
    assert timedelta(minutes=what.minutes) == timedelta(minutes=30)
