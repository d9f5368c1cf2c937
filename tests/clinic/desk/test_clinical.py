from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.models import Allergy, Patient
from glabella.clinic.practice.models import Outlet, Staff
from glabella.clinic.record import actions
from glabella.clinic.record.models import (
    Document,
    Note,
    Problem,
    Task,
    Therapy,
)
from glabella.clinic.record.values import NewTask
from tests import world
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db

WRONG = {"password": "not this one"}


def test_history_is_kept(doctor: Client, patient: Patient) -> None:
    post(doctor, "desk:allergies_asked", patient.id)
    assert "None named when asked on" in said(get(doctor, "desk:history", patient.id))

    post(
        doctor,
        "desk:add_clinical",
        patient.id,
        "allergy",
        substance="Penicillin",
        severity="mild",
    )
    post(
        doctor,
        "desk:add_clinical",
        patient.id,
        "problem",
        label="Chronic migraine",
        certainty="confirmed",
    )
    post(
        doctor,
        "desk:add_clinical",
        patient.id,
        "therapy",
        kind="medicine",
        name="Propranolol",
    )

    page = said(get(doctor, "desk:history", patient.id))
    assert all(
        word in page for word in ("Penicillin", "Chronic migraine", "Propranolol")
    )
    overview = said(get(doctor, "desk:patient", patient.id))
    assert "Allergy: Penicillin" in overview


def test_allergy_ends_with_a_reason(doctor: Client, patient: Patient) -> None:
    data = {"substance": "Penicillin", "severity": "mild"}
    post(doctor, "desk:add_clinical", patient.id, "allergy", **data)
    row = Allergy.objects.get()

    post(doctor, "desk:end_clinical", patient.id, "allergy", row.id)
    row.refresh_from_db()
    assert row.ended_at is None

    reason = "tested and tolerated"
    post(doctor, "desk:end_clinical", patient.id, "allergy", row.id, reason=reason)
    row.refresh_from_db()
    assert row.ended_reason == reason


def test_problem_and_therapy_are_changed(doctor: Client, patient: Patient) -> None:
    data = {"label": "Migraine", "certainty": "suspected"}
    post(doctor, "desk:add_clinical", patient.id, "problem", **data)
    problem = Problem.objects.get()
    changed = {"label": "Migraine", "certainty": "confirmed", "version": "1"}
    post(doctor, "desk:change_problem", patient.id, problem.id, **changed)
    problem.refresh_from_db()
    assert problem.certainty == "confirmed"

    data = {"kind": "medicine", "name": "Propranolol"}
    post(doctor, "desk:add_clinical", patient.id, "therapy", **data)
    therapy = Therapy.objects.get()
    changed = data | {"stopped_on": "2026-01-02", "outcome": "failed", "version": "1"}
    post(doctor, "desk:change_therapy", patient.id, therapy.id, **changed)
    therapy.refresh_from_db()
    assert therapy.outcome == "failed"


@pytest.mark.parametrize("name", ["desk:change_problem", "desk:change_therapy"])
def test_row_that_is_not_theirs_does_not_exist(
    doctor: Client, patient: Patient, *, name: str
) -> None:
    assert get(doctor, name, patient.id, patient.id).status_code == 404


def test_note_is_a_draft_until_signed(doctor: Client, patient: Patient) -> None:
    post(doctor, "desk:new_note", patient.id, on="2026-11-02", text="First words")
    note = Note.objects.get()
    post(doctor, "desk:change_note", patient.id, note.id, text="Words", version="1")
    assert "draft" in said(get(doctor, "desk:notes", patient.id))

    wrong = post(doctor, "desk:sign_note", patient.id, note.id, **WRONG, version="2")
    assert wrong.status_code == 422
    post(
        doctor,
        "desk:sign_note",
        patient.id,
        note.id,
        password=world.PASSWORD,
        version="2",
    )
    note.refresh_from_db()
    assert (note.signed_name, note.text) == ("Lead Synthetic", "Words")

    late = post(
        doctor, "desk:change_note", patient.id, note.id, text="Other", version="3"
    )
    assert late.status_code == 422
    post(doctor, "desk:add_addendum", patient.id, note.id, text="Added later")
    page = said(get(doctor, "desk:notes", patient.id))
    assert "Added later" in page
    assert get(doctor, "desk:sign_note", patient.id, patient.id).status_code == 404


def _file(
    content: bytes = b"%PDF-1.7 synthetic", kind: str = "application/pdf"
) -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", content, content_type=kind)


