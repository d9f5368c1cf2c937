"""The ledger above a patient never says a reason that is not the reason."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils.html import escape

from glabella.clinic.accounts.models import User
from glabella.clinic.people.models import Patient
from glabella.clinic.record.models import ExternalDose
from tests import world
from tests.clinic.pages import get, said

pytestmark = pytest.mark.django_db

OTHER_TOXIN = "another toxin, or unknown units"
NO_CAP = "No limit of units is on file for this product."


def given(
    patient: Patient, by: User, product: str, units: int | None, *, days_ago: int
) -> None:
    ExternalDose.objects.create(
        patient=patient,
        on=world.TODAY - timedelta(days=days_ago),
        product=product,
        units=None if units is None else Decimal(units),
        noted_at=world.AT,
        noted_by=by,
    )


def ledger_words(doctor: Client, patient: Patient) -> str:
    page = said(get(doctor, "desk:card", patient.id))
    return page.partition('class="patient-ledger"')[2].partition("</section>")[0]


@time_machine.travel(world.AT, tick=False)
def test_unknown_units_make_the_sum_a_floor(
    doctor: Client, lead: User, patient: Patient
) -> None:
    given(patient, lead, "onabotulinumtoxinA", 100, days_ago=40)
    given(patient, lead, "onabotulinumtoxinA", None, days_ago=20)

    words = ledger_words(doctor, patient)

    assert "at least" in words
    assert OTHER_TOXIN in words


@time_machine.travel(world.AT, tick=False)
def test_two_products_are_never_added(
    doctor: Client, lead: User, patient: Patient
) -> None:
    given(patient, lead, "abobotulinumtoxinA", 500, days_ago=40)
    given(patient, lead, "onabotulinumtoxinA", 100, days_ago=20)

    words = ledger_words(doctor, patient)

    assert "600" not in words
    assert "500" not in words
    assert "at least" not in words
    assert OTHER_TOXIN in words


@time_machine.travel(world.AT, tick=False)
def test_product_without_a_cap_is_not_blamed_on_another_toxin(
    doctor: Client, lead: User, patient: Patient
) -> None:
    given(patient, lead, "letibotulinumtoxinA", 20, days_ago=40)

    words = ledger_words(doctor, patient)

    assert OTHER_TOXIN not in words
    assert escape(NO_CAP) in words
