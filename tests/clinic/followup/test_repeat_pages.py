"""Repeat or stop on screen: dates, advice, coverage, cost notes, letters."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.followup.models import CostNote, Coverage, Letter
from glabella.clinic.people.actions import add_relation
from glabella.clinic.people.models import Patient
from glabella.clinic.people.values import NewRelation
from glabella.clinic.practice.models import Outlet, Practice
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Document, Session
from glabella.clinic.record.queries import document_content
from glabella.clinic.record.values import NewSession, NewSite, NewTherapy
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
LETTER = {
    "recipient": "Dr. Synthetic\nSample Street 1",
    "subject": "Report",
    "text": "Words of the letter.",
    "password": world.PASSWORD,
}


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
    now = timezone.now()
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


def test_day_that_is_allowed_is_said_to_be_allowed(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by, days_ago=100)

    assert outlook_of(doctor, patient)["is_open"] is True
    assert "Allowed since" in said(get(doctor, "followup:repeat", patient.id))


def test_product_nobody_knows_closes_no_page(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    row = treated(patient, place, by)
    other = treated(patient, place, by, product="elsewhere_toxin", days_ago=10)

    page = said(get(doctor, "followup:repeat", patient.id))

    assert other.product == "elsewhere_toxin"
    assert "No date can be given" in page
