"""The pages of consent, from an approved plan to a sealed paper."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from glabella.clinic.accounts.roles import Role
from glabella.clinic.consent import queries
from glabella.clinic.consent.models import Clause, Consent, PhotoConsent, Talk
from glabella.clinic.practice.models import LabelDecision, Staff
from tests import world
from tests.clinic.consent import build
from tests.clinic.pages import client_of, get, post, said
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


def talk_form(here: Scene, row: Consent) -> dict[str, object]:
    asked = row.content[row.language]["questions"]
    answers = {f"answer_{n}": "in my own words" for n in range(len(asked))}
    return {
        "explained_by": Staff.objects.get(user=here.user).id,
        "qualification": "neurology",
        "held_at": "2026-11-01T09:00",
        "minutes": 20,
        "capacity": "has_capacity",
        "judgement": "knows it from before",
        "judged_by": "Lead Synthetic",
        **answers,
    }


def test_whole_way_ends_in_a_sealed_paper(here: Scene, doctor: Client) -> None:
    plan = build.plan(here)

    post(doctor, "consent:prepare", here.card.id, plan.id, language="en", up_to="")
    row = Consent.objects.get()
    read = get(doctor, "consent:read", here.card.id, row.id)
    post(doctor, "consent:talk", here.card.id, row.id, **talk_form(here, row))
    form = {
        "signer": "patient",
        "name": "Qqanary Zyxwvut",
        "strokes": build.STROKES,
        "content_digest": row.content_digest,
    }
    answer = post(doctor, "consent:sign", here.card.id, row.id, **form)
    row.refresh_from_db()
    paper = get(doctor, "consent:paper", here.card.id, row.id)

    assert read.status_code == 200
    assert answer.status_code == 302
    assert row.signed_name == "Qqanary Zyxwvut"
    assert paper.content.startswith(b"%PDF-")
    assert queries.verified(row).is_kept
    assert get(doctor, "consent:consent", here.card.id, row.id).status_code == 200
    assert get(doctor, "consent:consents", here.card.id).status_code == 200


def test_second_click_prepares_nothing_twice(here: Scene, doctor: Client) -> None:
    plan = build.plan(here)
    form = {"language": "en", "ticket": str(uuid.uuid4())}

    for _click in range(2):
        post(doctor, "consent:prepare", here.card.id, plan.id, **form)

    assert Consent.objects.count() == 1


def test_refused_deed_keeps_the_form(here: Scene, doctor: Client) -> None:
    plan = build.plan(here, state="draft")

    answer = post(doctor, "consent:prepare", here.card.id, plan.id, language="en")

    assert answer.status_code == 422
    assert "not approved" in said(answer)
    assert get(doctor, "consent:prepare", here.card.id, build.NOBODY).status_code == 200


def test_signed_paper_is_taken_in_and_handed_out(here: Scene, doctor: Client) -> None:
    row = build.consent(here)
    build.talk(here, row)
    scan = SimpleUploadedFile("scan.exe", b"\x89PNG\r\n\x1a\n dots")
    form = {"signer": "patient", "name": "Q", "signed_at": "2026-11-02T10:40"}

    post(doctor, "consent:scan", here.card.id, row.id, file=scan, **form)
    paper = get(doctor, "consent:paper", here.card.id, row.id)

    assert paper.headers["Content-Type"] == "image/png"
    assert Consent.objects.get().signed_method == "paper"


def test_paper_to_sign_is_a_pdf(here: Scene, doctor: Client) -> None:
    row = build.consent(here)

    paper = get(doctor, "consent:paper", here.card.id, row.id)

    assert paper.content.startswith(b"%PDF-")


def conflicting(here: Scene) -> Consent:
    row = build.consent(here)
    scope = {**row.scope, "labels": {"chronic_migraine": "conflict"}}
    build.tampered(row, scope=scope)
    return row


def test_conflict_blocks_the_paper_and_leads_to_a_decision(
    here: Scene, doctor: Client
) -> None:
    row = conflicting(here)

    assert get(doctor, "consent:paper", here.card.id, row.id).status_code == 409
    page = said(get(doctor, "consent:consent", here.card.id, row.id))
    assert reverse("consent:label", args=["CH", "chronic_migraine", build.ONA]) in page


def test_lead_decides_a_label_by_name(
    here: Scene, doctor: Client, settings: Settings
) -> None:
    settings.GLABELLA_SECOND_FACTOR = "relaxed"
    where = ("CH", "chronic_migraine", build.ONA)
    form = {"status": "on_label", "basis": "read", "password": world.PASSWORD}

    assert get(doctor, "consent:label", *where).status_code == 200
    post(doctor, "consent:label", *where, **form)

    assert LabelDecision.objects.get().decided_name == here.user.name
    odd = ("CH", "no_such_protocol", build.ONA)
    assert get(doctor, "consent:label", *odd).status_code == 404


def test_sign_page_says_why_not_yet(here: Scene, doctor: Client) -> None:
    row = build.consent(here)

    page = said(get(doctor, "consent:sign", here.card.id, row.id))

    assert "nobody has talked about it" in page
    assert "data-signature" not in page


def test_sign_page_names_the_representative(here: Scene, doctor: Client) -> None:
    row = build.consent(here)
    named = {"capacity": "lacks_capacity", "representative": "Synthetic Guardian"}
    build.talk(here, row, **named)

    assert "Synthetic Guardian" in said(
        get(doctor, "consent:sign", here.card.id, row.id)
    )


def test_copy_is_noted_once(here: Scene, doctor: Client) -> None:
    row = build.consent(here)
    build.talk(here, row)

    for _click in range(2):
        post(doctor, "consent:copy", here.card.id, row.id)

    assert Talk.objects.get().copy_given_at is not None


def test_further_session_is_confirmed_on_its_page(here: Scene, doctor: Client) -> None:
    last_time = world.TODAY - timedelta(days=84)
    row = build.signed(here, build.plan(here, on=last_time))
    plan = build.plan(here)

    listed = said(get(doctor, "consent:consents", here.card.id))
    post(doctor, "consent:again", here.card.id, row.id, plan.id, name="Q")

    assert reverse("consent:again", args=[here.card.id, row.id, plan.id]) in listed
    assert row.reconfirmations.get().name == "Q"


def test_withdrawal_is_shown(here: Scene, doctor: Client) -> None:
    row = build.signed(here)

    post(doctor, "consent:withdraw", here.card.id, row.id, reason="gave no reason")

    assert "gave no reason" in said(
        get(doctor, "consent:consent", here.card.id, row.id)
    )


def test_photographs_are_agreed_to_and_taken_back(here: Scene, doctor: Client) -> None:
    form = {
        "purposes": ["record"],
        "language": "en",
        "signer": "patient",
        "name": "Q",
        "strokes": build.STROKES,
    }
    post(doctor, "consent:photographs", here.card.id, **form)
    row = PhotoConsent.objects.get()
    listed = said(get(doctor, "consent:consents", here.card.id))
    gone = post(
        doctor, "consent:withdraw_photos", here.card.id, row.id, reason="no reason"
    )

    assert "in the record" in listed
    assert gone.status_code == 302
    assert queries.photo_purposes(here.who) == frozenset()


def test_photographs_on_paper(here: Scene, doctor: Client) -> None:
    scan = SimpleUploadedFile("scan.jpg", b"\xff\xd8\xff dots")
    form = {"purposes": ["teaching"], "language": "de", "signer": "patient"}

    paper = get(doctor, "consent:photo_paper", here.card.id)
    post(doctor, "consent:photographs", here.card.id, file=scan, name="Q", **form)

    assert paper.content.startswith(b"%PDF-")
    assert PhotoConsent.objects.get().purposes == ["teaching"]


def test_clauses_are_added_measured_and_ended(doctor: Client) -> None:
    form = {"language": "en", "title": "Parking", "text": "There is none."}
    post(doctor, "consent:add_clause", **form)
    shown = said(get(doctor, "consent:clauses"))
    clause = Clause.objects.get()
    post(doctor, "consent:end_clause", clause.id)

    assert "Parking" in shown
    assert "very easy to read" in shown
    assert "Parking" not in said(get(doctor, "consent:clauses"))


@pytest.mark.parametrize("name", ["consent", "read", "paper", "talk", "sign", "scan"])
def test_consent_of_somebody_else_is_not_found(
    here: Scene, doctor: Client, name: str
) -> None:
    row = build.consent(here)
    other = world.patient(here.outlet)

    assert get(doctor, f"consent:{name}", other.id, row.id).status_code == 404


def test_photograph_consent_of_somebody_else_is_not_found(
    here: Scene, doctor: Client
) -> None:
    answer = get(doctor, "consent:withdraw_photos", here.card.id, build.NOBODY)

    assert answer.status_code == 404


def test_changed_text_is_shown_as_changed(here: Scene, doctor: Client) -> None:
    row = build.signed(here)
    build.tampered(row, content_digest="0" * 64)

    assert "Not as it was signed" in said(
        get(doctor, "consent:consent", here.card.id, row.id)
    )


def test_text_is_read_in_either_language(here: Scene, doctor: Client) -> None:
    row = build.consent(here)
    where = ("consent:read", here.card.id, row.id)

    assert "Was schiefgehen kann" in said(get(doctor, *where, language="de"))
    assert "What may go wrong" in said(get(doctor, *where, language="xx"))


def test_list_asks_as_much_for_one_as_for_three(here: Scene, doctor: Client) -> None:
    plan = build.plan(here)
    build.consent(here, plan)
    get(doctor, "consent:consents", here.card.id)
    with CaptureQueriesContext(connection) as one:
        get(doctor, "consent:consents", here.card.id)
    build.consent(here, plan)
    build.consent(here, plan)
    with CaptureQueriesContext(connection) as three:
        get(doctor, "consent:consents", here.card.id)

    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("role", "is_led"), [(Role.LEAD_CLINICIAN, True), (Role.CLINICIAN, False)]
)
def test_own_clauses_are_offered_to_whom_they_open(
    here: Scene, role: Role, *, is_led: bool
) -> None:
    reader = client_of(world.member(role, here.outlet))

    page = said(get(reader, "consent:consents", here.card.id))

    assert ("/consent/clauses/" in page) is is_led
