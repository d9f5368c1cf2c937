"""Every screen of the assessment opens for those who may read it."""

import pytest
from django.test import Client

from glabella.clinic.people.models import Patient
from tests.clinic.pages import get, said

pytestmark = pytest.mark.django_db

SCREENS = (
    "overview",
    "interview",
    "facts",
    "examinations",
    "examine",
    "new_dose",
    "new_preventive",
    "phq9",
    "risk",
    "acknowledge",
)


@pytest.mark.parametrize("name", SCREENS)
def test_screen_opens(doctor: Client, patient: Patient, name: str) -> None:
    answer = get(doctor, f"assessment:{name}", patient.id)

    assert (answer.status_code, "Zyxwvut" in said(answer)) == (200, True)


def test_every_protocol_opens(doctor: Client, patient: Patient) -> None:
    for protocol in ("chronic_migraine", "major_depression", "glabellar_lines"):
        answer = get(doctor, "assessment:protocol", patient.id, protocol)
        assert answer.status_code == 200
