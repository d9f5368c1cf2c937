"""The auditor's page: the trail in plain words, filtered and checked."""

from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from glabella.clinic.accounts import actions
from glabella.clinic.accounts.models import BreakGlass, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import system
from glabella.clinic.audit.anchors import write_anchor
from glabella.clinic.audit.models import Event, Head
from glabella.clinic.people.models import Patient, Registration
from tests import world
from tests.web import probe

pytestmark = pytest.mark.django_db

TRAIL = "/staff/trail/"
REASON = "Status migrainosus, nobody else here"


def browser(role: Role, *, whole: bool = False) -> tuple[User, Client]:
    user = world.member(role, None if whole else world.outlet())
    return user, probe.signed_in(user)


def text(response: HttpResponseBase) -> str:
    content: bytes = getattr(response, "content", b"")
    return content.decode()


def broken(*, by: User, card: Patient) -> BreakGlass:
    who = world.actor(by)
    return actions.break_glass(card.id, reason=REASON, by=who, at=world.AT)


def test_trail_is_read_in_plain_words_with_numbers_for_patients() -> None:
    doctor, _client = browser(Role.CLINICIAN)
    card = world.patient(world.outlet())
    broken(by=doctor, card=card)
    _auditor, client = browser(Role.AUDITOR, whole=True)

    page = text(client.get(TRAIL))

    number = Registration.objects.get(patient=card).number
    for word in (doctor.name, number, "broke the glass of a closed record"):
        assert word in page
    assert world.FAMILY not in page
    event = Event.objects.latest("sequence")
    assert (event.deed, event.ids) == ("list accounts:trail", [str(card.id)])
    assert event.purpose == "audit"


def test_trail_is_filtered() -> None:
    doctor, _client = browser(Role.CLINICIAN)
    card = world.patient(world.outlet())
    broken(by=doctor, card=card)
    number = Registration.objects.get(patient=card).number
    record("people.change_patient", by=system("test"), at=world.AT)
    _auditor, client = browser(Role.AUDITOR, whole=True)
    day, eve = "2026-11-02", "2026-11-01"

    def shows(**wanted: str) -> tuple[bool, bool]:
        page = text(client.get(TRAIL, wanted))
        return "broke the glass of a" in page, "changed a patient" in page

    assert shows() == (True, True)
    assert shows(patient=number.lower()) == shows(patient=str(card.id)) == (True, False)
    assert shows(actor=str(doctor.id)) == (True, False)
    assert shows(kind="people.") == shows(purpose="maintenance") == (False, True)
    assert (shows(since=day), shows(until=eve)) == ((True, True), (False, False))
    assert shows(since=day, until=day) == (True, True)
    assert shows(patient="nobody") == (False, False)


def test_number_that_two_outlets_give_is_not_guessed() -> None:
    cards = [world.patient(world.outlet()) for _ in range(2)]
    Registration.objects.filter(patient__in=cards).update(number="P-77")
    _auditor, client = browser(Role.AUDITOR, whole=True)

    page = text(client.get(TRAIL, {"patient": "P-77"}))

    assert "Several outlets give this number" in page


def test_trail_names_the_machine_and_strangers() -> None:
    record("stock.receive", by=system("test"), at=world.AT)
    Client().post(reverse("account_login"), {"login": "x@example.org", "password": "y"})
    _auditor, client = browser(Role.AUDITOR, whole=True)

    page = text(client.get(TRAIL))

    assert "the machine" in page
    assert "nobody who was signed in" in page


def test_long_trail_is_read_page_by_page() -> None:
    for _ in range(51):
        record("stock.receive", by=system("test"), at=world.AT)
    _auditor, client = browser(Role.AUDITOR, whole=True)

    first = text(client.get(f"{TRAIL}?kind=stock."))
    second = text(client.get(f"{TRAIL}?kind=stock.&page=2"))

    assert (first.count("received stock"), second.count("received stock")) == (50, 1)


def test_trail_is_checked_on_the_page(settings: Settings, tmp_path: Path) -> None:
    settings.GLABELLA_ANCHORS = tmp_path
    record("stock.receive", by=system("test"), at=world.AT)
    write_anchor(world.AT)
    _auditor, client = browser(Role.AUDITOR, whole=True)

    whole = text(client.get(TRAIL, {"check": "yes"}))
    Head.objects.update(seal="0" * 64)
    broken_seal = text(client.get(TRAIL, {"check": "yes"}))

    assert "The trail is whole" in whole
    assert "The trail is not whole" in broken_seal
    assert "chain made anew without the key, from this event on: 2" in broken_seal


def test_trail_without_an_anchor_says_what_that_means(
    settings: Settings, tmp_path: Path
) -> None:
    settings.GLABELLA_ANCHORS = tmp_path
    record("stock.receive", by=system("test"), at=world.AT)
    _auditor, client = browser(Role.AUDITOR, whole=True)

    page = text(client.get(TRAIL, {"check": "yes"}))

    assert "nothing outside vouches for it yet" in page
    assert "The trail is not whole" not in page
