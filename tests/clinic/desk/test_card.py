from datetime import date

import pytest
from django.test import Client

from glabella.clinic.audit.models import Event
from glabella.clinic.people.models import (
    Alert,
    Contact,
    Patient,
    Registration,
    Relation,
)
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.pages import get, post, said

pytestmark = pytest.mark.django_db

CARD = {
    "family_name": world.FAMILY,
    "given_names": world.GIVEN,
    "birth_date": "1980-05-01",
    "sex": "unknown",
    "language": "en",
    "capacity": "has_capacity",
    "version": "1",
}


def test_card_shows_that_nothing_was_asked(doctor: Client, patient: Patient) -> None:
    page = said(get(doctor, "desk:card", patient.id))

    assert "No way to reach this person is on file." in page
    assert "Allergies: not asked yet" in page


def test_card_is_changed(doctor: Client, patient: Patient) -> None:
    answer = post(doctor, "desk:change_card", patient.id, **CARD)

    assert answer.status_code == 302
    patient.refresh_from_db()
    assert (patient.capacity, patient.version) == ("has_capacity", 2)


def test_second_editor_is_told_what_the_first_wrote(
    doctor: Client, patient: Patient
) -> None:
    post(doctor, "desk:change_card", patient.id, **CARD | {"capacity": "limited"})

    answer = post(
        doctor, "desk:change_card", patient.id, **CARD | {"given_names": "Other"}
    )

    assert answer.status_code == 422
    page = said(answer)
    assert "somebody else has changed this meanwhile" in page
    assert 'value="Other"' in page
    patient.refresh_from_db()
    assert (patient.given_names, patient.capacity) == (world.GIVEN, "limited")


def test_contact_is_added_and_ended(desk: Client, patient: Patient) -> None:
    post(
        desk,
        "desk:add",
        patient.id,
        "contact",
        kind="email",
        value="Canary@Example.org",
        is_safe="no",
        may_remind="",
    )

    row = Contact.objects.get()
    assert (row.is_safe, row.may_remind) == (False, None)
    assert "not safe: do not use" in said(get(desk, "desk:card", patient.id))

    post(desk, "desk:end", patient.id, "contact", row.id)
    row.refresh_from_db()
    assert row.ended_at is not None


def test_contact_is_asked_about_again(desk: Client, patient: Patient) -> None:
    data = {"kind": "phone", "value": "+41446681800", "is_safe": "yes"}
    post(desk, "desk:add", patient.id, "contact", **data)
    row = Contact.objects.get()

    post(desk, "desk:ask_again", patient.id, row.id, is_safe="no", may_remind="yes")

    row.refresh_from_db()
    assert (row.is_safe, row.may_remind) == (False, True)
    assert get(desk, "desk:ask_again", patient.id, patient.id).status_code == 404


def test_relation_keeps_whether_they_may_be_told(
    desk: Client, patient: Patient
) -> None:
    data = {"kind": "gp", "name": "Dr. Sample", "may_be_told": "yes"}
    post(desk, "desk:add", patient.id, "relation", **data)

    row = Relation.objects.get()
    assert row.may_be_told is True
    assert "may be told" in said(get(desk, "desk:card", patient.id))
    post(desk, "desk:end", patient.id, "relation", row.id)
    assert Relation.objects.filter(ended_at__isnull=False).count() == 1


def test_clinical_alert_is_hidden_from_the_front_desk(
    doctor: Client, desk: Client, patient: Patient
) -> None:
    post(doctor, "desk:add", patient.id, "alert", text="Clinical words")
    post(
        doctor, "desk:add", patient.id, "alert", text="Plain words", for_everybody="on"
    )

    assert "Clinical words" in said(get(doctor, "desk:patient", patient.id))
    page = said(get(desk, "desk:patient", patient.id))
    assert "Clinical words" not in page
    assert "Plain words" in page

    row = Alert.objects.get(text="Clinical words")
    post(doctor, "desk:end", patient.id, "alert", row.id)
    assert "Clinical words" not in said(get(doctor, "desk:patient", patient.id))


def test_record_crosses_a_border_only_with_its_basis(
    doctor: Client, patient: Patient
) -> None:
    abroad = world.outlet("Abroad", profile="SG", time_zone="Asia/Singapore")

    refused = post(doctor, "desk:add", patient.id, "registration", outlet=abroad.id)
    assert refused.status_code == 422
    assert Registration.objects.count() == 1

    post(
        doctor,
        "desk:add",
        patient.id,
        "registration",
        outlet=abroad.id,
        basis="asked for it in writing",
        told_patient_on="2026-11-01",
    )
    row = Registration.objects.get(outlet=abroad)
    assert row.told_patient_on == date(2026, 11, 1)
    assert "asked for it in writing" in said(get(doctor, "desk:card", patient.id))

    post(doctor, "desk:end", patient.id, "registration", row.id)
    row.refresh_from_db()
    assert row.ended_at is not None


@pytest.mark.parametrize("name", ["desk:add", "desk:add_clinical"])
def test_unknown_kind_does_not_exist(
    doctor: Client, patient: Patient, *, name: str
) -> None:
    assert get(doctor, name, patient.id, "nonsense").status_code == 404


def test_row_of_somebody_else_does_not_exist(
    doctor: Client, patient: Patient, place: Outlet
) -> None:
    other = world.patient(place)
    post(doctor, "desk:add", other.id, "alert", text="Not mine")
    row = Alert.objects.get()

    answer = post(doctor, "desk:end", patient.id, "alert", row.id)

    assert answer.status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None


def test_reading_a_card_lands_on_the_trail(desk: Client, patient: Patient) -> None:
    get(desk, "desk:card", patient.id)

    event = Event.objects.get(deed="read desk:card")
    assert (event.patient, event.role) == (patient.id, "front_desk")


def test_contact_that_a_stranger_typed_says_so(
    doctor: Client, patient: Patient
) -> None:
    known = {"kind": "email", "is_safe": True, "may_remind": True}
    Contact.objects.create(patient=patient, value="a@example.org", **known)
    alone = said(get(doctor, "desk:card", patient.id))
    Contact.objects.create(
        patient=patient, value="b@example.org", asked_at=world.AT, **known
    )

    both = said(get(doctor, "desk:card", patient.id))

    words = "typed in online: ask the person"
    assert (alone.count(words), both.count(words)) == (0, 1)
