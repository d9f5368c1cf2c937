"""Odd input is answered in plain words, never by a page about a mistake of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.actions import receive_document
from glabella.clinic.record.models import Document, ExternalDose, Note
from glabella.clinic.record.values import NewDocument
from tests import world
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db

ODD = [
    "²",
    "P-²³",
    "\x00",
    "a\x00b",
    "😀",
    "\u202eabc",
    "x" * 10_000,
    "ab " * 1500,
    "12 " * 1500,
    "%_",
    ",",
    "٣٤٥٦٧٨",
    "0000-00-00",
    "99.99.9999",
    "@",
]


@pytest.mark.parametrize("words", ODD)
def test_search_answers_whatever_is_typed(desk: Client, words: str) -> None:
    assert get(desk, "desk:search", q=words).status_code == 200


@pytest.mark.parametrize(
    "day", ["2026-99-99", "0001-01-01", "9999-12-31", "tomorrow", "2026-W01-1"]
)
def test_board_answers_whatever_day_is_asked_for(desk: Client, day: str) -> None:
    assert get(desk, "desk:today", on=day).status_code == 200


@pytest.mark.parametrize("page", ["abc", "-1", "9" * 30, "0"])
def test_list_answers_whatever_page_is_asked_for(
    desk: Client, patient: Patient, page: str
) -> None:
    assert world.FAMILY in said(get(desk, "desk:search", page=page))
    assert patient.version == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_trail_answers_whatever_days_are_asked_for(place: Outlet, day: str) -> None:
    auditor = client_of(world.member(Role.AUDITOR, place))

    assert get(auditor, "accounts:trail", since=day, until=day).status_code == 200


@pytest.mark.parametrize("version", ["abc", "", "9" * 30, "-1"])
def test_visit_is_not_changed_by_a_version_that_is_none(
    desk: Client, lead: User, place: Outlet, patient: Patient, version: str
) -> None:
    by = world.actor(lead, place)
    service = booking.add_service(
        "review", ("Review", "Kontrolle"), minutes=15, by=by, at=world.AT
    )
    new = NewAppointment(patient.id, place.id, service.id, world.AT)
    visit = booking.book(new, by=by, at=world.AT)

    answer = post(desk, "desk:set_state", visit.id, state="arrived", version=version)

    assert answer.status_code == 302
    assert "invalid literal" not in said(get(desk, "desk:today"))
    visit.refresh_from_db()
    assert visit.state == "booked"


@pytest.mark.parametrize("version", ["9" * 30, "-1", "abc"])
def test_card_is_not_changed_by_a_version_that_is_none(
    desk: Client, patient: Patient, version: str
) -> None:
    data = {
        "family_name": "Other",
        "given_names": "Name",
        "sex": "unknown",
        "language": "de",
        "capacity": "not_assessed",
        "version": version,
    }

    assert post(desk, "desk:change_card", patient.id, **data).status_code == 422
    patient.refresh_from_db()
    assert patient.family_name == world.FAMILY


def test_name_that_is_too_long_is_a_clear_mistake(desk: Client) -> None:
    data = {
        "family_name": "x" * 10_000,
        "given_names": "a\x00b",
        "sex": "unknown",
        "language": "de",
    }

    page = post(desk, "desk:new_patient", **data)

    assert page.status_code == 422
    assert "80" in said(page)


def test_paper_marked_as_read_twice_says_so(
    doctor: Client, lead: User, place: Outlet, patient: Patient
) -> None:
    by = world.actor(lead, place)
    new = NewDocument(
        outlet=place.id, title="Letter", media_type="text/plain", patient=patient.id
    )
    row = receive_document(b"x", new, by=by, at=world.AT)

    for _time in range(2):
        answer = post(doctor, "desk:mark_read", patient.id, row.id)
        assert answer.status_code == 302

    assert Document.objects.get(id=row.id).read_at is not None


def test_scripts_in_every_text_stay_text(
    doctor: Client, lead: User, patient: Patient
) -> None:
    evil = "</text><script>alert(1)</script>"
    post(doctor, "desk:add", patient.id, "alert", text=evil)
    post(
        doctor,
        "desk:add_clinical",
        patient.id,
        "therapy",
        kind="medicine",
        name=evil,
        dose=evil,
        started_on="2026-10-01",
    )
    post(
        doctor,
        "desk:add_clinical",
        patient.id,
        "problem",
        label=evil,
        certainty="confirmed",
    )
    post(doctor, "desk:new_note", patient.id, on="2026-10-02", text=evil)
    file = SimpleUploadedFile("x.txt", b"<script>", content_type="text/plain")
    post(doctor, "desk:add_paper", patient.id, title=evil, kind="letter", file=file)
    Patient.objects.filter(id=patient.id).update(family_name=evil)
    Note.objects.update(signed_at=None)
    ExternalDose.objects.create(
        patient=patient,
        on="2026-10-01",
        product="",
        place=evil,
        noted_at=world.AT,
        noted_by=lead,
    )

    for name in ("patient", "card", "history", "notes", "papers", "privacy"):
        page = said(get(doctor, f"desk:{name}", patient.id))
        assert "<script>alert" not in page
    row = Document.objects.get(title=evil)
    file_answer = get(doctor, "desk:paper", patient.id, row.id)
    assert file_answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in file_answer["Content-Security-Policy"]
    assert get(doctor, "desk:export_paper", patient.id).status_code == 200


def test_unknown_product_does_not_lock_the_record(
    doctor: Client, lead: User, patient: Patient
) -> None:
    ExternalDose.objects.create(
        patient=patient,
        on="2026-10-01",
        product="Neverheardofin",
        units=50,
        noted_at=world.AT,
        noted_by=lead,
    )

    assert get(doctor, "desk:patient", patient.id).status_code == 200
    assert get(doctor, "desk:card", patient.id).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/desk/patients/", "/desk/inbox/", "/health/", "/desk/x/"]
)
def test_every_answer_carries_the_policy(desk: Client, path: str) -> None:
    answer = desk.get(path)

    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_mistakes_carry_the_policy_too(place: Outlet) -> None:
    user = world.member(Role.FRONT_DESK, place)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(
        user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    answers = [
        strict.post(reverse("desk:new_patient"), {}),
        strict.get("/", headers={"host": "evil.example"}),
    ]

    assert [one.status_code for one in answers] == [403, 400]
    for one in answers:
        assert "default-src 'none'" in one["Content-Security-Policy"]
        assert "Traceback" not in said(one)  # type: ignore[arg-type]  # pages of ours


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"],
)
def test_no_way_back_leads_elsewhere(desk: Client, target: str) -> None:
    for path in ("/staff/outlet/", "/theme/", "/language/"):
        answer = desk.post(path, {"next": target, "language": "en", "theme": "dark"})
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript" not in answer.headers.get("Location", "")


def test_somebody_without_a_role_is_told_so() -> None:
    user = User.objects.create(email="no@example.org", name="No", created_at=world.AT)
    client = client_of(user)

    assert get(client, "desk:search").status_code == 403
    assert client.get("/", follow=True).status_code == 200
