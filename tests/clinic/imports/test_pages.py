"""The way through the pages: file, columns, dry run, import, undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from glabella.clinic.imports.models import Run
from glabella.clinic.people.models import Patient
from tests.clinic.pages import get, post, said

pytestmark = pytest.mark.django_db

FILE = "Surname,First name,DOB\nBrr-Vowelless,Xx,1975-11-02\n,Nameless,1980-01-01\n"


def upload(client: Client, text: str, **data: str) -> HttpResponse:
    file = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
    return post(client, "imports:upload", file=file, **{"system": "Elsewhere", **data})


def send_columns(client: Client, run: Run, **more: str) -> HttpResponse:
    page = {
        "column_0": "family_name",
        "column_1": "given_names",
        "column_2": "birth_date",
        "system": "Elsewhere",
    }
    return post(client, "imports:map", run.id, **{**page, **more})


def test_file_goes_all_the_way_and_back(doctor: Client) -> None:
    upload(doctor, FILE, kind="patients")
    run = Run.objects.get()
    assert "Brr-Vowelless" in said(get(doctor, "imports:map", run.id))
    send_columns(doctor, run)
    tried = said(get(doctor, "imports:run", run.id))
    assert "This is empty and is needed." in tried
    assert Patient.objects.count() == 0

    post(doctor, "imports:import", run.id)

    assert Patient.objects.get().family_name == "Brr-Vowelless"
    assert "Rows that were left out" in said(get(doctor, "imports:run", run.id))
    assert "Undo the import" in said(get(doctor, "imports:undo", run.id))
    post(doctor, "imports:undo", run.id)
    assert Patient.objects.count() == 0
    assert "This import was undone." in said(get(doctor, "imports:run", run.id))
    assert "undone" in said(get(doctor, "imports:runs"))
