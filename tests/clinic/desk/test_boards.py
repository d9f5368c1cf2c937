from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking import actions
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Leave, Outlet, Staff
from glabella.clinic.record.models import Task
from tests import world
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # nine o'clock in Zurich


@pytest.fixture
def visit(place: Outlet, lead: User, patient: Patient) -> Appointment:
    by = world.actor(lead, place)
    service = actions.add_service(
        "review", ("Review", "Kontrolle"), minutes=15, by=by, at=world.AT
    )
    new = NewAppointment(patient.id, place.id, service.id, NINE)
    return actions.book(new, by=by, at=world.AT)


@time_machine.travel(NINE, tick=False)
def test_day_shows_who_comes_at_the_outlets_own_hour(
    desk: Client, visit: Appointment
) -> None:
    page = said(get(desk, "desk:today"))

    assert "09:00" in page
    assert "Zyxwvut, Qqanary" in page
    assert visit.state == "booked"


@time_machine.travel(NINE, tick=False)
def test_visit_goes_its_way(desk: Client, visit: Appointment) -> None:
    for number, state in enumerate(("arrived", "in_room", "done"), start=1):
        post(desk, "desk:set_state", visit.id, state=state, version=str(number))

    visit.refresh_from_db()
    assert visit.state == "done"
    stale = post(desk, "desk:set_state", visit.id, state="no_show", version="1")
    assert stale.status_code == 302
    assert "changed this meanwhile" in said(get(desk, "desk:today"))


@time_machine.travel(NINE, tick=False)
def test_empty_day_teaches(desk: Client) -> None:
    assert "Nobody is booked" in said(get(desk, "desk:today", on="2026-12-24"))


def test_practice_shows_who_has_lapsed(doctor: Client, lead: User) -> None:
    Staff.objects.filter(user=lead).update(registration_until=date(2020, 1, 1))

    assert "something has run out" in said(get(doctor, "desk:practice"))


def test_outlet_is_opened_and_changed(place: Outlet) -> None:
    admin = client_of(world.member(Role.ADMINISTRATOR, None))
    data = {"name": "Neu", "profile": "SG", "time_zone": "Asia/Singapore"}

    post(admin, "desk:new_outlet", **data)
    post(admin, "desk:change_outlet", place.id, name="Seeblick", phone="044")
    post(admin, "desk:add_room", place.id, name="Room 1")

    page = said(get(admin, "desk:practice"))
    assert all(word in page for word in ("Neu", "Asia/Singapore", "044", "Room 1"))
    assert post(admin, "desk:new_outlet", **data).status_code == 422


def test_staff_entry_training_and_leave(doctor: Client, lead: User) -> None:
    staff = Staff.objects.get(user=lead)
    post(doctor, "desk:change_staff", staff.id, specialty="neurology", version="1")
    training = {"name": "Course", "completed_on": "2026-01-01"}
    post(doctor, "desk:add_training", staff.id, **training)
    days = {"starts_on": "2027-01-04", "ends_before": "2027-01-08"}
    post(doctor, "desk:take_leave", staff.id, **days)

    page = said(get(doctor, "desk:staff", staff.id))
    assert all(word in page for word in ("neurology", "Course", "4 Jan 2027"))

    post(doctor, "desk:cancel_leave", staff.id, Leave.objects.get().id)
    assert "None coming." in said(get(doctor, "desk:staff", staff.id))


def test_leave_is_refused_while_tasks_are_open(
    doctor: Client, lead: User, place: Outlet
) -> None:
    staff = Staff.objects.get(user=lead)
    Task.objects.create(
        outlet=place,
        kind="call_back",
        title="Open",
        due_at=world.AT,
        owner=staff,
        opened_at=world.AT,
    )

    days = {"starts_on": "2027-01-04", "ends_before": "2027-01-08"}
    answer = post(doctor, "desk:take_leave", staff.id, **days)

    assert answer.status_code == 422
    assert "1 task is open" in said(answer)
    assert Leave.objects.count() == 0


def test_nobody_enters_leave_for_a_colleague(desk: Client, lead: User) -> None:
    staff = Staff.objects.get(user=lead)

    assert get(desk, "desk:take_leave", staff.id).status_code == 404
