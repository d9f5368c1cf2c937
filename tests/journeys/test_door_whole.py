"""A stranger on a phone: reads, checks, books, answers, writes a day, looks."""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Appointment, Service
from glabella.clinic.booking.values import Week
from glabella.clinic.people.models import Patient
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.values import Hours
from glabella.clinic.public.models import Handover
from glabella.clinic.record.models import DiaryDay, Score, Task
from tests import world
from tests.clinic.online.build import sent_code
from tests.clinic.public.walking import TALK
from tests.clinic.scene import Scene
from tests.journeys.walking import PHONE, Walk, look
from tests.journeys.way import turned
from tests.web.browsing import overflow, violations

pytestmark = pytest.mark.django_db
# The cookies of a browser live by the real clock: it is day in one of these now.
ZONES = ("Europe/Zurich", "Asia/Singapore", "America/New_York")
FIRST, LAST = 6, 20
ALL_DAY = tuple(Hours(day, time(0), time(23, 55)) for day in range(7))
MAIL = "stranger@example.org"


@pytest.fixture
def house(clinic: Scene) -> Scene:
    """Return a practice that is open, and books a first talk online."""
    now = timezone.now()  # noqa: TID251 a browser keeps cookies by the real clock
    outlet = clinic.outlet
    outlet.time_zone = next(
        zone for zone in ZONES if FIRST <= now.astimezone(ZoneInfo(zone)).hour < LAST
    )
    outlet.keeps_holidays = False
    outlet.address = "Musterweg 1\n8000 Zürich"
    outlet.save()
    who: dict[str, Any] = {"by": clinic.by, "at": world.AT}
    practice.set_opening_hours(outlet.id, ALL_DAY, **who)
    week = Week(ALL_DAY, date(2026, 1, 1))
    booking.set_working_hours(clinic.user.staff.id, outlet.id, week, **who)
    Service.objects.create(
        kind="first",
        name_en="First talk",
        name_de="Erstes Gespräch",
        minutes=45,
        is_online=True,
    )
    return clinic


def fine(page: Page, name: str) -> None:
    """Keep a picture; nothing runs over, and axe finds nothing."""
    look(page, f"door-whole-{name}")
    assert (overflow(page), violations(page)) == (0, [])


def send(page: Page) -> None:
    """Send the form that asks for something, by its main button."""
    with turned(page):
        page.locator("main form .button.is-primary").first.click()


def check_oneself(page: Page) -> None:
    """Go through the self-check, and take the answers along to the booking."""
    page.goto("/care/check/")
    for _name, given in TALK:
        for answer in given:
            page.check(f'main [name="answer"][value="{answer}"]')
        send(page)
    page.check("main [name=agreed]")
    with turned(page):
        page.locator("main form:has([name=agreed]) button").first.click()
    with turned(page):
        page.locator('main form[action="/ask/"] button').click()


def book(page: Page, language: str) -> None:
    """Choose the first free time, say who one is, and prove the address by a code."""
    fine(page, f"1-places-{language}")
    with turned(page):
        page.locator("main a.button[href^='/ask/']").first.click()
    fine(page, f"2-days-{language}")
    with turned(page):
        page.locator("main a.button[href*='/you/']").last.click()
    page.fill("main [name=given_names]", "Ppcanary")
    page.fill("main [name=family_name]", "Wvutsrq")
    page.fill("main [name=birth_date]", "1985-03-04")
    page.fill("main [name=contact]", MAIL)
    page.check("main [name=may_write]")
    page.check("main [name=wants_portal][value=yes]")
    fine(page, f"3-you-{language}")
    send(page)
    page.fill("main [name=code]", sent_code(MAIL))
    fine(page, f"4-code-{language}")
    send(page)
    fine(page, f"5-booked-{language}")


def fill_in(page: Page, language: str) -> None:
    """Answer the questionnaire that waits, honestly at its ninth question too."""
    page.goto("/me/")
    fine(page, f"6-home-{language}")
    page.goto("/me/check-in/ask/phq9/")
    send(page)
    for _question in range(8):
        page.check('main [name="answer"][value="1"]')
        send(page)
    fine(page, f"7-before-item-nine-{language}")
    with turned(page):
        page.locator("main a.button").first.click()
    page.check('main [name="answer"][value="1"]')
    send(page)
    fine(page, f"8-help-{language}")


@pytest.mark.parametrize("language", ["en", "de"])
def test_stranger_becomes_somebody_with_a_page_of_their_own(
    walk: Walk, house: Scene, language: str
) -> None:
    page = walk.page(PHONE, language=language)
    page.goto("/care/depression/")
    check_oneself(page)
    book(page, language)

    card = Patient.objects.exclude(id=house.card.id).get()
    assert (card.family_name, card.language) == ("Wvutsrq", language)
    assert Appointment.objects.get().patient_id == card.id
    assert Handover.objects.get().patient_id == card.id

    fill_in(page, language)
    assert Task.objects.filter(patient=card, kind="urgent_finding").count() == 1
    page.goto("/me/days/headache/")
    page.locator("button[name=free]").click()
    expect(page.locator(".diary-written")).to_be_visible()
    fine(page, f"9-diary-{language}")
    assert DiaryDay.objects.get().patient_id == card.id
    page.goto("/me/check-in/")
    fine(page, f"10-questions-{language}")
    assert Score.objects.filter(patient=house.card).count() == 0
    page.goto("/me/check-in/curve/")
    fine(page, f"11-curve-{language}")
