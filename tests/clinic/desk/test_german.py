"""What stands on paper and beside a stale form, in the words of the reader."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from glabella.clinic.desk.paper import page_data
from glabella.clinic.people import actions as people
from glabella.clinic.people.columns import COLUMNS
from glabella.clinic.people.export import HIDDEN, SECRET
from glabella.clinic.people.links import tables_naming_a_patient
from glabella.clinic.people.models import Patient
from glabella.clinic.people.part_columns import PART_COLUMNS
from glabella.clinic.people.tables import TABLES
from glabella.clinic.record import export
from glabella.clinic.record.export import everything
from tests import world
from tests.clinic.pages import post, said
from tests.clinic.scene import scene

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 2)
CARD = {
    "family_name": world.FAMILY,
    "given_names": world.GIVEN,
    "birth_date": "1980-05-01",
    "sex": "unknown",
    "language": "en",
    "capacity": "has_capacity",
    "version": "1",
}


def test_stale_form_says_theirs_in_its_own_words(
    doctor: Client, patient: Patient
) -> None:
    post(doctor, "desk:change_card", patient.id, **CARD | {"capacity": "limited"})

    page = said(post(doctor, "desk:change_card", patient.id, **CARD))

    assert "<dt>Capacity to decide</dt><dd>limited, see the note</dd>" in page
    assert "<dt>capacity</dt>" not in page


def test_stale_form_is_german_to_a_german_reader(
    doctor: Client, patient: Patient
) -> None:
    doctor.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    post(doctor, "desk:change_card", patient.id, **CARD | {"capacity": "limited"})

    page = said(post(doctor, "desk:change_card", patient.id, **CARD))

    assert "jemand anderes hat dies inzwischen geändert" in page
    assert "<dt>Urteilsfähigkeit</dt><dd>eingeschränkt, siehe Notiz</dd>" in page


def test_copy_on_paper_is_german() -> None:
    here = scene()
    people.add_alert(here.card.id, "Words.", is_clinical=True, by=here.by, at=world.AT)

    with translation.override("de"):
        data = page_data(everything(here.who, at=world.AT), language="de", on=ON)

    sections = {one["title"]: one["tables"] for one in data["sections"]}
    assert data["words"]["title"] == "Alles, was diese Praxis über Sie führt"
    alert = dict(sections["Hinweise auf jeder Seite"][0])
    assert set(alert) == {
        "Kennung",
        "Patientin, Patient",
        "Text",
        "Klinischer Inhalt",
        "Erfasst am",
        "Erfasst von",
        "Beendet am",
        "Beendet von",
    }
    assert (alert["Text"], alert["Klinischer Inhalt"]) == ("Words.", "ja")
    assert ["Familienname", world.FAMILY] in sections["Karte"][0]
    assert sections["Löschsperren"] == []


def columns_of(model: Any, part: str) -> set[str]:
    links = {one.get_accessor_name(): one for one in model._meta.related_objects}
    columns = links[part].related_model._meta.concrete_fields
    return {one.name for one in columns} - HIDDEN - SECRET


def test_every_table_and_column_of_a_copy_has_its_words() -> None:
    labels = {model._meta.label for model, _ in tables_naming_a_patient()}
    columns = {
        column.name
        for model, _ in [*tables_naming_a_patient(), (Patient, "")]
        for column in model._meta.concrete_fields
        if not column.name.startswith("search_")
    }

    below = {
        name
        for model, _ in tables_naming_a_patient()
        for part in export._PARTS.get(model._meta.label, ())  # noqa: SLF001 which of them a copy has
        for name in (part, *columns_of(model, part))
    }

    assert below - set(COLUMNS) - set(PART_COLUMNS) == set()
    assert labels - set(TABLES) == set()
    assert columns - set(COLUMNS) == set()
