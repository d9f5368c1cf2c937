"""Each main task with JavaScript off: nothing of the daily work needs a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from glabella.clinic.accounts.models import Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record import actions
from glabella.clinic.record.models import Document, Note, Task
from glabella.clinic.record.values import NewDocument
from tests import world
from tests.journeys.walking import PLAIN, Walk, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain(walk: Walk, lead: User) -> Page:
    """A browser without scripts in which the lead clinician is signed in."""
    return walk.page_as(lead, PLAIN)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def test_somebody_signs_in_and_searches(
    walk: Walk, lead: User, patient: Patient
) -> None:
    page = walk.page(PLAIN)
    sign_in(page, lead)
    expect(page.locator("h1")).to_have_text("Today")

    page.fill("#bar-search", world.GIVEN[:5])
    page.press("#bar-search", "Enter")

    link = page.get_by_role("link", name=f"{world.FAMILY}, {world.GIVEN}")
    expect(link).to_have_attribute("href", f"/desk/patients/{patient.id}/")


@pytest.mark.usefixtures("patient")
def test_a_new_card_is_made_after_a_look_at_the_one_like_it(plain: Page) -> None:
    plain.goto("/desk/patients/new/")
    plain.get_by_label("Family name").fill(world.FAMILY)
    plain.get_by_label("Given names").fill(world.GIVEN)
    plain.get_by_label("Date of birth").fill("1980-05-01")
    _press(plain, "Make the card")
    expect(plain.get_by_text("Is it one of these?")).to_be_visible()
    assert Patient.objects.count() == 1

    plain.get_by_label("this is another person").check()
    _press(plain, "Make the card")

    expect(plain.get_by_text("The card is made.")).to_be_visible()
    assert Patient.objects.count() == 2


def test_a_contact_is_added(plain: Page, patient: Patient) -> None:
    plain.goto(f"/desk/patients/{patient.id}/card/")
    plain.get_by_role("link", name="Add a contact").click()
    plain.get_by_label("Number or address").fill("+41 00 000 00 00")
    plain.get_by_label("Safe to use?").select_option("no")
    _press(plain, "Add")

    expect(plain.locator("main")).to_contain_text("+41 00 000 00 00")
    expect(plain.locator("main")).to_contain_text("not safe")


def test_a_note_is_drafted_and_signed(plain: Page, patient: Patient) -> None:
    plain.goto(f"/desk/patients/{patient.id}/notes/")
    plain.get_by_role("link", name="New note").click()
    plain.get_by_label("Note", exact=False).last.fill("A synthetic note")
    _press(plain, "Keep")
    expect(plain.get_by_text("draft", exact=True)).to_be_visible()

    plain.get_by_role("link", name="Sign", exact=True).click()
    plain.get_by_label("Your password").fill(world.PASSWORD)
    _press(plain, "Sign")

    expect(plain.get_by_text("Signed.")).to_be_visible()
    assert Note.objects.get().signed_name == "Lead Synthetic"


def test_a_paper_from_the_inbox_is_filed(
    plain: Page, lead: User, seeblick: Outlet, patient: Patient
) -> None:
    new = NewDocument(seeblick.id, "Synthetic letter", "text/plain", kind="letter")
    actions.receive_document(b"words", new, by=world.actor(lead, seeblick), at=world.AT)
    plain.goto("/desk/inbox/")
    plain.get_by_role("link", name="File it").click()
    plain.get_by_label("Name, date of birth").last.fill(world.FAMILY)
    _press(plain, "Search")
    _press(plain, "File here")

    expect(plain.locator("h1")).to_have_text("Inbox")
    assert Document.objects.get().patient_id == patient.id


def test_a_task_is_opened_tried_and_closed(plain: Page, patient: Patient) -> None:
    plain.goto(f"/desk/patients/{patient.id}/tasks/new/")
    plain.get_by_label("What is to be done").fill("Call back")
    plain.get_by_label("Owner").select_option(label="Lead Synthetic")
    _press(plain, "Open the task")
    plain.goto("/desk/tasks/")
    plain.get_by_role("link", name="Call back").click()
    plain.get_by_role("link", name="Note an attempt").click()
    _press(plain, "Note")
    expect(plain.get_by_text("Noted.")).to_be_visible()

    plain.get_by_role("link", name="Close the task").click()
    plain.get_by_label("What came of it").fill("Reached, all is well")
    _press(plain, "Close")

    expect(plain.get_by_text("Closed.")).to_be_visible()
    assert Task.objects.get().outcome == "Reached, all is well"


def test_a_protocol_is_signed(plain: Page) -> None:
    plain.goto("/protocols/bruxism_masseter/sign/")
    plain.get_by_label("Your password").fill(world.PASSWORD)
    plain.get_by_label("I have read this version").check()
    _press(plain, "Sign")

    expect(plain.get_by_text("Signed. The protocol is in use.")).to_be_visible()


def test_a_link_opens_the_heading_it_leads_to(plain: Page) -> None:
    plain.goto("/protocols/chronic_migraine/")
    limits = plain.locator("#limits")
    expect(limits).to_be_hidden()

    plain.get_by_role("link", name="Limits", exact=True).click()

    expect(limits).to_be_visible()


def test_language_theme_and_outlet_are_chosen(walk: Walk, lead: User) -> None:
    other = world.outlet("Zweitort")
    Membership.objects.create(
        user=lead, role=Role.LEAD_CLINICIAN, outlet=other, granted_at=world.AT
    )
    page = walk.page_as(lead, PLAIN)
    page.goto("/desk/tasks/")
    page.locator(".bar-outlet summary").click()
    page.get_by_role("button", name=re.compile("^Zweitort")).click()
    expect(page.locator(".bar-outlet summary")).to_contain_text("Zweitort")

    page.locator("summary").filter(has_text="Display").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_class(re.compile("theme-dark"))

    page.locator("summary").filter(has_text="Display").click()
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("h1")).to_have_text("Aufgaben")
    expect(page.locator("html")).to_have_attribute("lang", "de")
