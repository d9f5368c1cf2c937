"""Every page of the frame: axe, width, console and language, in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet, Staff
from glabella.clinic.record import actions
from glabella.clinic.record.values import (
    NewDocument,
    NewProblem,
    NewTask,
    NewTherapy,
)
from tests import world
from tests.clinic.record import rows
from tests.clinic.scene import Scene
from tests.journeys.walking import DESK, PHONE, TABLET, Walk
from tests.web.browsing import Screen, overflow, violations

pytestmark = pytest.mark.django_db

OF_THE_DESK = (
    "/desk/today/",
    "/desk/patients/?q=zyx",
    "/desk/patients/new/",
    "/desk/tasks/",
    "/desk/inbox/",
    "/desk/practice/",
    "/desk/practice/staff/{staff}/",
    "/staff/broken-glass/",
)
OF_A_PATIENT = tuple(
    f"/desk/patients/{{patient}}/{part}"
    for part in (
        "",
        "card/",
        "card/change/",
        "history/",
        "notes/",
        "papers/",
        "privacy/",
    )
)
OF_THE_LIBRARY = (
    "/protocols/",
    "/protocols/chronic_migraine/",
    "/protocols/chronic_migraine/sign/",
)
OF_THE_AUDITOR = ("/staff/trail/?check=yes", "/staff/broken-glass/")
MENU = {
    "en": ["Today", "Calendar", "Waiting list", "Patients", "Tasks"],
    "de": ["Heute", "Kalender", "Warteliste", "Patienten", "Aufgaben"],
}


@pytest.fixture
def full(lead: User, seeblick: Outlet, patient: Patient) -> dict[str, str]:
    """A patient of whom much is on record; the pieces of addresses."""
    by = world.actor(lead, seeblick)
    rows.fill(Scene(seeblick, lead, by, patient))
    actions.note_problem(patient.id, NewProblem("Complaint"), by=by, at=world.AT)
    actions.note_therapy(
        patient.id, NewTherapy("medicine", "Therapy"), by=by, at=world.AT
    )
    paper = NewDocument(seeblick.id, "Synthetic letter", "text/plain", kind="letter")
    actions.receive_document(b"words", paper, by=by, at=world.AT)
    due = world.AT + timedelta(days=1)
    task = NewTask(seeblick.id, "call_back", "Call", due, patient=patient.id)
    actions.open_task(task, by=by, at=world.AT)
    staff = Staff.objects.get(user=lead)
    return {"patient": str(patient.id), "staff": str(staff.id)}


UNFOLD = "document.querySelectorAll('details.fold').forEach(one => one.open = true)"
CUT = """[...document.querySelectorAll('.table.is-stacked')]
  .filter((one) => one.scrollWidth > one.parentElement.clientWidth + 1).length"""


def _faults(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page, one line each."""
    answer = page.goto(address)
    page.evaluate(UNFOLD)
    found = violations(page)
    if answer is None or answer.status != 200:
        found.append("it does not open")
    if (over := overflow(page)) > 0:
        found.append(f"it runs over by {over} px")
    if page.evaluate(CUT):
        found.append("a table is cut off")
    return [f"{address}: {line}" for line in found]


@pytest.mark.parametrize(
    ("screen", "language"),
    [(PHONE, "de"), (TABLET, "en"), (DESK, "en")],
    ids=["phone-de", "tablet-en", "desk-en"],
)
@pytest.mark.parametrize(
    "addresses", [OF_THE_DESK, OF_A_PATIENT, OF_THE_LIBRARY], ids=len
)
def test_axe_finds_nothing_and_nothing_runs_over(
    walk: Walk,
    lead: User,
    full: dict[str, str],
    *,
    addresses: tuple[str, ...],
    screen: Screen,
    language: str,
) -> None:
    page = walk.page_as(lead, screen, language=language)

    found = [line for one in addresses for line in _faults(page, one.format(**full))]

    assert found == []


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_pages_of_the_auditor(walk: Walk, screen: Screen) -> None:
    auditor = world.member(Role.AUDITOR, None)
    page = walk.page_as(auditor, screen, language="de")

    assert [line for one in OF_THE_AUDITOR for line in _faults(page, one)] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_menu_speaks_one_language(walk: Walk, lead: User, language: str) -> None:
    page = walk.page_as(lead, language=language)
    page.goto("/desk/today/")

    menu = page.locator("nav").first.locator("a").all_inner_texts()

    assert [word.strip() for word in menu][:5] == MENU[language]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Next from 25 Jan 2027."), ("de", "Wieder ab 25.01.2027.")],
)
def test_the_band_above_a_patient_speaks_one_language(
    walk: Walk, lead: User, full: dict[str, str], *, language: str, words: str
) -> None:
    page = walk.page_as(lead, language=language)

    page.goto(f"/desk/patients/{full['patient']}/card/")

    expect(page.get_by_text(words)).to_be_visible()
