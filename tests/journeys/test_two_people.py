"""Two people change one card; neither loses a word, and the second is told."""

import pytest
from playwright.sync_api import expect

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.journeys.walking import Walk

pytestmark = pytest.mark.django_db


def test_the_second_of_two_editors_is_told_and_keeps_what_they_typed(
    walk: Walk, lead: User, seeblick: Outlet, patient: Patient
) -> None:
    colleague = world.member(Role.ASSISTANT, seeblick)
    address = f"/desk/patients/{patient.id}/card/change/"
    first, second = walk.page_as(lead), walk.page_as(colleague)
    for page in (first, second):
        page.goto(address)

    first.get_by_label("Given names").fill("Qqfirst")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_label("Given names").fill("Qqsecond")
    second.get_by_role("button", name="Save").click()

    told = second.locator(".notice").filter(
        has_text="What the other person has written"
    )
    expect(told).to_contain_text("Qqfirst")
    expect(second.get_by_label("Given names")).to_have_value("Qqsecond")
    patient.refresh_from_db()
    assert patient.given_names == "Qqfirst"
    assert patient.version == 2
