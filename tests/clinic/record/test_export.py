"""Everything about one person as one document."""

import json

import jsonschema
import pytest
import time_machine
from django.apps import apps

from glabella.clinic.people import actions as people
from glabella.clinic.people.links import tables_naming_a_patient
from glabella.clinic.people.models import Patient
from glabella.clinic.people.values import NewContact
from glabella.clinic.portal import actions as portal
from glabella.clinic.record import export
from glabella.clinic.record.actions import receive_document
from glabella.clinic.record.values import NewDocument
from tests import world
from tests.clinic.portal.doors import acting, behind, opened
from tests.clinic.record.rows import fill
from tests.clinic.scene import Scene, scene

pytestmark = pytest.mark.django_db


def document(here: Scene) -> dict[str, object]:
    """Return the document as a reader gets it: written and read again."""
    made = export.everything(here.who, at=world.AT)
    read: dict[str, object] = json.loads(json.dumps(made))
    assert read == made
    return read


def filled() -> Scene:
    here = scene()
    fill(here)
    other = world.patient(here.outlet, family_name="Second")
    people.add_contact(
        other.id, NewContact("phone", "0791234567"), by=here.by, at=world.AT
    )
    people.merge_cards(here.card.id, other.id, reason="same", by=here.by, at=world.AT)
    return here


def test_document_fits_its_schema() -> None:
    schema = json.loads(export.SCHEMA.read_text("utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document(filled()), schema)


def test_every_table_that_names_a_patient_is_in_the_document() -> None:
    tables = document(filled())["tables"]
    assert isinstance(tables, dict)

    naming = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Patient and model is not Patient
    }

    assert set(tables) == naming - {"people.NotTheSame"}


def test_every_table_below_one_about_a_person_is_a_part_of_it() -> None:
    about = {model for model, _column in tables_naming_a_patient()}
    below = {
        (model._meta.label, link.get_accessor_name())
        for model in about
        for link in model._meta.related_objects
        if link.related_model not in {*about, Patient}
    }
    parts = {(name, one) for name, those in export._PARTS.items() for one in those}  # noqa: SLF001 the list itself is tested

    # Cells keep two from the same time; the stock counts vials, which several share.
    assert below - parts == {
        ("booking.Appointment", "cells"),
        ("booking.Appointment", "offer"),
        ("record.Session", "movements"),
        ("stock.Vial", "movements"),
        ("stock.Vial", "treatment_vials"),
    }


@time_machine.travel(world.AT, tick=False)
def test_door_of_the_portal_is_there_without_what_opens_it() -> None:
    here = scene()
    door = opened(here)
    acting(here, door)
    behind(door, remember="on")

    tables = document(here)["tables"]

    assert isinstance(tables, dict)
    (row,) = tables["portal.Door"]
    parts = [*row["proxies"], *row["links"], *row["devices"]]
    assert [len(row[name]) for name in ("proxies", "links", "devices")] == [1, 1, 1]
    assert not {"token_hash", "birth_date"} & {name for one in parts for name in one}


def test_released_letters_say_that_they_are() -> None:
    here = filled()
    new = NewDocument(
        outlet=here.outlet.id,
        patient=here.card.id,
        title="Letter of a synthetic colleague",
        kind="letter",
        media_type="application/pdf",
    )
    letter = receive_document(b"%PDF", new, by=here.by, at=world.AT)
    portal.release(letter.id, by=here.by, at=world.AT)

    tables = document(here)["tables"]

    assert isinstance(tables, dict)
    (row,) = tables["record.Document"]
    assert [one["document"] for one in row["releases"]] == [str(letter.id)]


def test_rows_of_all_cards_and_their_parts_are_there() -> None:
    here = filled()
    found = document(here)
    tables, cards = found["tables"], found["cards"]
    assert isinstance(tables, dict)
    assert isinstance(cards, list)

    assert [card["family_name"] for card in cards] == [world.FAMILY, "Second"]
    assert "search_name" not in cards[0]
    assert [row["value"] for row in tables["people.Contact"]] == ["0791234567"]
    (session,) = tables["record.Session"]
    assert [(site["muscle"], site["units"]) for site in session["sites"]] == [
        ("frontalis", "2.5")
    ]
    assert [lot["lot_number"] for lot in session["lots"]] == ["LOT1"]
    (note,) = tables["record.Note"]
    assert [each["text"] for each in note["addenda"]] == ["more"]
    assert tables["record.Score"][0]["taken_on"] == "2026-11-02"


def test_document_says_who_and_where() -> None:
    here = filled()
    names = document(here)["names"]

    assert names == {
        str(here.outlet.id): here.outlet.name,
        str(here.user.id): here.user.name,
    }


def test_value_that_json_does_not_know_is_no_part_of_it() -> None:
    with pytest.raises(TypeError, match="set has no place in JSON"):
        export._plain({1})  # noqa: SLF001 no table has such a column
