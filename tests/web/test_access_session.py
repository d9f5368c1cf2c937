"""A screen left alone locks, a session ends, and no form is lost without a word."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.models import Event
from tests import world
from tests.web import probe

pytestmark = pytest.mark.django_db

PAGE = "/account/sessions/"
AGAIN = "/account/again/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(world.AT, tick=False) as traveller:
        yield traveller


def desk() -> Client:
    """Return the browser of a front desk that has just signed in."""
    user = world.member(Role.FRONT_DESK, world.outlet())
    client = Client()
    typed = {"login": user.email, "password": world.PASSWORD}
    client.post(reverse("account_login"), typed)
    return client


def after(clock: time_machine.Traveller, **span: float) -> None:
    clock.shift(timedelta(**span))


def test_screen_locks_when_it_was_left_alone(clock: time_machine.Traveller) -> None:
    client = desk()

    after(clock, minutes=15)
    still = client.get(PAGE).status_code
    after(clock, minutes=15, seconds=1)
    locked = client.get(f"{PAGE}?page=2")

    assert still == 200
    assert (
        locked.headers["Location"]
        == f"{AGAIN}?next=%2Faccount%2Fsessions%2F%3Fpage%3D2"
    )


def test_password_unlocks_and_leads_back(clock: time_machine.Traveller) -> None:
    client = desk()
    after(clock, hours=1)
    client.get(PAGE)

    form = client.get(f"{AGAIN}?next={PAGE}")
    typed = {"password": world.PASSWORD, "next": PAGE}
    back = client.post(AGAIN, typed)

    assert form.status_code == 200
    assert back.headers["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    assert Event.objects.latest("sequence").deed == "accounts.unlock"


def test_wrong_password_leaves_the_screen_locked(
    clock: time_machine.Traveller,
) -> None:
    client = desk()
    after(clock, hours=1)

    client.post(AGAIN, {"password": "somebody else's guess", "next": PAGE})

    assert client.get(PAGE).status_code == 302


def test_looking_at_the_lock_does_not_keep_it_open(
    clock: time_machine.Traveller,
) -> None:
    client = desk()
    after(clock, hours=1)
    client.get(AGAIN)

    assert client.get(PAGE).status_code == 302


def test_form_sent_from_a_locked_screen_is_not_lost_without_a_word(
    clock: time_machine.Traveller,
) -> None:
    client = desk()
    after(clock, hours=1)

    answer = client.post(reverse("accounts:choose_outlet"), {"outlet": ""})
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "Your form has not been saved yet" in page
    assert "The browser asks whether to send the form once more" in page


def test_form_can_be_sent_again_after_unlocking(clock: time_machine.Traveller) -> None:
    client = desk()
    after(clock, hours=1)
    client.post(reverse("accounts:choose_outlet"), {"next": PAGE})

    client.post(AGAIN, {"password": world.PASSWORD})
    again = client.post(reverse("accounts:choose_outlet"), {"next": PAGE})

    assert again.headers["Location"] == PAGE


def test_part_of_a_page_asks_to_leave_the_page(clock: time_machine.Traveller) -> None:
    client = desk()
    after(clock, hours=1)

    answer = client.get(
        PAGE,
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://testserver/people/?q=a",
    )

    assert answer.headers["HX-Redirect"] == f"{AGAIN}?next=%2Fpeople%2F%3Fq%3Da"


def test_part_of_a_form_is_answered_above_the_form(
    clock: time_machine.Traveller,
) -> None:
    client = desk()
    after(clock, hours=1)

    answer = client.post(reverse("accounts:choose_outlet"), HTTP_HX_REQUEST="true")

    assert (answer.status_code, answer.headers["HX-Reswap"]) == (200, "afterbegin")
    assert "copy what you typed" in answer.content.decode()


def test_form_of_somebody_who_is_not_signed_in_is_answered(client: Client) -> None:
    answer = client.post(reverse("accounts:choose_outlet"))

    assert answer.status_code == 403
    assert "Sign in again in a new tab" in answer.content.decode()


def test_session_ends_after_its_hours_however_busy(
    clock: time_machine.Traveller,
) -> None:
    client = desk()
    codes = []
    for _ in range(73):
        after(clock, minutes=10)
        codes.append(client.get(PAGE).status_code)

    assert codes == [200] * 72 + [302]
    assert Event.objects.latest("sequence").deed == "accounts.sign_out"


def test_code_alone_does_not_unlock(clock: time_machine.Traveller) -> None:
    client = desk()
    after(clock, hours=1)

    answer = client.get(reverse("mfa_reauthenticate"))

    assert answer.headers["Location"].startswith(AGAIN)


def test_last_seen_is_kept_at_most_once_a_minute(
    clock: time_machine.Traveller,
) -> None:
    client = desk()
    seen = []
    for _ in range(3):
        after(clock, seconds=40)
        client.get(PAGE)
        seen.append(UserSession.objects.get().last_seen_at - world.AT)

    seconds = [round(one.total_seconds()) for one in seen]
    assert seconds == [0, 80, 80]


def test_own_session_is_ended_from_another_device() -> None:
    user = world.member(Role.FRONT_DESK, world.outlet())
    here, there = Client(), Client()
    typed = {"login": user.email, "password": world.PASSWORD}
    for browser in (here, there):
        browser.post(reverse("account_login"), typed)
    row = UserSession.objects.get(session_key=there.session.session_key)

    offer = reverse("accounts:end_session", args=[row.id])

    assert here.get(PAGE).content.decode().count(offer) == 1
    here.post(offer)

    assert there.get(PAGE).status_code == 302
    assert here.get(PAGE).status_code == 200
    assert Event.objects.latest("sequence").deed == "accounts.end_session"


def test_session_of_somebody_else_stays() -> None:
    theirs = desk()
    row = UserSession.objects.get()
    mine = probe.signed_in(world.member(Role.FRONT_DESK, world.outlet()))

    answer = mine.post(reverse("accounts:end_session", args=[row.id]))

    assert answer.status_code == 404
    assert theirs.get(PAGE).status_code == 200
