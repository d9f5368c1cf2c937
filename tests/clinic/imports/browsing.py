"""Sending files and columns as a browser does."""

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from glabella.clinic.imports.models import Run
from tests.clinic.pages import post

FILE = "Surname,First name,DOB\nBrr-Vowelless,Xx,1975-11-02\n,Nameless,1980-01-01\n"
COLUMNS = {
    "column_0": "family_name",
    "column_1": "given_names",
    "column_2": "birth_date",
    "system": "Elsewhere",
}


def upload(
    client: Client, content: str | bytes, name: str = "names.csv", **data: str
) -> HttpResponse:
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, raw, content_type="text/csv")
    return post(client, "imports:upload", file=file, **{"system": "Elsewhere", **data})


def send_columns(client: Client, run: Run, **more: str) -> HttpResponse:
    return post(client, "imports:map", run.id, **{**COLUMNS, **more})


def kept() -> int:
    folder = Path(settings.GLABELLA_FILES)
    return len(list(folder.iterdir())) if folder.exists() else 0
