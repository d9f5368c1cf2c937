"""Somebody looks for a patient and reads what is known, without a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from glabella.clinic.accounts.models import User
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record import actions
from glabella.clinic.record.values import NewProblem
from tests import world
from tests.journeys.walking import Walk, sign_in

pytestmark = pytest.mark.django_db

RING = "document.activeElement && getComputedStyle(document.activeElement).outlineStyle"


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the link of this name has the focus; it must be seen there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        words = page.evaluate("document.activeElement.innerText.trim()")
        if words == name:
            assert page.evaluate(RING) != "none"
            return
    raise AssertionError(f"no key leads to {name}")


def test_a_patient_is_found_and_read_by_keyboard_alone(
    walk: Walk, lead: User, seeblick: Outlet, patient: Patient
) -> None:
    by = world.actor(lead, seeblick)
    problem = NewProblem("Synthetic complaint")
    actions.note_problem(patient.id, problem, by=by, at=world.AT)
    page = walk.page()
    sign_in(page, lead)
    expect(page.locator("h1")).to_have_text("Today")
    page.wait_for_load_state()

    page.keyboard.press("/")
    expect(page.locator("#bar-search")).to_be_focused()
    page.keyboard.type(world.FAMILY[:4].lower())
    page.keyboard.press("Enter")
    expect(page.locator("tbody th a")).to_have_count(1)
    _tab_to(page, f"{world.FAMILY}, {world.GIVEN}")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Overview")
    expect(page.locator("main .timeline")).to_contain_text("Synthetic complaint")

    _tab_to(page, "Card")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Card")
    expect(page).to_have_url(re.compile(f"/desk/patients/{patient.id}/card/$"))


@pytest.mark.usefixtures("patient")
def test_the_list_follows_what_is_typed(
    walk: Walk, lead: User, seeblick: Outlet
) -> None:
    world.patient(seeblick, family_name="Other")
    page = walk.page_as(lead)
    page.goto("/desk/patients/")
    expect(page.locator("#hits tbody tr")).to_have_count(2)

    page.locator("#q").press_sequentially("oth")

    expect(page.locator("#hits tbody tr")).to_have_count(1)
    expect(page.locator("#hits")).to_contain_text("Other, ")
