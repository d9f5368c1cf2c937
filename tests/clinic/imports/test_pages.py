"""The way through the pages: file, columns, dry run, import, undo."""

import csv
import io
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from glabella.clinic.accounts.models import Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.models import Event
from glabella.clinic.booking import actions as booking
from glabella.clinic.imports import actions, words
from glabella.clinic.imports.models import Mapping, Run
from glabella.clinic.imports.values import Finding
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.imports.runs import Desk
from tests.clinic.imports.workbooks import workbook
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db

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
        ({"column_1": "family_name"}, "two columns mean the same: family_name"),
        ({"column_0": ""}, "no column says: family_name or name"),
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


# Twins, left-overs, obstacles


@pytest.fixture
def desk(lead: User, place: Outlet) -> Desk:
    return Desk(lead, place)


def test_twin_is_named_and_chosen(doctor: Client, place: Outlet) -> None:
    there = world.patient(place)
    other = FILE.replace("Brr-Vowelless,Xx,1975-11-02", "Zyxwvut,Qqanary,1980-05-01")
    upload(doctor, f"{other}Zyxwvut,Qqanary,1980-05-01\n", kind="patients")
    run = Run.objects.get()
    send_columns(doctor, run)

    page = said(get(doctor, "imports:run", run.id))

    assert "the same person: Zyxwvut, Qqanary" in page
    assert "same name and date of birth" in page
    event = Event.objects.latest("sequence")
    print(
        event.ids, run.id, there.id, page[page.index("Rows that are perhaps") :][:3000]
    )
    assert (event.deed, event.ids[-1]) == ("list imports:run", str(there.id))
    choices = {"choice_2": f"same:{there.id}", "choice_4": "another", "choice_x": "a"}
    post(doctor, "imports:import", run.id, **choices)
    assert Patient.objects.count() == 2


def test_refused_choice_is_said(doctor: Client, place: Outlet) -> None:
    world.patient(place)
    other = FILE.replace("Brr-Vowelless,Xx,1975-11-02", "Zyxwvut,Qqanary,1980-05-01")
    upload(doctor, other, kind="patients")
    run = Run.objects.get()
    send_columns(doctor, run)

    post(doctor, "imports:import", run.id, choice_2="same:nobody", others="another")

    assert "this cannot be chosen here" in said(get(doctor, "imports:run", run.id))
    assert Patient.objects.count() == 1


def test_bad_rows_are_handed_out_mended_and_come_back(doctor: Client) -> None:
    text = "Surname,First name,DOB,Phone\nA,=1+1,31.02.1980,+41 79 1234567\nB,C,,\n"
    upload(doctor, text, kind="patients")
    run = Run.objects.get()
    send_columns(doctor, run, column_3="phone")

    answer = get(doctor, "imports:bad_rows", run.id)

    rows = list(csv.reader(io.StringIO(said(answer).lstrip("\ufeff")), delimiter=";"))
    assert rows == [
        ["Surname", "First name", "DOB", "Phone", "What to mend"],
        [
            "A",
            "'=1+1",
            "31.02.1980",
            "'+41 79 1234567",
            "DOB: There is no such day. Check day and month.",
        ],
    ]
    mended = answer.content.replace(b"31.02.1980", b"28.02.1980")
    post(doctor, "imports:import", run.id)
    upload(doctor, mended, kind="patients", name="mended.csv")
    second = Run.objects.get(file_name="mended.csv")
    send_columns(doctor, second, column_3="phone")
    post(doctor, "imports:import", second.id)
    card = Patient.objects.get(family_name="A")
    assert (card.given_names, card.contacts.get().value) == ("=1+1", "+41 79 1234567")


