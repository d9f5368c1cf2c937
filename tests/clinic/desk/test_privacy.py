import json

import pytest
from django.test import Client

from glabella.clinic.audit.models import Event
from glabella.clinic.people.cards import person
from glabella.clinic.people.models import LegalHold, Merge, NotTheSame, Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.pages import get, post, said

pytestmark = pytest.mark.django_db


def test_copy_of_everything_is_handed_out_and_told(
    doctor: Client, patient: Patient
) -> None:
    answer = get(doctor, "desk:export_json", patient.id)

    assert world.FAMILY in json.dumps(json.loads(answer.content))
    event = Event.objects.filter(deed="desk.export").get()
    assert (event.patient, event.purpose) == (patient.id, "export")


def test_copy_can_be_printed(doctor: Client, patient: Patient) -> None:
    answer = get(doctor, "desk:export_paper", patient.id)

    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_hold_stands_until_lifted(doctor: Client, patient: Patient) -> None:
    post(doctor, "desk:guard", patient.id, "hold", reason="asked by a court")
    assert "Legal hold" in said(get(doctor, "desk:patient", patient.id))
    hold = LegalHold.objects.get()

    post(doctor, "desk:lift_hold", patient.id, hold.id)
    assert "Legal hold" not in said(get(doctor, "desk:patient", patient.id))
    assert post(doctor, "desk:lift_hold", patient.id, hold.id).status_code == 404


def test_restricted_record_rests(
    doctor: Client, desk: Client, patient: Patient
) -> None:
    post(doctor, "desk:guard", patient.id, "restrict", reason="asked by the person")

    assert get(desk, "desk:patient", patient.id).status_code == 403
    assert "Restricted record." in said(get(doctor, "desk:patient", patient.id))

    post(doctor, "desk:lift_restriction", patient.id)
    assert get(desk, "desk:patient", patient.id).status_code == 200


def test_erasure_before_its_time_is_refused(doctor: Client, patient: Patient) -> None:
    answer = post(doctor, "desk:guard", patient.id, "erase", reason="asked for it")

    assert answer.status_code == 422
    patient.refresh_from_db()
    assert patient.erased_at is None
    assert get(doctor, "desk:guard", patient.id, "nonsense").status_code == 404


def test_two_cards_become_one_and_two_again(
    doctor: Client, patient: Patient, place: Outlet
) -> None:
    twin = world.patient(place)
    page = said(get(doctor, "desk:privacy", patient.id))
    assert "same name and date of birth" in page

    post(doctor, "desk:merge", patient.id, twin.id, reason="the same passport")
    found = person(patient.id)
    assert found is not None
    assert set(found.ids) == {patient.id, twin.id}

    post(doctor, "desk:undo_merge", patient.id, Merge.objects.get().id, reason="twins")
    found = person(patient.id)
    assert found is not None
    assert found.ids == (patient.id,)
    answer = post(doctor, "desk:undo_merge", patient.id, twin.id, reason="again")
    assert answer.status_code == 404


def test_two_people_are_told_apart_once(
    doctor: Client, patient: Patient, place: Outlet
) -> None:
    twin = world.patient(place)

    post(doctor, "desk:tell_apart", patient.id, twin.id)

    assert NotTheSame.objects.count() == 1
    assert "No other card looks like" in said(get(doctor, "desk:privacy", patient.id))
    assert get(doctor, "desk:merge", patient.id, twin.id).status_code == 404
