"""What a hostile reader tries: to see people without the trail being told."""

import pytest
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.models import Event
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.actions import receive_document
from glabella.clinic.record.values import NewDocument
from tests import world
from tests.clinic.pages import get, post

pytestmark = pytest.mark.django_db


def newest() -> tuple[str, object, list[str]]:
    event = Event.objects.latest("sequence")
    return (event.deed, event.patient, event.ids)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_page_shown_for_any_method_is_a_read(
    doctor: Client, patient: Patient, method: str
) -> None:
    answer = getattr(doctor, method)(f"/desk/patients/{patient.id}/notes/")

    assert answer.status_code == 200
    assert newest() == ("read desk:notes", patient.id, [str(patient.id)])


def test_form_refused_with_the_patients_header_is_a_read(
    doctor: Client, patient: Patient
) -> None:
    answer = post(doctor, "desk:new_note", patient.id, text="")

    assert answer.status_code == 422
    assert newest()[:2] == ("read desk:new_note", patient.id)


def test_cards_proposed_for_a_new_patient_are_named_on_the_trail(
    desk: Client, patient: Patient
) -> None:
    data = {
        "family_name": world.FAMILY,
        "given_names": world.GIVEN,
        "birth_date": "1980-05-01",
        "sex": "unknown",
        "language": "de",
    }

    answer = post(desk, "desk:new_patient", **data)

    assert answer.status_code == 422
    assert newest() == ("list desk:new_patient", None, [str(patient.id)])


def test_saved_form_is_its_deed_and_no_read_beside(
    doctor: Client, patient: Patient
) -> None:
    data = {"on": "2026-11-02", "text": "Feels well."}

    answer = post(doctor, "desk:new_note", patient.id, **data)

    assert answer.status_code == 302
    assert newest()[0] == "record.write_note"


def test_cards_like_this_one_are_named_when_the_privacy_page_shows_them(
    doctor: Client, place: Outlet, patient: Patient
) -> None:
    like = world.patient(place)

    get(doctor, "desk:privacy", patient.id)

    assert newest() == (
        "read desk:privacy",
        patient.id,
        [str(patient.id), str(like.id)],
    )


def test_file_that_waits_in_the_inbox_is_named_when_it_is_opened(
    doctor: Client, place: Outlet
) -> None:
    by = world.actor(world.member(Role.FRONT_DESK, place), place)
    new = NewDocument(
        outlet=place.id, kind="letter", title="Letter", media_type="text/plain"
    )
    row = receive_document(b"whose?", new, by=by, at=world.AT)

    get(doctor, "desk:waiting_file", row.id)

    assert newest() == ("list desk:waiting_file", None, [str(row.id)])
