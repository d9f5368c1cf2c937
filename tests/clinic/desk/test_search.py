from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from glabella.clinic.audit.models import Event
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.pages import get, post, said

pytestmark = pytest.mark.django_db

NEW = {
    "family_name": "Neuling",
    "given_names": "Testa",
    "sex": "unknown",
    "language": "de",
}


def test_patient_is_found_by_part_of_the_name(doctor: Client, patient: Patient) -> None:
    page = said(get(doctor, "desk:search", q="zyxw"))

    assert "Zyxwvut, Qqanary" in page
    event = Event.objects.get(deed="list desk:search")
    assert event.ids == [str(patient.id)]


def test_patient_of_another_outlet_is_not_found(doctor: Client) -> None:
    world.patient(world.outlet("Elsewhere"), family_name="Fremd")

    page = said(get(doctor, "desk:search", q="Fremd"))

    assert "Nobody found for" in page
    assert "Fremd, Qqanary" not in page


def test_search_without_words_shows_the_cards_made_last(
    doctor: Client, patient: Patient
) -> None:
    page = said(get(doctor, "desk:search"))

    assert "Cards made last" in page
    assert str(patient.id) in page


def test_search_asks_the_same_number_of_queries_for_1_and_3(
    doctor: Client, place: Outlet
) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            world.patient(place)
        get(doctor, "desk:search", q="zyx")  # the first request of a session writes it
        with CaptureQueriesContext(connection) as queries:
            get(doctor, "desk:search", q="zyx")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_htmx_gets_the_list_alone(doctor: Client, patient: Patient) -> None:
    answer = doctor.get("/desk/patients/?q=zyx", headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert str(patient.id) in answer.content.decode()


def test_new_card_is_made(doctor: Client, place: Outlet) -> None:
    answer = post(doctor, "desk:new_patient", **NEW, birth_date="1.5.1990")

    made = Patient.objects.get(family_name="Neuling")
    assert made.birth_date == date(1990, 5, 1)
    assert made.registrations.get().outlet == place
    assert answer.headers["Location"] == f"/desk/patients/{made.id}/"


@pytest.mark.usefixtures("patient")
def test_likely_duplicate_is_shown_before_anything_is_saved(doctor: Client) -> None:
    same = NEW | {
        "family_name": world.FAMILY,
        "given_names": world.GIVEN,
        "birth_date": "1980-05-01",
    }

    answer = post(doctor, "desk:new_patient", **same)

    assert answer.status_code == 422
    assert "same name and date of birth" in said(answer)
    assert Patient.objects.count() == 1

    post(doctor, "desk:new_patient", **same, another_person="yes")
    assert Patient.objects.count() == 2


def test_taken_number_is_refused_and_nothing_typed_is_lost(
    doctor: Client, patient: Patient
) -> None:
    number = patient.registrations.get().number

    answer = post(doctor, "desk:new_patient", **NEW, number=number)

    assert answer.status_code == 422
    assert 'value="Neuling"' in said(answer)
    assert Patient.objects.count() == 1


def test_empty_practice_teaches(doctor: Client) -> None:
    assert "Make the first card" in said(get(doctor, "desk:search"))
