import re
import uuid

import pytest
from django.test import Client

from glabella.clinic.people.models import Allergy, Patient
from tests.clinic.pages import get, post, said

pytestmark = pytest.mark.django_db

TICKET = re.compile(r'name="ticket" value="([^"]+)"')
NEW = {
    "family_name": "Neuling",
    "given_names": "Testa",
    "sex": "unknown",
    "language": "de",
    "another_person": "yes",
}
ALLERGY = {"substance": "Penicillin", "severity": "mild"}


def _ticket(page: str) -> str:
    found = TICKET.search(page)
    assert found is not None
    return found[1]


def test_form_sent_twice_is_done_once(doctor: Client, patient: Patient) -> None:
    where = ("desk:add_clinical", patient.id, "allergy")
    ticket = _ticket(said(get(doctor, *where)))

    for _ in range(2):
        answer = post(doctor, *where, **ALLERGY, ticket=ticket)
        assert answer.status_code == 302

    assert Allergy.objects.count() == 1
    page = said(get(doctor, "desk:history", patient.id))
    assert "nothing was doubled" in page


def test_two_forms_are_two_deeds(doctor: Client, patient: Patient) -> None:
    where = ("desk:add_clinical", patient.id, "allergy")

    for _ in range(2):
        ticket = _ticket(said(get(doctor, *where)))
        post(doctor, *where, **ALLERGY, ticket=ticket)

    assert Allergy.objects.count() == 2


def test_refused_form_can_be_sent_again(doctor: Client, patient: Patient) -> None:
    where = ("desk:add_clinical", patient.id, "allergy")
    ticket = str(uuid.uuid4())
    post(doctor, *where, substance="", severity="mild", ticket=ticket)

    post(doctor, *where, **ALLERGY, ticket=ticket)

    assert Allergy.objects.count() == 1


def test_card_is_made_once(doctor: Client) -> None:
    ticket = _ticket(said(get(doctor, "desk:new_patient")))

    for _ in range(2):
        post(doctor, "desk:new_patient", **NEW, ticket=ticket)

    assert Patient.objects.count() == 1


def test_form_without_a_ticket_is_taken_as_it_comes(
    doctor: Client, patient: Patient
) -> None:
    post(doctor, "desk:add_clinical", patient.id, "allergy", **ALLERGY, ticket="?")

    assert Allergy.objects.count() == 1