def test_rows_left_out_are_handed_out_after_the_import(
    doctor: Client, place: Outlet
) -> None:
    world.patient(place)
    text = "Surname,First name,DOB\nZyxwvut,Qqanary,1980-05-01\nA,B,\n"
    upload(doctor, text, kind="patients")
    run = Run.objects.get()
    send_columns(doctor, run)
    post(doctor, "imports:import", run.id)

    assert said(get(doctor, "imports:bad_rows", run.id)).splitlines()[1:] == [
        "Zyxwvut;Qqanary;1980-05-01;same name and date of birth"
    ]


def test_run_is_given_up_and_its_file_may_come_again(
    doctor: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload(doctor, FILE, kind="patients")
    run = Run.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        post(doctor, "imports:close", run.id)

    assert kept() == 0
    assert "given up" in said(get(doctor, "imports:run", run.id))
    assert get(doctor, "imports:bad_rows", run.id).status_code == 404
    post(doctor, "imports:close", run.id)
    assert "it is closed already" in said(get(doctor, "imports:runs"))
    assert upload(doctor, FILE, kind="patients").status_code == 302


def test_obstacles_are_named(doctor: Client) -> None:
    upload(doctor, FILE, kind="patients")
    run = Run.objects.get()
    send_columns(doctor, run)
    post(doctor, "imports:import", run.id)
    card = Patient.objects.get()
    Patient.objects.update(given_names="Yy", version=2)

    page = said(get(doctor, "imports:undo", run.id))

    assert "Line 2: the card was changed since" in page
    assert str(card.id) in page
    answer = post(doctor, "imports:undo", run.id)
    assert answer.status_code == 422
    assert "1 things stand in the way" in said(answer)
    assert Patient.objects.count() == 1


def test_many_rows_and_twins_are_shown_in_part(
    desk: Desk, doctor: Client, place: Outlet
) -> None:
    there = world.patient(place)
    bad = "A;B;31.02.1980\n" * 30
    noted = "".join(f"N{i};B;{20000 + i}\n" for i in range(27))
    twin = f"{there.family_name};{there.given_names};1980-05-01\n" * 203
    good = "".join(f"Good{i};B;1970-01-01\n" for i in range(500))
    run = desk.tried(f"Surname;First name;DOB\n{bad}{noted}{twin}{good}")

    page = said(get(doctor, "imports:run", run.id))

    assert "And 2 rows more." in page
    assert "3 rows more are perhaps on file." in page
    assert "Choose a quiet hour." in page


# Who may, and what is told


def test_run_of_another_outlet_is_not_found(
    doctor: Client, lead: User, desk: Desk
) -> None:
    run = desk.tried("Surname\nA\n")
    other = world.outlet("Zweitens")
    Membership.objects.create(
        user=lead, role=Role.LEAD_CLINICIAN, outlet=other, granted_at=world.AT
    )
    Run.objects.update(outlet=other)

    assert get(doctor, "imports:run", run.id).status_code == 404


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.CLINICIAN, Role.ADMINISTRATOR])
def test_only_a_lead_clinician_imports(place: Outlet, role: Role) -> None:
    client = client_of(world.member(role, place))

    assert get(client, "imports:runs").status_code == 403


def test_no_name_reaches_a_log_or_the_trail(
    doctor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    upload(doctor, FILE, kind="patients")
    run = Run.objects.get()
    send_columns(doctor, run)
    post(doctor, "imports:import", run.id)
    get(doctor, "imports:run", run.id)

    logged = [one.getMessage() for one in caplog.records if "db" not in one.name]
    assert [line for line in logged if "Vowelless" in line] == []
    told = list(Event.objects.values_list("deed", "origin", "ids"))
    assert "Vowelless" not in str(told)
    assert "Vowelless" not in str(run.report)


def test_every_finding_has_words() -> None:
    more = dict.fromkeys(
        ("most", "cells", "day", "sign", "line", "known", "zone", "time", "other"), "?"
    )
    spoken = [
        words.sentence(Finding(1, "A", "b", code, {**more, "minutes": "15"}))
        for code in words.FLAWS
    ]

    assert [one for one in spoken if "%(" in one or not one.startswith("A: ")] == []
