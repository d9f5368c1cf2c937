"""A person at home, on a phone: answers, gets help at once, reports, signs, looks."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from glabella.clinic.consent.models import Consent
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import OpeningHours
from glabella.clinic.record import actions as recording
from glabella.clinic.record.models import Session, Task
from glabella.clinic.record.values import NewDiaryDay, NewLot, NewScore, NewSession
from tests.clinic.checkin.home import Home, home
from tests.clinic.consent import build
from tests.clinic.followup.scenery import ONA, SITES
from tests.clinic.scene import Scene, instruments
from tests.journeys.walking import PHONE, Walk, look
from tests.journeys.way import Hands
from tests.web.browsing import SITE, overflow, violations

pytestmark = pytest.mark.django_db
# The cookies of a browser live by the real clock: it is day in one of these now.
ZONES = ("Europe/Zurich", "Asia/Singapore", "America/New_York")
FIRST, LAST = 6, 20


@pytest.fixture
def at_home(clinic: Scene) -> Home:
    """Return a person six weeks after a session, while the practice is open."""
    now = timezone.now()  # noqa: TID251 a browser keeps cookies by the real clock
    outlet = clinic.outlet
    outlet.time_zone = next(
        zone for zone in ZONES if FIRST <= now.astimezone(ZoneInfo(zone)).hour < LAST
    )
    outlet.keeps_holidays = False
    outlet.save()
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=outlet, weekday=weekday, opens=time(0), closes=time(23, 59)
        )
    _history(clinic, now)
    return home(clinic, with_hours=False, at=now)


def _history(here: Scene, now: datetime) -> Session:
    """Put a session, two scores and two months of a diary on record."""
    today = now.date()
    for weeks, total in ((7, 17), (3, 11)):
        score = NewScore("phq9", today - timedelta(weeks=weeks), total=total)
        recording.record_score(
            here.card.id, score, by=here.by, at=now, instruments=instruments()
        )
    for days in range(1, 60):
        day = NewDiaryDay("headache", today - timedelta(days=days), had=days % 3 == 0)
        recording.record_diary_day(here.card.id, day, by=here.by, at=now)
    new = NewSession(
        outlet=here.outlet.id,
        protocol="major_depression",
        product=ONA,
        on=today - timedelta(weeks=6),
        sites=SITES,
        lots=(NewLot(None, "SYN-001", Decimal(25)),),
    )
    row = recording.record_session(here.card.id, new, by=here.by, at=now)
    return recording.seal_session(row.id, name="Lead", by=here.by, at=now)


def phone(walk: Walk, at_home: Home, language: str) -> Page:
    """Return the phone of the person, inside the portal."""
    page = walk.page(PHONE, language=language)
    cookie = at_home.phone.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": SITE}])
    return page


def fine(page: Page, name: str) -> None:
    """Keep a picture; nothing runs over, and axe finds nothing."""
    look(page, f"door-checkin-{name}")
    assert (overflow(page), violations(page)) == (0, [])


def answer(hands: Hands, value: str, word: str) -> None:
    hands.tick("answer", value)
    hands.press(word)


def test_honest_answer_meets_help_at_once(walk: Walk, at_home: Home) -> None:
    page = phone(walk, at_home, "en")
    hands = Hands(page)
    page.goto("/me/check-in/")
    fine(page, "1-due")
    hands.follow("Open it")
    fine(page, "2-start")
    hands.press("Begin")
    fine(page, "3-question")
    for _ in range(8):
        answer(hands, "1", "Next question")
    hands.sees("Before the next question")
    hands.sees("An honest answer does not cancel your treatment.")
    fine(page, "4-before")
    hands.follow("Go on to the question")
    fine(page, "5-item-nine")
    answer(hands, "2", "Next question")
    hands.sees("Thank you for saying it")
    fine(page, "6-help")
    assert Task.objects.filter(kind="urgent_finding", is_urgent=True).count() == 1
    hands.follow("Go on with the rest")
    answer(hands, "1", "Next question")
    fine(page, "7-send")
    hands.press("Send to the practice")
    hands.sees("Thank you. It is sent.")
    fine(page, "8-sent")
    page.goto("/me/check-in/curve/")
    fine(page, "9-curve")
    hands.press("Hide the curve")
    fine(page, "10-hidden")


def test_side_effect_in_german_leads_to_the_emergency_first(
    walk: Walk, at_home: Home
) -> None:
    page = phone(walk, at_home, "de")
    hands = Hands(page)
    page.goto("/me/check-in/effects/")
    fine(page, "11-effects-de")
    hands.press("Zur nächsten Seite")
    fine(page, "12-missing-de")
    for radio in page.locator('input[type=radio][value="no"]').all():
        radio.check()
    hands.press("Zur nächsten Seite")
    fine(page, "13-tell-de")
    hands.tick("complaint", "eyelid")
    hands.press("An die Praxis schicken")
    fine(page, "14-told-de")
    page.goto("/me/check-in/effects/")
    for radio in page.locator('input[type=radio][value="no"]').all():
        radio.check()
    hands.tick("sign_swallowing", "yes")
    hands.press("Zur nächsten Seite")
    hands.sees("Fahren Sie nicht selbst.")
    fine(page, "15-emergency-de")
    page.goto("/me/check-in/ask/phq9/")
    hands.press("Beginnen")
    fine(page, "16-question-de")
    page.goto("/me/check-in/ask/phq9/9/")
    fine(page, "17-before-de")
    page.goto("/me/check-in/curve/")
    fine(page, "18-curve-de")


def test_consent_is_read_asked_and_signed_in_german(walk: Walk, at_home: Home) -> None:
    Patient.objects.update(language="de")
    row = build.consent(at_home.here, language="de")
    page = phone(walk, at_home, "de")
    hands = Hands(page)
    page.goto("/me/check-in/consent/")
    fine(page, "19-consents-de")
    hands.follow("Lesen")
    fine(page, "20-read-de")
    hands.follow("Meine Fragen für das Gespräch")
    hands.write("questions", "Tut es weh?")
    fine(page, "21-write-de")
    hands.press("Für das Gespräch speichern")
    build.talk(at_home.here, row)
    page.goto(f"/me/check-in/consent/{row.id}/")
    hands.follow("Unterschreiben")
    hands.tick("is_read")
    hands.write("name", "Qqanary Zyxwvut")
    hands.draw()
    fine(page, "22-sign-de")
    hands.press("Unterschreiben")
    hands.sees("Ihr Exemplar liegt hier für Sie.")
    fine(page, "23-signed-de")
    assert Consent.objects.get().signed_method == "phone"
    hands.follow("Meine Einwilligung widerrufen")
    fine(page, "24-withdraw-de")
