"""The pages of a stranger: choose, say who, confirm; and those who abuse them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Appointment, Hold
from glabella.clinic.messages.models import Message
from glabella.clinic.online.models import Asking
from glabella.clinic.online.values import ASKS_AN_HOUR, CODES_A_CONTACT
from glabella.clinic.people.models import Patient
from glabella.clinic.public.actions import hand_over
from glabella.clinic.public.models import Handover
from tests import world
from tests.clinic.booking import build as booked
from tests.clinic.online.build import Open, filled, open_online, sent_code
from tests.clinic.pages import get, post, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def place() -> Open:
    return open_online()


@pytest.fixture
def stranger() -> Client:
    return Client()


def asked(stranger: Client, place: Open, **more: str) -> Any:
    return post(stranger, "online:details", *place.address, **filled(**more))


def test_stranger_walks_from_the_place_into_the_portal(
    place: Open, stranger: Client
) -> None:
    first = said(get(stranger, "online:ask"))
    days = said(get(stranger, "online:days", *place.address))
    assert place.here.outlet.name in first
    assert "09:00" in days

    answer = asked(stranger, place)
    assert answer["Location"] == "/ask/code/"
    answer = post(stranger, "online:confirm", code=sent_code())
    assert answer["Location"] == "/ask/booked/"
    assert "9 Nov 2026" in said(get(stranger, "online:booked"))
    inside = get(stranger, "portal:visits")

    assert inside.status_code == 200
    assert "Into my calendar" in said(inside)
    assert Appointment.objects.get().booked_by is None


def test_lock_hides_what_was_booked(place: Open, stranger: Client) -> None:
    asked(stranger, place)
    post(stranger, "online:confirm", code=sent_code())
    post(stranger, "portal:lock")

    answer = get(stranger, "online:booked")

    assert (answer.status_code, answer["Location"]) == (302, "/me/enter/")


def test_without_a_page_of_their_own_they_are_told_to_call(
    place: Open, stranger: Client
) -> None:
    asked(stranger, place, wants_portal="no")
    post(stranger, "online:confirm", code=sent_code())

    assert "please call us in good time" in said(get(stranger, "online:booked"))
    assert get(stranger, "portal:home").status_code == 302
    with time_machine.travel(world.AT + timedelta(minutes=31), tick=False):
        assert get(stranger, "online:booked")["Location"] == "/ask/"


def test_pages_for_known_and_unknown_people_are_the_same(place: Open) -> None:
    world.patient(
        place.here.outlet,
        family_name="Wvutsrq",
        given_names="Ppcanary",
    )
    Patient.objects.update(birth_date="1985-03-04")
    pages = []
    for hour, name in ((9, "Wvutsrq"), (10, "Nobodyatall")):
        one = Client()
        start = booked.NINE + timedelta(hours=hour - 9)
        to = f"{name}@example.org".lower()
        asked(one, place, family_name=name, start=start.isoformat(), contact=to)
        answer = post(one, "online:confirm", code=sent_code(to))
        text = said(get(one, "online:booked")).split("<main", 1)[1]
        # The time is all that differs; it stands in the page by two clocks.
        text = re.sub(r"\d\d:00", "", text)
        pages.append((answer.status_code, text))

    assert pages[0] == pages[1]


def test_time_that_is_gone_comes_with_others_and_keeps_what_was_typed(
    place: Open, stranger: Client
) -> None:
    new = booked.wanted(place.here, place.service)
    booking.book(new, by=place.here.by, at=world.AT)

    answer = asked(stranger, place)
    page = said(answer)

    assert answer.status_code == 422
    assert "Somebody was quicker" in page
    assert 'value="Wvutsrq"' in page
    assert page.count('type="radio" name="start"') == 3
    assert Hold.objects.count() == 0


def test_second_request_of_a_browser_gives_the_first_time_back(
    place: Open, stranger: Client
) -> None:
    asked(stranger, place)
    asked(stranger, place)

    assert (Asking.objects.count(), Hold.objects.count()) == (1, 1)


def test_giving_up_erases_and_starts_again(place: Open, stranger: Client) -> None:
    asked(stranger, place)
    assert post(stranger, "online:give_up")["Location"] == "/ask/"
    assert Asking.objects.count() == 0
    assert get(stranger, "online:confirm")["Location"] == "/ask/booked/"


def test_new_code_is_sent_until_the_limit_of_the_contact(
    place: Open, stranger: Client
) -> None:
    asked(stranger, place)
    for _again in range(CODES_A_CONTACT - 1):
        assert "on its way" in said(post(stranger, "online:again"))

    assert post(stranger, "online:again").status_code == 429
    assert Message.objects.filter(kind="code").count() == CODES_A_CONTACT
    assert get(stranger, "online:again")["Location"] == "/ask/code/"


def test_flood_from_one_address_is_stopped(place: Open) -> None:
    codes = [
        asked(Client(), place, contact=f"s{number}@example.org").status_code
        for number in range(ASKS_AN_HOUR + 1)
    ]

    assert codes.count(429) == 1
    assert codes[-1] == 429


def test_wrong_code_is_refused_and_nothing_booked(
    place: Open, stranger: Client
) -> None:
    asked(stranger, place)
    wrong = f"{(int(sent_code()) + 1) % 1_000_000:06}"
    answer = post(stranger, "online:confirm", code=wrong)

    assert (answer.status_code, Appointment.objects.count()) == (422, 0)
    assert "opens nothing" in said(answer)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("family_name", "12345", "letters"),
        ("birth_date", "1850-01-01", "year of your birth"),
        ("birth_date", "2030-01-01", "year of your birth"),
        ("contact", "nowhere", "valid email address"),
        ("wants_portal", "", "required"),
        ("check_code", "AAAA-BBBB-CCCC", "opens nothing"),
    ],
)
def test_details_that_will_not_do_are_refused_in_words(
    place: Open, stranger: Client, field: str, value: str, word: str
) -> None:
    answer = asked(stranger, place, **{field: value})

    assert answer.status_code == 422
    assert word in said(answer)
    assert Asking.objects.count() == 0


def test_number_is_asked_for_only_where_text_messages_go_out(
    place: Open, stranger: Client, settings: Any
) -> None:
    assert asked(stranger, place, contact="079 000 00 00").status_code == 422
    settings.GLABELLA_SMS_GATEWAY = "tests.clinic.messages.gateway.Kept"

    assert asked(stranger, place, contact="not a number").status_code == 422
    assert asked(stranger, place, contact="079 000 00 00").status_code == 302
    assert Asking.objects.get().contact == "+41790000000"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "\u202egnirts" + "x" * 50,
        "Robert'); DROP TABLE people_patient;--",
        "{{ request.user }} %(name)s",
        "😀 name",
    ],
)
def test_hostile_text_is_kept_and_shown_harmlessly(
    place: Open, stranger: Client, hostile: str
) -> None:
    answer = asked(stranger, place, family_name=hostile, check_code="x")
    assert "<script>alert" not in said(answer)
    assert asked(stranger, place, family_name=hostile).status_code == 302
    post(stranger, "online:confirm", code=sent_code())

    assert Patient.objects.filter(family_name=" ".join(hostile.split())).count() == 1


@pytest.mark.parametrize("start", ["", "x", "2026-13-40T99:99", "2026-11-09T09:00"])
def test_address_that_was_tampered_with_leads_back(
    place: Open, stranger: Client, start: str
) -> None:
    answer = get(stranger, "online:details", *place.address, start=start)

    assert answer.status_code == 302


def test_what_is_not_online_cannot_be_booked(place: Open, stranger: Client) -> None:
    closed = booked.service("treatment", is_online=True)
    outlet = place.here.outlet.id

    assert get(stranger, "online:days", outlet, closed.id).status_code == 404
    assert get(stranger, "online:days", closed.id, outlet).status_code == 404


def test_outlet_without_online_times_says_whom_to_call(stranger: Client) -> None:
    outlet = world.outlet()
    outlet.phone = "+41 44 000 00 00"
    outlet.save()

    page = said(get(stranger, "online:ask"))

    assert "book by telephone" in page
    assert 'href="tel:+41440000000"' in page


def test_days_lead_on_and_say_when_nothing_is_free(
    place: Open, stranger: Client
) -> None:
    far = said(get(stranger, "online:days", *place.address, **{"from": "2027-03-01"}))
    odd = said(get(stranger, "online:days", *place.address, **{"from": "2027-99-01"}))
    beyond = get(stranger, "online:days", *place.address, **{"from": "2099-01-01"})

    assert "1 Mar 2027" in far
    assert "2 Nov 2026" in odd
    assert "Nothing is free" in said(beyond)


def test_code_of_the_self_check_comes_along(place: Open, stranger: Client) -> None:
    code = hand_over({"topic": ("migraine",)}, language="en", at=world.AT)
    assert post(stranger, "online:ask", code=code)["Location"] == "/ask/"
    assert "come along" in said(get(stranger, "online:ask"))
    asked(stranger, place)
    post(stranger, "online:confirm", code=sent_code())

    assert Handover.objects.get().patient == Appointment.objects.get().patient


def test_guessing_codes_of_the_self_check_is_stopped(stranger: Client) -> None:
    codes = [
        post(stranger, "online:ask", code="AAAA-BBBB-CCCC").status_code
        for _try in range(ASKS_AN_HOUR + 1)
    ]

    assert codes == [302] * ASKS_AN_HOUR + [429]
