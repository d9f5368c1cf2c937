"""Who says at the desk or by phone that they want no more reminders gets none."""

import pytest
import time_machine
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.messages import queries
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.whom import barred, contact_for
from glabella.clinic.people.cards import person
from glabella.clinic.people.models import Contact, Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.messages.posted import MORNING, TO, message, way
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db
NUMBER = "+41791234567"


@pytest.fixture
def place() -> Outlet:
    return world.outlet("Seeblick")


@pytest.fixture
def patient(place: Outlet) -> Patient:
    return world.patient(place)


@pytest.fixture
def desk(place: Outlet) -> Client:
    return client_of(world.member(Role.FRONT_DESK, place, name="Example Desk"))


@pytest.mark.parametrize("words", [TO, f"  {TO.upper()} "])
@time_machine.travel(MORNING, tick=False)
def test_person_on_the_phone_gets_no_more_reminders(
    desk: Client, patient: Patient, place: Outlet, words: str
) -> None:
    row = way(patient)
    waits = message(place, patient)
    moved = message(place, patient, kind="moved", key="moved:1")

    answer = post(desk, "messages:no_more", address=words)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.may_remind, row.is_safe) == (False, True)
    who = person(patient.id)
    assert who is not None
    assert contact_for(who, kind="reminder") is None
    states = dict(Message.objects.values_list("id", "state"))
    assert (states[waits.id], states[moved.id]) == ("cancelled", "waiting")


@pytest.mark.parametrize("words", ["+41 79 123 45 67", "079 123 45 67"])
@time_machine.travel(MORNING, tick=False)
def test_number_is_known_as_people_say_it(
    desk: Client, patient: Patient, words: str
) -> None:
    row = way(patient, kind="phone", value="079 123 45 67", search_value=NUMBER)

    post(desk, "messages:no_more", address=words)

    row.refresh_from_db()
    assert row.may_remind is False


@time_machine.travel(MORNING, tick=False)
def test_address_on_no_card_here_is_said_to_be_none(
    desk: Client, patient: Patient
) -> None:
    elsewhere = world.patient(world.outlet("Elsewhere"))
    way(elsewhere)
    way(patient, value="other@example.org", search_value="other@example.org")

    answer = post(desk, "messages:no_more", address=TO)

    assert answer.status_code == 422
    assert "on no card here" in said(answer)
    assert not Contact.objects.filter(may_remind=False).exists()


@time_machine.travel(MORNING, tick=False)
def test_reminder_on_its_way_stops_where_somebody_says_no_on_the_card(
    patient: Patient, place: Outlet
) -> None:
    way(patient, may_remind=False)
    reminder = message(place, patient)
    moved = message(place, patient, kind="moved", key="moved:1")

    assert (barred(reminder), barred(moved)) == ("opted out", "")


@time_machine.travel(MORNING, tick=False)
def test_board_says_that_nobody_is_reached(desk: Client) -> None:
    board = said(get(desk, "messages:board"))

    assert queries.reaches_nobody() == ("email", "sms")
    assert "These reach nobody yet" in board
    assert "has not left the house: call people instead" in board
    assert "No more reminders, by phone" in board
