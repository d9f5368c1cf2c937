"""A lead clinician takes a protocol into use, and out of use again."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from playwright.sync_api import expect
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.practice.models import Outlet, ProtocolSignature
from tests import world
from tests.journeys.walking import Walk, code_of

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 of a synthetic account
ADDRESS = "/protocols/bruxism_masseter/"


def test_a_protocol_is_signed_and_withdrawn_with_password_and_code(
    walk: Walk, lead: User, settings: Settings
) -> None:
    settings.GLABELLA_SECOND_FACTOR = "required"
    TOTP.activate(lead, SECRET)
    page = walk.page_as(lead)
    page.goto(ADDRESS)
    expect(page.get_by_text("draft, read only")).to_be_visible()

    page.get_by_role("link", name="Sign for this practice").click()
    page.get_by_label("Your password").fill(world.PASSWORD)
    page.get_by_label("I have read this version").check()
    page.get_by_label("Code of your second factor").fill("000000")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("the code is not right")).to_be_visible()
    page.get_by_label("Your password").fill(world.PASSWORD)
    page.get_by_label("Code of your second factor").fill(code_of(SECRET))
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed. The protocol is in use.")).to_be_visible()
    expect(page.get_by_text("signed by Lead Synthetic")).to_be_visible()

    cache.clear()  # a code opens one door only; half a minute later this is forgotten
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Why it is withdrawn").fill("A synthetic reason")
    page.get_by_label("Your password").fill(world.PASSWORD)
    page.get_by_label("Code of your second factor").fill(code_of(SECRET))
    page.get_by_role("button", name="Withdraw").click()

    expect(page.get_by_text("draft, read only")).to_be_visible()
    row = ProtocolSignature.objects.get()
    assert (row.signed_name, row.withdrawn_reason) == (
        "Lead Synthetic",
        "A synthetic reason",
    )


def test_a_clinician_reads_a_draft_and_is_not_asked_to_sign(
    walk: Walk, seeblick: Outlet
) -> None:
    page = walk.page_as(world.member(Role.CLINICIAN, seeblick))

    page.goto(ADDRESS)

    expect(page.get_by_text("draft, read only")).to_be_visible()
    expect(page.get_by_role("link", name="Sign for this practice")).to_have_count(0)
