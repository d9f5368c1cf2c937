"""Somebody signs in: a second factor, set up and used; and the lock after failures."""

import re

import pytest
from django.conf import settings as practice
from django.core.cache import cache
from playwright.sync_api import expect
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from tests.journeys.walking import PHONE, Walk, code_of, sign_in

pytestmark = pytest.mark.django_db


def test_a_second_factor_is_set_up_and_then_asked_for(
    walk: Walk, lead: User, settings: Settings
) -> None:
    settings.GLABELLA_SECOND_FACTOR = "required"
    page = walk.page(PHONE)
    sign_in(page, lead)
    expect(page.get_by_text("Your role needs a second factor.")).to_be_visible()
    page.get_by_role("link", name="Set up").click()
    expect(page.locator("img.qr")).to_be_visible()
    secret = page.locator("form code").inner_text()
    page.fill("input[name=code]", code_of(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")

    cache.clear()  # a code opens one door only; half a minute later this is forgotten
    other = walk.page(PHONE)
    sign_in(other, lead)
    expect(other.locator("h1")).to_have_text("Second factor")
    other.fill("input[name=code]", code_of(secret))
    other.get_by_role("button", name="Sign in").click()

    expect(other.locator("h1")).to_have_text("Today")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Locked for a while"), ("de", "gesperrt")]
)
def test_too_many_attempts_lock_the_account_and_say_so(
    walk: Walk, lead: User, *, language: str, words: str
) -> None:
    page = walk.page(PHONE, language=language)

    for _ in range(practice.AXES_FAILURE_LIMIT):
        sign_in(page, lead, "not the password")
        page.wait_for_load_state()

    expect(page.locator("h1")).to_have_text(re.compile(words))
