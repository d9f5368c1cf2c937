"""Who comes without an appointment: booked and here in one deed, by the same laws."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions
from glabella.clinic.booking.invitations import write_invitations
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.values import Week
from glabella.clinic.booking.walkins import Desk, free_for, next_start
from glabella.clinic.messages.models import Message
from glabella.clinic.practice.models import Closure, Practice, Room
from tests import world
from tests.clinic.booking import build
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene, last_event

pytestmark = pytest.mark.django_db

NOW = build.NINE + timedelta(minutes=32, seconds=20)
SOON = build.NINE + timedelta(minutes=35)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
        yield


@pytest.fixture
def here() -> Scene:
    return build.open_house()


def asked(here: Scene, **more: str) -> dict[str, Any]:
    """Return the form of somebody who stands at the desk, as its page fills it in."""
    page = get(client_of(here.user), "booking:walk_in", here.card.id, **more)
    form = shown_by(page)["form"]
    filled = {name: form[name].value() for name in form.fields}
    ticket = {"ticket": shown_by(page)["ticket"]}
    return ticket | {key: value or "" for key, value in filled.items()}


def test_somebody_at_the_desk_is_booked_and_here_in_one_deed(here: Scene) -> None:
    what = build.service("first", needs_room=True)
    room = Room.objects.create(outlet=here.outlet, name="1")

    answer = post(client_of(here.user), "booking:walk_in", here.card.id, **asked(here))

    assert answer.status_code == 302
    row = Appointment.objects.get()
    assert (row.starts_at, row.state, row.service) == (SOON, "arrived", what)
    assert (row.clinician, row.room) == (here.user.staff, room)
    assert last_event() == (
        "booking.walk_in",
        here.user.id,
        here.card.id,
        [str(row.id)],
    )


def test_walk_in_stands_among_those_who_are_here(here: Scene) -> None:
    build.service("first")
    client = client_of(here.user)

    post(client, "booking:walk_in", here.card.id, **asked(here))

    columns = shown_by(get(client, "desk:today"))["columns"]
    assert [card.row.patient_id for card in columns["here"]] == [here.card.id]
    assert columns["coming"] == []


def test_two_clicks_on_one_form_book_once(here: Scene) -> None:
    build.service("first")
    client, sent = client_of(here.user), asked(here)

    first = post(client, "booking:walk_in", here.card.id, **sent)
    second = post(client, "booking:walk_in", here.card.id, **sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Appointment.objects.count() == 1
    assert "nothing was doubled" in said(get(client, "desk:patient", here.card.id))


def test_two_at_the_desk_take_one_person_in_once(here: Scene) -> None:
    build.service("first")
    client, one, other = client_of(here.user), asked(here), asked(here)

    first = post(client, "booking:walk_in", here.card.id, **one)
    second = post(client, "booking:walk_in", here.card.id, **other)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "here already" in said(second)
    assert Appointment.objects.count() == 1


def test_form_that_lay_open_books_from_now_on(here: Scene) -> None:
    build.service("first")
    sent = asked(here)

    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        client = client_of(here.user)
        answer = post(client, "booking:walk_in", here.card.id, **sent)

    assert answer.status_code == 302
    assert Appointment.objects.get().starts_at == SOON + timedelta(minutes=10)


@pytest.mark.parametrize("odd", ["2026-11-20T09:00:00+01:00", "soon", "2026-13-40"])
def test_odd_moment_of_a_form_means_now(here: Scene, odd: str) -> None:
    build.service("first")
    sent = asked(here) | {"at": odd}

    post(client_of(here.user), "booking:walk_in", here.card.id, **sent)

    assert Appointment.objects.get().starts_at == SOON


def test_who_is_busy_is_proposed_from_their_first_free_time_on(here: Scene) -> None:
    what = build.service()
    for minutes in (30, 60):
        start = build.NINE + timedelta(minutes=minutes)
        other = world.patient(here.outlet)
        new = build.wanted(here, what, starts_at=start, patient=other.id)
        actions.book(new, by=here.by, at=world.AT)

    found = free_for(Desk(here.outlet, what, NOW), here.who)

    assert [one.starts_at for one in found] == [build.NINE + timedelta(minutes=90)]
    page = get(client_of(here.user), "booking:walk_in", here.card.id)
    assert [one.time for one in shown_by(page)["choices"]] == ["10:30"]


def test_buffer_before_is_kept_free_too(here: Scene) -> None:
    what = build.service(minutes_before=10)

    found = free_for(Desk(here.outlet, what, NOW), here.who)

    assert [one.starts_at for one in found] == [SOON + timedelta(minutes=10)]


def test_of_two_who_are_free_the_one_seen_last_stands_first(here: Scene) -> None:
    what = build.service()
    second = world.member(Role.CLINICIAN, here.outlet)
    week = Week(build.EVERY_DAY, build.MONDAY)
    actions.set_working_hours(
        second.staff.id, here.outlet.id, week, by=here.by, at=world.AT
    )
    for staff in (here.user.staff, second.staff):
        Appointment.objects.all().delete()
        new = build.wanted(
            here, what, clinician=staff.id, starts_at=build.NINE - timedelta(days=7)
        )
        row = actions.book(new, by=here.by, at=world.AT)
        Appointment.objects.filter(id=row.id).update(state="done")

        found = free_for(Desk(here.outlet, what, NOW), here.who)

        assert [one.starts_at for one in found] == [SOON, SOON]
        assert found[0].clinician == staff.id


def test_treatment_too_soon_wants_a_reason_and_says_why(here: Scene) -> None:
    what = build.service("treatment")
    build.treated(here, days_ago=20)
    client, sent = client_of(here.user), asked(here, service=str(what.id))

    shown = get(client, "booking:walk_in", here.card.id, service=str(what.id))
    refused = post(client, "booking:walk_in", here.card.id, **sent)
    taken = post(
        client,
        "booking:walk_in",
        here.card.id,
        **sent | {"despite": "a clinician asks"},
    )

    assert "too soon after the last treatment" in said(shown)
    assert "Say why" in said(refused)
    assert taken.status_code == 302
    row = Appointment.objects.get()
    assert (row.despite, row.protocol) == ("a clinician asks", "chronic_migraine")


def test_closed_day_warns_and_wants_a_reason(here: Scene) -> None:
    build.service("first")
    Closure.objects.create(
        outlet=here.outlet,
        starts_on=build.MONDAY,
        ends_before=build.MONDAY + timedelta(days=1),
        announced_at=world.AT,
    )
    client = client_of(here.user)

    page = get(client, "booking:walk_in", here.card.id)
    sent = asked(here) | {"clinician": here.user.staff.id}
    first = post(client, "booking:walk_in", here.card.id, **sent)
    codes = shown_by(first)["form"]["seen"].value()
    again = {"despite": "pain", "seen": codes}
    second = post(client, "booking:walk_in", here.card.id, **sent | again)

    assert shown_by(page)["choices"] == []
    assert "the outlet is closed on that day" in said(page).lower()
    assert (first.status_code, second.status_code) == (422, 302)
    assert Appointment.objects.get().despite == "pain"


def test_appointment_of_today_is_pointed_at(here: Scene) -> None:
    what = build.service("first")
    later = build.wanted(here, what, starts_at=build.NINE + timedelta(hours=3))
    visit = actions.book(later, by=here.by, at=world.AT)

    page = get(client_of(here.user), "booking:walk_in", here.card.id)

    assert "booked for today at 12:00 already" in said(page)
    assert reverse("booking:move", args=[here.card.id, visit.id]) in said(page)


def test_review_is_what_somebody_treated_comes_for(here: Scene) -> None:
    build.service("first")
    review = build.service("review")
    build.service("treatment")
    build.treated(here, days_ago=20)

    assert asked(here)["service"] == review.id


def test_practice_without_services_says_so(here: Scene) -> None:
    page = get(client_of(here.user), "booking:walk_in", here.card.id, service="odd")

    assert (page.status_code, shown_by(page)["choices"]) == (200, [])


def test_nobody_is_invited_or_reminded_who_stands_at_the_desk(here: Scene) -> None:
    new = build.wanted(here, build.service(), starts_at=SOON)
    actions.walk_in(new, by=here.by, at=NOW)

    assert write_invitations(at=NOW) == 0
    assert Message.objects.count() == 0


@pytest.mark.parametrize("kind", ["patient", "anonymous"])
def test_walk_in_is_a_deed_of_staff_alone(here: Scene, kind: Any) -> None:
    new = build.wanted(here, build.service(), starts_at=SOON)
    nobody = Actor(user=None, kind=kind, purpose="portal")

    with pytest.raises(DeedRefusedError, match="front desk"):
        actions.walk_in(new, by=nobody, at=NOW)


def test_time_that_is_taken_is_refused(here: Scene) -> None:
    what = build.service()
    other = world.patient(here.outlet)
    taken = build.wanted(here, what, starts_at=SOON, patient=other.id)
    actions.book(taken, by=here.by, at=NOW)

    with pytest.raises(DeedRefusedError, match="taken at that time"):
        actions.walk_in(build.wanted(here, what, starts_at=SOON), by=here.by, at=NOW)


def test_calendar_leads_to_the_person_and_to_now(here: Scene) -> None:
    client = client_of(here.user)

    calendar = said(get(client, "booking:calendar"))
    chosen = get(client, "booking:choose", now="yes", q=world.FAMILY)

    assert f"{reverse('booking:choose')}?now=yes" in calendar
    url = reverse("booking:walk_in", args=[here.card.id])
    assert [one[1] for one in shown_by(chosen)["rows"]] == [url]
    assert url in said(get(client, "desk:patient", here.card.id))


@pytest.mark.parametrize(
    ("seconds", "later"), [(0, 0), (0.5, 300), (1, 300), (299, 300), (300, 300)]
)
def test_next_start_is_on_the_grid_and_never_past(seconds: float, later: int) -> None:
    at = build.NINE + timedelta(seconds=seconds)

    assert next_start(at) == build.NINE + timedelta(seconds=later)
