"""A person on a phone, behind the door: reads, writes, locks, and asks for a link."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from glabella.clinic.audit.actor import system
from glabella.clinic.people.models import Patient
from glabella.clinic.portal import actions
from glabella.clinic.portal.models import Ask, Door, Line
from glabella.clinic.record.actions import receive_document
from glabella.clinic.record.values import NewDocument
from tests.clinic.portal.doors import acting
from tests.clinic.scene import Scene
from tests.journeys.walking import PHONE, Walk, look
from tests.journeys.way import Hands
from tests.web.browsing import overflow, violations

pytestmark = pytest.mark.django_db
BY = system("test")
BORN = "1980-05-01"
WORDS = {
    "en": ("Come in", "Send", "Unlock", "Send me a link"),
    "de": ("Eintreten", "Senden", "Entsperren", "Link senden"),
}
INSIDE = {
    "more": "more/",
    "letters": "letters/",
    "aftercare": "aftercare/",
    "mine": "mine/",
    "looks": "mine/looks/",
    "copy": "mine/copy/",
}


def fine(page: Page, name: str) -> None:
    """Keep a picture; nothing runs over, and axe finds nothing."""
    look(page, f"door-portal-{name}")
    assert (overflow(page), violations(page)) == (0, [])


@pytest.fixture
def door(clinic: Scene) -> Door:
    """Return a door with a letter behind it, and somebody who acts."""
    now = timezone.now()  # noqa: TID251 a browser keeps cookies by the real clock
    outlet = clinic.outlet
    outlet.phone = "+41 44 000 00 00"
    outlet.save()
    row = actions.open_door(
        clinic.card.id, outlet=outlet.id, agreed_on=now.date(), by=clinic.by, at=now
    )
    acting(clinic, row, "letters")
    new = NewDocument(
        outlet.id, "Synthetic letter", "application/pdf", clinic.card.id, "letter"
    )
    paper = receive_document(b"%PDF-1.7", new, by=clinic.by, at=now)
    actions.release(paper.id, by=clinic.by, at=now)
    return row


@pytest.mark.parametrize("language", ["en", "de"])
def test_person_reads_writes_and_locks(
    walk: Walk, clinic: Scene, door: Door, language: str
) -> None:
    Patient.objects.update(language=language)
    come, send, unlock, ask = WORDS[language]
    now = timezone.now()  # noqa: TID251 a browser keeps cookies by the real clock
    token = actions.make_link(door.id, by=BY, at=now)
    page = walk.page(PHONE, language=language)
    hands = Hands(page)

    page.goto(f"/me/link/{token.secret}/")
    fine(page, f"{language}-link")
    hands.write("born", BORN)
    hands.press(come)
    fine(page, f"{language}-home")
    for name, address in INSIDE.items():
        page.goto(f"/me/{address}")
        fine(page, f"{language}-{name}")

    page.goto("/me/messages/")
    hands.write("text", "Synthetic words to the practice")
    hands.press(send)
    hands.sees("Synthetic words to the practice")
    fine(page, f"{language}-talk")
    assert Line.objects.get().patient_id == clinic.card.id

    page.goto("/me/")
    page.locator("[data-portal-lock] button").click()
    page.wait_for_url("**/me/enter/")
    fine(page, f"{language}-locked")
    hands.write("born", BORN)
    hands.press(unlock)
    assert page.url.endswith("/me/")

    outside = walk.page(PHONE, language=language)
    outside.goto("/me/enter/")
    fine(outside, f"{language}-enter")
    outside.goto("/me/ask/")
    fine(outside, f"{language}-ask")
    stranger = Hands(outside)
    stranger.write("contact", "nobody@example.org")
    stranger.write("born", BORN)
    stranger.press(ask)
    fine(outside, f"{language}-asked")
    assert Ask.objects.count() == 1


def test_staff_answers_and_releases(walk: Walk, clinic: Scene, door: Door) -> None:
    page = walk.page_as(clinic.user)
    for name in ("", "messages/", "letters/", "proxies/new/", "check/"):
        page.goto(f"/me/of/{door.patient_id}/{name}")
        fine(page, f"staff-{name.strip('/').replace('/', '-') or 'portal'}")
