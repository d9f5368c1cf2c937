"""The way through the pages: file, columns, dry run, import, undo."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from glabella.clinic.accounts.models import User
from glabella.clinic.booking import actions as booking
from glabella.clinic.imports import actions
from glabella.clinic.imports.models import Mapping, Run
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.imports.browsing import FILE, kept, send_columns, upload
from tests.clinic.imports.workbooks import workbook
from tests.clinic.pages import get, post, said

pytestmark = pytest.mark.django_db


def test_file_goes_all_the_way_and_back(
    doctor: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload(doctor, FILE, kind="patients")
    run = Run.objects.get()
    assert "The columns come next" in said(get(doctor, "imports:run", run.id))
    assert "Brr-Vowelless" in said(get(doctor, "imports:map", run.id))
    assert send_columns(doctor, run).status_code == 302
    tried = said(get(doctor, "imports:run", run.id))
    assert "This is empty and is needed." in tried
    assert Patient.objects.count() == 0
    assert kept() == 2

    with django_capture_on_commit_callbacks(execute=True):
        post(doctor, "imports:import", run.id)

    assert Patient.objects.get().family_name == "Brr-Vowelless"
    assert kept() == 1
    assert "Rows that were left out" in said(get(doctor, "imports:run", run.id))
    assert "Undo the import" in said(get(doctor, "imports:undo", run.id))
    with django_capture_on_commit_callbacks(execute=True):
        post(doctor, "imports:undo", run.id)
    assert Patient.objects.count() == kept() == 0
    assert "This import was undone." in said(get(doctor, "imports:run", run.id))
    assert "undone" in said(get(doctor, "imports:runs"))
    assert get(doctor, "imports:undo", run.id).status_code == 302


def test_empty_list_teaches(doctor: Client) -> None:
    assert "Nothing was imported yet" in said(get(doctor, "imports:runs"))


def test_uploaded_file_lies_encrypted(doctor: Client) -> None:
    upload(doctor, FILE, kind="patients")

    (file,) = Path(settings.GLABELLA_FILES).iterdir()
    assert b"Brr-Vowelless" not in file.read_bytes()


def test_kind_is_read_from_the_report(doctor: Client) -> None:
    upload(doctor, FILE, name="Injections List.csv")

    assert Run.objects.get().kind == "treatments"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("alpha,beta\n1,2\n", "neither its name nor its columns tell"),
        ('Surname,DOB\nA,"open\n', "a quotation mark is opened"),
        (b"PK\x03\x04 broken", "the workbook is damaged"),
    ],
)
def test_file_that_cannot_be_used_is_explained(
    doctor: Client, content: str | bytes, what: str
) -> None:
    answer = upload(doctor, content, name="x.csv")

    assert answer.status_code == 422
    assert what in said(answer)
    assert Run.objects.count() == 0


def test_broken_file_of_a_known_kind_is_refused(doctor: Client) -> None:
    answer = upload(doctor, "Surname,DOB\n", kind="patients")

    assert "nothing below it" in said(answer)


def test_large_file_is_refused(doctor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.runs, "MOST_BYTES", 10)

    assert "larger than 10 MB" in said(upload(doctor, FILE, kind="patients"))


def test_same_file_names_the_earlier_run(doctor: Client) -> None:
    upload(doctor, FILE, kind="patients")

    answer = said(upload(doctor, FILE, kind="patients", name="again.csv"))

    assert "this very file was uploaded" in answer
    assert "names.csv" in answer


# Columns


def test_mapping_is_saved_and_offered(doctor: Client) -> None:
    upload(doctor, FILE, kind="patients")
    run = Run.objects.get()
    send_columns(doctor, run, column_2="", save_as="Old system")
    mapping = Mapping.objects.get()
    assert mapping.columns == {"Surname": "family_name", "First name": "given_names"}

    page = said(get(doctor, "imports:map", run.id, mapping=str(mapping.id)))

    assert "Old system" in page
    assert '<option value="birth_date" selected' not in page


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"column_1": "family_name"}, "two columns mean the same: Family name"),
        (
            {"column_0": ""},
            "no column says: Family name or Whole name: family name, given names",
        ),
        ({"encoding": "utf-16"}, "nothing below it"),
        ({"system": ""}, "This field is required"),
    ],
)
def test_columns_that_do_not_do_are_refused(
    doctor: Client, more: dict[str, str], what: str
) -> None:
    upload(doctor, FILE, kind="patients")

    answer = send_columns(doctor, Run.objects.get(), **more)

    assert answer.status_code == 422
    assert what in said(answer)


def test_encoding_that_was_guessed_is_said_and_can_be_changed(doctor: Client) -> None:
    upload(doctor, "Surname,Town\nÄrmel,Köln\n".encode("cp1252"), kind="patients")
    run = Run.objects.get()

    assert "The encoding is a guess" in said(get(doctor, "imports:map", run.id))
    answer = post(
        doctor,
        "imports:map",
        run.id,
        column_0="family_name",
        system="Elsewhere",
        encoding="mac_roman",
    )
    assert answer.status_code == 302
    assert "ƒrmel" in said(get(doctor, "imports:map", run.id))


def test_sheet_of_a_workbook_is_chosen(doctor: Client) -> None:
    content = workbook(One=[["Title"], ["Surname"], ["A"]], Two=[["Surname"], ["B"]])
    upload(doctor, content, name="x.xlsx", kind="patients")
    run = Run.objects.get()
    page = said(get(doctor, "imports:map", run.id))
    assert "One row above the header was passed over." in page

    post(
        doctor,
        "imports:map",
        run.id,
        column_0="family_name",
        system="Elsewhere",
        sheet="Two",
    )
    post(doctor, "imports:import", run.id)

    assert Patient.objects.get().family_name == "B"


def test_one_value_is_given_for_every_row(doctor: Client, place: Outlet) -> None:
    who = world.patient(place)
    text = 'Patient,DOB,Date,Units\n"Zyxwvut, Qqanary",1980-05-01,2026-01-13,10\n'
    upload(doctor, text)
    run = Run.objects.get()
    columns = {
        f"column_{place}": field
        for place, field in enumerate(("name", "birth_date", "date", "units"))
    }

    post(
        doctor,
        "imports:map",
        run.id,
        fixed_product="onabotulinumtoxinA",
        fixed_protocol="chronic_migraine",
        system="Elsewhere",
        **columns,
    )
    post(doctor, "imports:import", run.id)

    assert who.sessions.get().product == "onabotulinumtoxinA"


def test_services_and_staff_are_offered_for_every_row(
    doctor: Client, lead: User, place: Outlet
) -> None:
    names = ("Review", "Kontrolle")
    by = world.actor(lead, place)
    booking.add_service("review", names, minutes=15, by=by, at=world.AT)
    upload(doctor, "Client,Start\nA,B\n", kind="appointments")

    page = said(get(doctor, "imports:map", Run.objects.get().id))

    assert '<option value="Review">Review</option>' in page
    assert f'<option value="{lead.email}">Lead Synthetic</option>' in page


def test_columns_of_a_run_that_is_over_cannot_be_changed(doctor: Client) -> None:
    upload(doctor, FILE, kind="patients")
    run = Run.objects.get()
    send_columns(doctor, run)
    post(doctor, "imports:import", run.id)

    assert send_columns(doctor, run).status_code == 302
    post(doctor, "imports:try", run.id)
    assert "this run is over" in said(get(doctor, "imports:run", run.id))
    assert run.made.count() == 2
