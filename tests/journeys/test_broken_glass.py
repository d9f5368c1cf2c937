"""A clinician opens a closed record in an emergency; a lead clinician reviews it."""

import pytest
from playwright.sync_api import expect

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.models import Patient
from tests import world
from tests.journeys.walking import Walk

pytestmark = pytest.mark.django_db

REASON = "Emergency call, the outlet is closed"


def test_glass_is_broken_reviewed_and_read_on_the_trail(
    walk: Walk, lead: User, patient: Patient
) -> None:
    stranger = world.member(
        Role.CLINICIAN, world.outlet("Elsewhere"), name="Far Synthetic"
    )
    page = walk.page_as(stranger)
    page.goto(f"/desk/patients/{patient.id}/")
    expect(page.locator("h1")).to_have_text("This record is closed to you")
    page.get_by_role("link", name="Open the record with a reason").click()
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Open the record").click()
    expect(page.get_by_text("The record is open to you for")).to_be_visible()
    expect(page.locator("main h1")).to_have_text("Overview")

    review = walk.page_as(lead)
    review.goto("/staff/broken-glass/")
    review.get_by_role("link", name="Look at it").click()
    expect(review.locator("main")).to_contain_text(REASON)
    review.get_by_label("Yes").check()
    review.get_by_role("button", name="Keep the review").click()
    expect(review.locator("main")).to_contain_text("justified")

    auditor = walk.page_as(world.member(Role.AUDITOR, None))
    auditor.goto("/staff/trail/")
    rows = auditor.locator("tbody tr").filter(has_text="Far Synthetic")
    expect(rows.filter(has_text="broke").first).to_be_visible()
    auditor.goto("/staff/broken-glass/")
    expect(auditor.locator("tbody")).to_contain_text("justified")
