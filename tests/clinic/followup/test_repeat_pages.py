"""Repeat or stop on screen: dates, advice, coverage, cost notes, letters."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.followup.actions import repeat as actions
from glabella.clinic.followup.models import CostNote, Coverage
from glabella.clinic.followup.repeat_values import NewCostNote, NewCoverage
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet, Practice
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Document, Session
from glabella.clinic.record.queries import document_content
from glabella.clinic.record.values import NewSession, NewSite
from tests import world
from tests.clinic.pages import client_of, get, post, said, shown_by

pytestmark = pytest.mark.django_db

MIGRAINE, ONA = "chronic_migraine", "onabotulinumtoxinA"
COVERAGE = {
    "kind": "insurer",
    "payer": "Synthetic Insurance",
    "protocol": MIGRAINE,
    "answer": "approved",
    "approved_on": "2026-01-01",
    "sessions_approved": "4",
}
COST = {
    "protocol": MIGRAINE,
    "amount": "480.50",
    "currency": "chf",
    "words": "One treatment.",
    "language": "de",
    "signer": "patient",
    "signer_name": "Qqanary Zyxwvut",
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def place() -> Outlet:
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    return world.outlet("Seeblick")


@pytest.fixture
def lead(place: Outlet) -> User:
    return world.member(Role.LEAD_CLINICIAN, place, name="Lead Synthetic")


@pytest.fixture
def doctor(lead: User) -> Client:
    return client_of(lead)


@pytest.fixture
def patient(place: Outlet) -> Patient:
    return world.patient(place)


@pytest.fixture
def by(lead: User, place: Outlet) -> Actor:
    return world.actor(lead, place)


def treated(
    patient: Patient,
    place: Outlet,
    by: Actor,
    *,
    days_ago: int = 30,
    product: str = ONA,
) -> Session:
    """Return a sealed session of chronic migraine, so many days ago."""
    now = world.AT
    sites = tuple(
        NewSite("temporalis", side, Decimal(5)) for side in ("left", "right", "left")
    )
    new = NewSession(
        outlet=place.id,
        protocol=MIGRAINE,
        product=product,
        on=now.date() - timedelta(days=days_ago),
        sites=sites,
    )
    row = record.record_session(patient.id, new, by=by, at=now)
    record.seal_session(row.id, name="Lead Synthetic", by=by, at=now)
    return row


def outlook_of(client: Client, patient: Patient) -> dict[str, Any]:
    rows = shown_by(get(client, "followup:repeat", patient.id))["outlooks"]
    assert len(rows) == 1
    one: dict[str, Any] = rows[0]
    return one


def test_page_without_a_treatment_says_so(doctor: Client, patient: Patient) -> None:
    page = said(get(doctor, "followup:repeat", patient.id))

    assert "No treatment on record yet" in page


def test_earliest_day_is_that_of_course_and_ledger(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    last = treated(patient, place, by)

    one = outlook_of(doctor, patient)

    assert one["earliest"] == last.on + timedelta(days=84)
    assert (one["is_open"], one["ledger"]["used"]) == (False, Decimal(15))


def test_one_session_comes_too_soon_after_nothing(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    """The ledger asks about a session of today; this page plans none."""
    treated(patient, place, by, days_ago=0)

    assert "the one before" not in said(get(doctor, "followup:repeat", patient.id))


def test_session_too_soon_after_another_is_named(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    for days_ago in (60, 30):
        treated(patient, place, by, days_ago=days_ago)

    page = said(get(doctor, "followup:repeat", patient.id))

    assert "30 days after the one before" in page


def test_day_that_is_allowed_is_said_to_be_allowed(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by, days_ago=100)

    assert outlook_of(doctor, patient)["is_open"] is True
    assert "Allowed now" in said(get(doctor, "followup:repeat", patient.id))


def test_product_nobody_knows_closes_no_page(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by)
    other = treated(patient, place, by, product="elsewhere_toxin", days_ago=10)

    page = said(get(doctor, "followup:repeat", patient.id))

    assert other.product == "elsewhere_toxin"
    assert "No date can be given" in page


def test_coverage_counts_the_sessions_that_are_left(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by)
    post(doctor, "followup:add_coverage", patient.id, **COVERAGE)

    shown = shown_by(get(doctor, "followup:repeat", patient.id))["coverages"]

    assert [(one["left"], one["used"], str(one["word"])) for one in shown] == [
        ("3", 1, "approved")
    ]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"answer": "", "approved_on": "", "sessions_approved": ""}, "no answer yet"),
        ({"answer": "refused", "approved_on": ""}, "refused"),
        ({"expires_on": "2026-01-31"}, "expired"),
        ({"sessions_approved": "1"}, "used up"),
        ({"sessions_approved": ""}, "approved"),
    ],
)
def test_coverage_says_how_it_stands(
    doctor: Client,
    patient: Patient,
    place: Outlet,
    by: Actor,
    *,
    changes: dict[str, str],
    word: str,
) -> None:
    treated(patient, place, by)
    post(doctor, "followup:add_coverage", patient.id, **COVERAGE | changes)

    page = get(doctor, "followup:repeat", patient.id)

    assert [str(one["word"]) for one in shown_by(page)["coverages"]] == [word]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"payer": " "}, "This field is required"),
        ({"approved_on": ""}, "says from when it holds"),
        ({"answer": ""}, "says from when it holds"),
        ({"expires_on": "2025-01-01"}, "ends before it began"),
        ({"asked_on": "2999-01-01"}, "lies ahead"),
    ],
)
def test_coverage_that_cannot_be_is_refused(
    doctor: Client, patient: Patient, *, changes: dict[str, str], words: str
) -> None:
    answer = post(doctor, "followup:add_coverage", patient.id, **COVERAGE | changes)

    assert answer.status_code == 422
    assert words in said(answer)
    assert Coverage.objects.count() == 0


def test_approval_of_no_session_is_refused(
    patient: Patient, place: Outlet, by: Actor
) -> None:
    new = NewCoverage(
        outlet=place.id,
        kind="insurer",
        payer="Synthetic",
        protocol=MIGRAINE,
        sessions_approved=0,
    )

    with pytest.raises(DeedRefusedError, match="no session"):
        actions.note_coverage(patient.id, new, by=by, at=world.AT)


def test_second_editor_of_a_coverage_sees_what_the_first_wrote(
    doctor: Client, patient: Patient
) -> None:
    post(doctor, "followup:add_coverage", patient.id, **COVERAGE)
    row = Coverage.objects.get()
    where = ("followup:change_coverage", patient.id, row.id)
    first = post(doctor, *where, **COVERAGE, version="1", note="First.")

    second = post(doctor, *where, **COVERAGE, version="1", note="Second.")

    assert (first.status_code, second.status_code) == (302, 422)
    assert "First." in said(second)
    row.refresh_from_db()
    assert (row.note, row.version) == ("First.", 2)


def test_coverage_ends_once_with_its_reason(doctor: Client, patient: Patient) -> None:
    post(doctor, "followup:add_coverage", patient.id, **COVERAGE)
    row = Coverage.objects.get()
    where = ("followup:end_coverage", patient.id, row.id)
    first = post(doctor, *where, reason="Left the insurer.")

    again = post(doctor, *where, reason="Twice.")

    assert (first.status_code, again.status_code) == (302, 404)
    assert "Left the insurer." in said(get(doctor, "followup:repeat", patient.id))


def test_ended_coverage_is_not_changed(
    doctor: Client, patient: Patient, by: Actor
) -> None:
    post(doctor, "followup:add_coverage", patient.id, **COVERAGE)
    row = Coverage.objects.get()
    actions.end_coverage(row.id, reason="Over.", by=by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="it has ended"):
        actions.change_coverage(row.id, {"note": "x"}, version=1, by=by, at=world.AT)


def test_cost_note_is_asked_for_where_the_patient_pays(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by)
    private = {"kind": "private", "answer": "", "approved_on": ""}
    post(doctor, "followup:add_coverage", patient.id, **COVERAGE | private)
    before = outlook_of(doctor, patient)["lacks_cost_note"]

    answer = post(doctor, "followup:cost_note", patient.id, **COST)

    assert answer.status_code == 302
    assert (before, outlook_of(doctor, patient)["lacks_cost_note"]) == (True, False)
    note = CostNote.objects.get()
    assert (note.amount, note.currency) == (Decimal("480.50"), "CHF")
    content = document_content(Document.objects.get(id=note.document_id))
    assert content.startswith(b"%PDF-")


def test_form_of_a_cost_note_starts_from_the_record(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by)

    page = said(get(doctor, "followup:cost_note", patient.id, protocol=MIGRAINE))

    assert 'value="CHF"' in page
    assert "One treatment with botulinum toxin for" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"currency": "C1F"}, "three capital letters"),
        ({"words": " "}, "This field is required"),
        ({"amount": "-1"}, "greater than or equal to 0"),
    ],
)
def test_cost_note_that_cannot_be_is_refused(
    doctor: Client, patient: Patient, *, changes: dict[str, str], words: str
) -> None:
    answer = post(doctor, "followup:cost_note", patient.id, **COST | changes)

    assert answer.status_code == 422
    assert words in said(answer)
    assert CostNote.objects.count() == 0


@pytest.mark.parametrize("amount", ["-1", "1.005", "10000000", "NaN"])
def test_amount_that_is_none_is_refused(
    patient: Patient, place: Outlet, by: Actor, *, amount: str
) -> None:
    new = NewCostNote(
        outlet=place.id,
        protocol=MIGRAINE,
        amount=Decimal(amount),
        currency="CHF",
        words="Words.",
        language="en",
        signer="representative",
        signer_name="Synthetic",
    )

    with pytest.raises(DeedRefusedError, match="two decimals"):
        actions.sign_cost_note(patient.id, new, by=by, at=world.AT)
