"""What people are told by itself: the lead sets it, the desk reads whom to call."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from glabella.clinic.booking.models import Feed, Pause
from glabella.clinic.booking.rules import rules_of
from glabella.clinic.practice.models import Closure
from tests import world
from tests.clinic.booking.build import NINE, open_house, treated
from tests.clinic.booking.telling import booked
from tests.journeys.walking import PHONE, Walk, look
from tests.web.browsing import overflow, violations

pytestmark = pytest.mark.django_db

WORDS = {
    "en": ("a week before", "Save", "Make a calendar", "Close it"),
    "de": (
        "eine Woche vorher",
        "Speichern",
        "Kalender anlegen",
        "Schließen",
    ),
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_lead_sets_what_is_told_and_desk_knows_whom_to_call(
    language: str, walk: Walk
) -> None:
    week, save, make, close = WORDS[language]
    here = open_house()
    treated(here, days_ago=100)
    page = walk.page_as(here.user, PHONE, language=language)

    page.goto("/booking/hours/telling/")
    sound(page, f"telling-1-set-{language}")
    page.get_by_label(week, exact=True).check()
    page.get_by_role("button", name=save, exact=True).click()
    page.wait_for_url("**/booking/hours/")
    assert rules_of(here.outlet.id).hours_before == (168, 48)
    sound(page, f"telling-2-hours-{language}")

    page.goto("/booking/feeds/")
    page.get_by_role("button", name=make).first.click()
    page.locator("#feed-address").wait_for()
    sound(page, f"telling-3-calendar-{language}")
    page.get_by_role("button", name=close).first.click()
    page.get_by_role("status").or_(page.locator(".notice")).first.wait_for()
    assert Feed.objects.get().revoked_at is not None

    page.goto("/booking/recalls/")
    sound(page, f"telling-4-recalls-{language}")
    page.goto(f"/booking/{here.card.id}/recall/")
    page.locator("input[name=kind][value=declined]").check()
    page.locator("input[name=reason]").fill("said so on the phone")
    sound(page, f"telling-5-rest-{language}")
    page.get_by_role("button", name=save, exact=True).click()
    page.wait_for_url("**/booking/recalls/")
    assert Pause.objects.get().kind == "declined"
    sound(page, f"telling-6-rests-{language}")

    row = booked(here, starts_at=NINE)
    closure = Closure.objects.create(
        outlet=here.outlet,
        starts_on=row.starts_at.date(),
        ends_before=row.starts_at.date() + timedelta(days=1),
        announced_at=world.AT,
    )
    for number, address in enumerate(
        ("/booking/not-reminded/", f"/booking/hours/closed/{closure.id}/hit/"), 7
    ):
        page.goto(address)
        sound(page, f"telling-{number}-{language}")


def sound(page: Page, name: str) -> None:
    """Keep a picture; nothing runs over, and axe finds nothing."""
    look(page, name)
    assert (overflow(page), violations(page)) == (0, [])
