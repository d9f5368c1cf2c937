"""A message: its reader wants no more of them; the desk looks after one in doubt."""

import pytest
from playwright.sync_api import Page

from glabella.clinic.accounts.roles import Role
from glabella.clinic.messages.leaving import token_of
from glabella.clinic.messages.wishes import is_opted_out
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.messages.posted import TO, in_doubt, message
from tests.journeys.walking import DESK, PHONE, Walk, look
from tests.web.browsing import overflow, violations

pytestmark = pytest.mark.django_db

WORDS = {
    "en": ("No more reminders", "What came of it?", "It arrived", "Note it"),
    "de": (
        "Keine Erinnerungen mehr",
        "Was ist daraus geworden?",
        "Sie ist angekommen",
        "Festhalten",
    ),
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_reader_ends_reminders_and_the_desk_settles_what_is_in_doubt(
    language: str, walk: Walk, seeblick: Outlet, patient: Patient
) -> None:
    stop, ask, arrived, note = WORDS[language]
    doubtful = in_doubt(seeblick, patient)
    waiting = message(seeblick, patient, key="2")

    page = walk.page(PHONE, language=language)
    page.goto(f"/messages/stop/{token_of(waiting.id)}/")
    sound(page, f"messages-1-stop-{language}")
    page.get_by_role("button", name=stop).click()
    page.get_by_role("status").or_(page.locator(".notice")).first.wait_for()
    sound(page, f"messages-2-stopped-{language}")
    assert is_opted_out(TO)

    user = world.member(Role.FRONT_DESK, seeblick, name="Desk Synthetic")
    for screen in (DESK, PHONE):
        page = walk.page_as(user, screen, language=language)
        page.goto("/messages/")
        sound(page, f"messages-3-board-{language}-{screen.width}")
    page.get_by_role("link", name=ask).click()
    page.get_by_label(arrived, exact=True).check()
    sound(page, f"messages-4-settle-{language}")
    page.get_by_role("button", name=note).click()
    page.get_by_text("Desk Synthetic").first.wait_for()

    doubtful.refresh_from_db()
    assert (doubtful.settled_as, doubtful.state) == ("arrived", "uncertain")


def sound(page: Page, name: str) -> None:
    """Keep a picture; nothing runs over, and axe finds nothing."""
    look(page, name)
    assert (overflow(page), violations(page)) == (0, [])
