"""Somebody who writes for long stays inside, and is told what was not sent."""

from datetime import timedelta

import pytest
import time_machine

from glabella.clinic.audit.models import Event
from glabella.clinic.portal.models import Line
from tests.clinic.portal.doors import BORN, behind, opened
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

WORDS = {"text": "A long letter"}


def test_page_in_use_keeps_the_portal_open_and_off_the_trail(
    here: Scene, clock: time_machine.Traveller
) -> None:
    phone = behind(opened(here))
    before = Event.objects.count()

    codes = []
    for _ in range(3):
        clock.shift(timedelta(minutes=10))
        codes.append(phone.post("/me/stay/").status_code)

    assert (codes, Event.objects.count()) == ([204] * 3, before)
    assert phone.get("/me/messages/").status_code == 200
    assert phone.get("/me/stay/").headers["Location"] == "/me/"


def test_what_was_sent_too_late_is_said_not_to_be_kept(
    here: Scene, clock: time_machine.Traveller
) -> None:
    phone = behind(opened(here))
    clock.shift(timedelta(minutes=16))

    away = phone.post("/me/messages/", WORDS)
    page = phone.get("/me/enter/").content.decode()

    assert (away.status_code, Line.objects.count()) == (302, 0)
    assert "was not sent" in page
    phone.post("/me/enter/", BORN)
    phone.post("/me/lock/")
    assert "was not sent" not in phone.get("/me/enter/").content.decode()


def test_session_that_ended_is_not_kept_open(
    here: Scene, clock: time_machine.Traveller
) -> None:
    phone = behind(opened(here))
    for _ in range(80):
        clock.shift(timedelta(minutes=10))
        phone.post("/me/stay/")

    assert phone.get("/me/").headers["Location"] == "/me/enter/"
