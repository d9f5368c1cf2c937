"""The pages of letters, and of planning the next session."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.followup.models import Letter
from glabella.clinic.people.actions import add_relation
from glabella.clinic.people.models import Patient
from glabella.clinic.people.values import NewRelation
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet, Practice
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Document
from glabella.clinic.record.queries import document_content
from glabella.clinic.record.values import NewFact, NewSession, NewTherapy
from tests import world
from tests.clinic.followup.test_repeat_pages import treated
from tests.clinic.pages import client_of, get, post, said, shown_by

MIGRAINE, ONA = "chronic_migraine", "onabotulinumtoxinA"
pytestmark = pytest.mark.django_db
LETTER = {
    "recipient": "Dr. Synthetic\nSample Street 1",
    "subject": "Report",
    "text": "Words of the letter.",
    "password": world.PASSWORD,
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


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", ["referrer", "evidence", "summary"])
def test_letter_is_drafted_signed_and_kept(
    doctor: Client,
    patient: Patient,
    place: Outlet,
    by: Actor,
    *,
    kind: str,
    language: str,
) -> None:
    treated(patient, place, by)
    record.note_therapy(
        patient.id,
        NewTherapy("medicine", "Topiramate", outcome="failed"),
        by=by,
        at=world.AT,
    )
    relation = NewRelation("referrer", "Dr. Synthetic", address="Sample Street 1")
    add_relation(patient.id, relation, by=by, at=world.AT)
    page = get(doctor, "followup:letter", patient.id, kind, language=language)
    url = f"{reverse('followup:letter', args=[patient.id, kind])}?language={language}"

    answer = doctor.post(url, LETTER)

    assert (page.status_code, answer.status_code) == (200, 302)
    letter = Letter.objects.get()
    assert (letter.kind, letter.language) == (kind, language)
    assert letter.signer_name == "Lead Synthetic"
    content = document_content(Document.objects.get(id=letter.document_id))
    assert content.startswith(b"%PDF-")


def test_evidence_names_what_failed(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by)
    for name, outcome in (("Topiramate", "failed"), ("Propranolol", "worked")):
        therapy = NewTherapy("medicine", name, outcome=outcome)
        record.note_therapy(patient.id, therapy, by=by, at=world.AT)
    rows = [{"drug": "Candesartan", "outcome": "not tolerated", "from": "2024-01-01"}]
    record.record_fact(
        patient.id,
        NewFact("preventives", rows),
        by=by,
        at=world.AT,
        catalogue=library().catalogue,
    )

    page = said(get(doctor, "followup:letter", patient.id, "evidence"))

    assert "Topiramate" in page
    assert "Candesartan" in page
    assert "Propranolol" not in page


def test_letter_to_the_referrer_is_addressed(
    doctor: Client, patient: Patient, by: Actor, place: Outlet
) -> None:
    treated(patient, place, by)
    new = NewRelation("gp", "Dr. Synthetic", organisation="Sample practice")
    add_relation(patient.id, new, by=by, at=world.AT)

    page = said(get(doctor, "followup:letter", patient.id, "referrer"))

    assert "Dr. Synthetic\nSample practice" in page


def test_letter_without_password_or_recipient_is_refused(
    doctor: Client, patient: Patient
) -> None:
    where = ("followup:letter", patient.id, "referrer")
    wrong = post(doctor, *where, **LETTER | {"password": "wrong"})
    nobody = post(doctor, *where, **LETTER | {"recipient": ""})

    assert (wrong.status_code, nobody.status_code) == (422, 422)
    assert Letter.objects.count() == 0


def test_letter_nobody_knows_is_not_there(doctor: Client, patient: Patient) -> None:
    assert get(doctor, "followup:letter", patient.id, "love").status_code == 404


def test_letter_sent_twice_is_kept_once(doctor: Client, patient: Patient) -> None:
    page = get(doctor, "followup:letter", patient.id, "summary")
    ticket = shown_by(page)["ticket"]

    codes = [
        post(
            doctor, "followup:letter", patient.id, "summary", **LETTER, ticket=ticket
        ).status_code
        for _click in range(2)
    ]

    assert codes == [302, 302]
    assert Letter.objects.count() == 1


def test_next_plan_begins_with_the_sites_of_last_time(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    last = treated(patient, place, by, days_ago=100)
    ticket = shown_by(get(doctor, "followup:repeat", patient.id))["ticket"]
    where = ("followup:plan_next", patient.id, last.id)

    codes = [post(doctor, *where, ticket=ticket).status_code for _click in range(2)]

    assert codes == [302, 302]
    plan = Plan.objects.get()
    assert (plan.copied_from_id, plan.state) == (last.id, "draft")


def test_session_of_another_plans_nothing(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    other = treated(world.patient(place), place, by)

    answer = post(doctor, "followup:plan_next", patient.id, other.id)

    assert answer.status_code == 404


def test_session_without_sites_is_not_copied(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    new = NewSession(
        outlet=place.id,
        protocol=MIGRAINE,
        product=ONA,
        on=date(2026, 1, 5),
        units=Decimal(155),
        origin="imported",
    )
    row = record.record_session(patient.id, new, by=by, at=world.AT)

    answer = post(doctor, "followup:plan_next", patient.id, row.id)

    assert answer["Location"] == reverse("followup:repeat", args=[patient.id])
    assert Plan.objects.count() == 0


def test_auditor_reads_and_cannot_plan(
    patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by)
    auditor = client_of(world.member(Role.AUDITOR, place))

    page = get(auditor, "followup:repeat", patient.id)

    assert shown_by(page)["can_plan"] is False


def test_pictures_show_doses_and_ledger(
    doctor: Client, patient: Patient, place: Outlet, by: Actor
) -> None:
    treated(patient, place, by)

    page = said(get(doctor, "followup:repeat", patient.id))

    assert "Dose by muscle over sessions" in page
    assert "limit in 84 days" in page or "Ledger" in page
