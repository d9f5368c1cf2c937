"""Patients come in from another system, row by row explained, and go out again."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from glabella.clinic.accounts.models import User
from glabella.clinic.people.models import Patient
from tests.journeys.walking import PHONE, Walk
from tests.web.browsing import overflow, violations

pytestmark = pytest.mark.django_db

FILE = "Surname;First name;DOB\nBrr-Vowelless;Xx;02.11.1975\n;Nameless;01.01.1980\n"


def _stands(page: Page, heading: str) -> None:
    """Check that a page of this heading is there, reads well and fits."""
    expect(page.locator("h1")).to_have_text(heading)
    assert (violations(page), overflow(page)) == ([], 0)


def test_patients_are_imported_and_the_import_is_undone(walk: Walk, lead: User) -> None:
    page = walk.page_as(lead, PHONE)
    page.goto("/import/")
    _stands(page, "Import")
    page.get_by_role("link", name="Upload a file").first.click()
    _stands(page, "Upload a file")
    file = FilePayload(name="people.csv", mimeType="text/csv", buffer=FILE.encode())
    page.get_by_label("File", exact=False).first.set_input_files(file)
    page.get_by_label("What is in it").select_option("patients")
    page.get_by_label("The other system").fill("Elsewhere")
    page.get_by_role("button", name="Upload").click()

    _stands(page, "What the columns mean")
    page.get_by_role("button", name="Try it").click()
    _stands(page, "people.csv")
    expect(page.locator("main")).to_contain_text("This is empty and is needed.")
    assert Patient.objects.count() == 0
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported. The report is below.")).to_be_visible()
    assert Patient.objects.get().family_name == "Brr-Vowelless"

    page.get_by_role("link", name="Undo the import").click()
    _stands(page, "Undo the import")
    page.get_by_role("button", name="Undo the import").click()

    expect(page.get_by_text("Undone. Nothing of this import is left.")).to_be_visible()
    assert Patient.objects.count() == 0