def test_paper_waits_in_the_inbox_until_filed_and_read(
    doctor: Client, desk: Client, patient: Patient
) -> None:
    assert "The inbox is empty" in said(get(desk, "desk:inbox"))
    post(desk, "desk:receive", file=_file(), kind="letter", title="Letter")
    paper = Document.objects.get()
    assert get(desk, "desk:waiting_file", paper.id).status_code == 403
    assert get(doctor, "desk:waiting_file", paper.id).content == b"%PDF-1.7 synthetic"

    page = said(get(desk, "desk:file_paper", paper.id, q="zyx"))
    assert "Zyxwvut, Qqanary" in page
    post(desk, "desk:file_paper", paper.id, number="zyx", patient=patient.id)
    paper.refresh_from_db()
    assert paper.patient == patient
    assert "to be read" in said(get(doctor, "desk:inbox"))

    post(doctor, "desk:mark_read", patient.id, paper.id)
    assert "The inbox is empty" in said(get(doctor, "desk:inbox"))
    answer = get(doctor, "desk:paper", patient.id, paper.id)
    assert answer.headers["Content-Type"] == "application/pdf"


def test_paper_that_browsers_run_is_refused(doctor: Client, patient: Patient) -> None:
    answer = post(
        doctor,
        "desk:add_paper",
        patient.id,
        file=_file(b"<script>", "text/html"),
        kind="letter",
        title="Page",
    )

    assert answer.status_code == 422
    assert "This kind of file is not taken" in said(answer)
    assert Document.objects.count() == 0


def test_paper_is_set_aside_and_kept(doctor: Client) -> None:
    post(doctor, "desk:receive", file=_file(), kind="other", title="Twice")
    paper = Document.objects.get()

    post(doctor, "desk:set_aside", paper.id, reason="received twice")

    paper.refresh_from_db()
    assert paper.set_aside_reason == "received twice"
    assert get(doctor, "desk:set_aside", paper.id).status_code == 404


def test_paper_of_nobody_found_stays_in_the_inbox(doctor: Client) -> None:
    post(doctor, "desk:receive", file=_file(), kind="other", title="Whose")
    paper = Document.objects.get()

    answer = post(doctor, "desk:file_paper", paper.id, number="nobody")

    assert answer.status_code == 404
    assert "Nobody of your outlets" in said(
        get(doctor, "desk:file_paper", paper.id, q="xx")
    )


@pytest.mark.parametrize("name", ["desk:paper", "desk:mark_read"])
def test_paper_of_somebody_else_does_not_exist(
    doctor: Client, patient: Patient, *, name: str
) -> None:
    assert post(doctor, name, patient.id, patient.id).status_code == 404


def test_task_has_owner_attempts_and_an_end(
    doctor: Client, lead: User, patient: Patient
) -> None:
    staff = Staff.objects.get(user=lead)
    data = {"title": "Call back", "due_on": "2026-11-05", "owner": staff.id}
    post(doctor, "desk:new_task", patient.id, **data)
    task = Task.objects.get()
    post(
        doctor,
        "desk:note_attempt",
        patient.id,
        task.id,
        how="phone",
        result="no_answer",
    )
    page = said(get(doctor, "desk:patient_task", patient.id, task.id))
    assert "no answer" in page
    assert "Call back" in said(get(doctor, "desk:tasks"))

    post(doctor, "desk:hand_over", patient.id, task.id, owner=staff.id, version="1")
    post(doctor, "desk:close_task", patient.id, task.id, outcome="Reached", version="2")
    task.refresh_from_db()
    assert task.outcome == "Reached"
    assert "Nothing is open" in said(get(doctor, "desk:tasks"))


def test_tasks_stand_in_the_column_of_their_clock(
    doctor: Client, place: Outlet, patient: Patient
) -> None:
    by = world.actor(world.member(Role.ASSISTANT, place), place)
    now = timezone.now()  # noqa: TID251 the page asks the same clock
    for title, due in (("Late", -3), ("Soon", 5)):
        new = NewTask(
            place.id, "call_back", title, now + timedelta(days=due), patient.id
        )
        actions.open_task(new, by=by, at=now)

    page = said(get(doctor, "desk:tasks"))

    assert page.index("Overdue") < page.index("Late") < page.index("Soon")


def test_front_desk_reads_no_clinical_page(desk: Client, patient: Patient) -> None:
    for name in ("desk:history", "desk:notes", "desk:papers", "desk:privacy"):
        assert get(desk, name, patient.id).status_code == 403
    assert get(desk, "desk:tasks").status_code == 403


def test_somebody_without_an_outlet_writes_nothing() -> None:
    auditor = client_of(world.member(Role.AUDITOR, None))

    assert post(auditor, "desk:receive").status_code == 403
