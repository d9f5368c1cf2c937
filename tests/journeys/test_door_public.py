"""A stranger on a phone reads, checks, takes a code along; a lead releases a text."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from glabella.clinic.practice.models import Closure, OpeningHours, Outlet
from glabella.clinic.public import actions
from glabella.clinic.public.models import Handover
from glabella.clinic.public.values import NewRelease
from tests import world
from tests.clinic.public.walking import TALK
from tests.clinic.scene import Scene
from tests.journeys.walking import PHONE, Walk, look
from tests.journeys.way import Hands
from tests.web.browsing import overflow, violations

pytestmark = pytest.mark.django_db

GO_ON = {"en": "Go on", "de": "Weiter"}
GIVE = {"en": "Give me a code", "de": "Geben Sie mir einen Code"}
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


def fine(page: Page, name: str) -> None:
    """Keep a picture; nothing runs over, and axe finds nothing."""
    look(page, f"door-public-{name}")
    assert (overflow(page), violations(page)) == (0, [])


@pytest.mark.parametrize("language", ["en", "de"])
def test_stranger_reads_checks_and_takes_a_code_along(
    walk: Walk, seeblick: Outlet, language: str
) -> None:
    seeblick.address = "Musterweg 1\n8000 Zürich"
    seeblick.save()
    OpeningHours.objects.create(
        outlet=seeblick, weekday=0, opens="08:00", closes="12:00"
    )
    page = walk.page(PHONE, language=language)
    hands = Hands(page)

    page.goto("/care/")
    fine(page, f"1-index-{language}")
    page.click("a[href='/care/depression/']")
    fine(page, f"2-depression-{language}")
    page.goto(f"/care/places/{seeblick.id}/")
    fine(page, f"3-place-{language}")
    page.goto("/care/check/")
    for _name, given in TALK:
        for answer in given:
            hands.tick("answer", answer)
        fine(page, f"4-{_name}-{language}")
        hands.press(GO_ON[language])
    fine(page, f"5-end-{language}")
    assert Handover.objects.count() == 0
    page.check("input[name=agreed]")
    hands.press(GIVE[language])
    fine(page, f"6-code-{language}")

    assert CODE.search(page.inner_text("main")) is not None
    assert Handover.objects.count() == 1


def test_thoughts_of_suicide_lead_to_a_number_in_dim_light(
    walk: Walk, seeblick: Outlet
) -> None:
    page = walk.page(PHONE, language="de")
    hands = Hands(page)

    page.goto("/care/check/")
    page.evaluate("document.documentElement.classList.add('theme-dim')")
    for given in ("DE", "yes"):
        hands.tick("answer", given)
        hands.press(GO_ON["de"])

    fine(page, "7-help-de")
    assert page.locator("a[href='tel:08001110111']").count() == 1
    assert seeblick.closed_at is None


def test_released_text_fits_a_phone(walk: Walk, clinic: Scene) -> None:
    place = clinic.outlet
    place.profile, place.public_text_profile = "US", "full"
    place.save()
    Closure.objects.create(
        outlet=place,
        starts_on=world.TODAY,
        ends_before=world.TODAY + timedelta(days=4000),
        announced_at=world.AT,
    )
    new = NewRelease(place.id, "depression", "Lead Synthetic", world.TODAY)
    actions.release_full(new, by=clinic.by, at=world.AT)
    page = walk.page(PHONE, language="de")

    page.goto(f"/care/places/{place.id}/")
    fine(page, "8-place-closed-de")
    page.click("main a[href$='/depression/']")
    fine(page, "9-full-de")
    assert "verfehlte" in page.inner_text("main")

    desk = walk.page_as(clinic.user)
    desk.goto("/care/door/")
    fine(desk, "10-door-en")
