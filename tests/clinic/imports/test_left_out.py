"""Pages of rows that stay out, of obstacles; who may, and what is told."""

import csv
import io
import logging

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from glabella.clinic.accounts.models import Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.models import Event
from glabella.clinic.imports import words
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.values import Finding
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.imports.browsing import FILE, kept, send_columns, upload
from tests.clinic.imports.runs import Desk
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db


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
    assert "things that stand in the way: 1" in said(answer)
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
