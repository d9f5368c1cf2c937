"""The pages of unwanted effects and of reports."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.followup.models import SafetyReport
from glabella.clinic.practice.models import Practice
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Session, SideEffect, Task
from glabella.clinic.record.queries import document_content
from glabella.clinic.record.values import NewTherapy
from tests import world
from tests.clinic.followup.scenery import asked
from tests.clinic.followup.test_pages import NOW, TODAY, days_ago, new_effect
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Scene:
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    place = world.outlet("Seeblick")
    user = world.member(Role.LEAD_CLINICIAN, place, name="Lead Synthetic")
    by = world.actor(user, place, role=Role.LEAD_CLINICIAN)
    return Scene(place, user, by, world.patient(place))


@pytest.fixture
def doctor(here: Scene) -> Client:
    return client_of(here.user)


def test_effect_has_its_place_among_those_really_injected(
    here: Scene, doctor: Client
) -> None:
    days_ago(11, here)
    page = said(get(doctor, "followup:new_effect", here.card.id))
    assert "Corrugator muscle, left" in page

    row = new_effect(doctor, here, place="Corrugator muscle, left")

    page = said(get(doctor, "followup:effect", here.card.id, row.id))
    assert "SYN-001" in page
    assert "Swissmedic" in page


def test_another_session_can_be_chosen(here: Scene, doctor: Client) -> None:
    days_ago(11, here)
    older = days_ago(120, here)
    answer = get(doctor, "followup:new_effect", here.card.id, session=str(older.id))

    assert shown_by(answer)["session"] == older


def test_effect_takes_its_name_from_the_protocol(here: Scene, doctor: Client) -> None:
    days_ago(11, here)
    answer = get(doctor, "followup:new_effect", here.card.id)
    names = shown_by(answer)["form"].names
    known = next(each for each in names if "ptosis" in each)

    row = new_effect(doctor, here, effect=known, label="")

    assert (row.effect, row.label) == (known, names[known])
    page = said(get(doctor, "followup:effect", here.card.id, row.id))
    assert "Apraclonidine eye drops" in page
    assert "not in the record: ask" in page


def test_nameless_effect_is_refused(here: Scene, doctor: Client) -> None:
    sent = {"severity": "mild", "causality": "possible", **asked()}
    answer = post(doctor, "followup:new_effect", here.card.id, **sent)

    assert answer.status_code == 422
    assert "Say what it is." in said(answer)


def test_effect_changes_and_is_asked_about_again(here: Scene, doctor: Client) -> None:
    row = new_effect(doctor, here)
    get(doctor, "followup:change_effect", here.card.id, row.id)
    sent = {
        "label": "Lid",
        "severity": "severe",
        "causality": "probable",
        "is_serious": "no",
        "version": row.version,
    }
    post(doctor, "followup:change_effect", here.card.id, row.id, **sent)
    row.refresh_from_db()
    assert (row.severity, row.is_serious) == ("severe", False)

    stale = post(doctor, "followup:change_effect", here.card.id, row.id, **sent)
    assert "somebody else has changed this" in said(stale)

    get(doctor, "followup:spread", here.card.id, row.id)
    again = {"version": row.version, **asked(vision="yes")}
    post(doctor, "followup:spread", here.card.id, row.id, **again)
    page = said(get(doctor, "followup:effect", here.card.id, row.id))
    assert "First this" in page
    assert "Asked before" in page


REPORT = {
    "brand": "Synthetic Brand",
    "lots": "SYN-001",
    "learned_on": TODAY.isoformat(),
    "because": ["hospital"],
    "outcome": "recovering",
    "story": "A synthetic story.",
}


def prepared(doctor: Client, here: Scene, **changes: object) -> SafetyReport:
    record.note_therapy(
        here.card.id,
        NewTherapy("medicine", "Synthetamat", dose="20 mg"),
        by=here.by,
        at=NOW,
    )
    row = new_effect(doctor, here, is_serious="yes")
    args = (here.card.id, row.id, "swissmedic_serious")
    page = said(get(doctor, "followup:prepare", *args))
    assert "To be sent by" in page
    answer = post(doctor, "followup:prepare", *args, **{**REPORT, **changes})
    assert answer.status_code == 302, said(answer)
    return SafetyReport.objects.get()


def test_report_is_filled_in_printed_and_sent(here: Scene, doctor: Client) -> None:
    days_ago(11, here)
    row = prepared(doctor, here)

    assert row.document is not None
    assert document_content(row.document).startswith(b"%PDF")
    parts = dict(row.content["parts"])
    medicine = dict(parts["Suspected medicine"])
    assert (medicine["Brand"], medicine["Lot"]) == ("Synthetic Brand", "SYN-001")
    assert medicine["Label"] != ""
    assert dict(parts["Patient"])["Initials"] == "Q. Z."
    assert row.content["due_on"] == (TODAY + timedelta(days=15)).isoformat()
    page = said(get(doctor, "followup:report", here.card.id, row.id))
    assert "prepared, not sent" in page

    get(doctor, "followup:report_sent", here.card.id, row.id)
    sent = {"reference": "REF-7"}
    post(doctor, "followup:report_sent", here.card.id, row.id, **sent)
    page = said(get(doctor, "followup:report", here.card.id, row.id))
    assert "REF-7" in page


def test_report_without_a_session_says_what_is_not_known(
    here: Scene, doctor: Client
) -> None:
    row = prepared(doctor, here, because=[])

    medicine = dict(dict(row.content["parts"])["Suspected medicine"])
    assert medicine["Session"] == "not known"
    assert medicine["Label"] == "label status not verified"


def test_report_is_set_aside_with_a_reason(here: Scene, doctor: Client) -> None:
    row = prepared(doctor, here)
    get(doctor, "followup:report_aside", here.card.id, row.id)
    why = {"reason": "sent by the hospital"}
    post(doctor, "followup:report_aside", here.card.id, row.id, **why)

    page = said(get(doctor, "followup:report", here.card.id, row.id))
    assert "sent by the hospital" in page


def test_board_shows_what_is_owed_and_raises_what_is_overdue(
    here: Scene, doctor: Client
) -> None:
    assert "Nothing waits" in said(get(doctor, "followup:reports"))
    days_ago(11, here)
    row = new_effect(doctor, here, is_serious="yes")
    SideEffect.objects.filter(id=row.id).update(noted_at=NOW - timedelta(days=20))

    page = said(get(doctor, "followup:reports"))
    get(doctor, "followup:reports")

    assert "overdue" in page
    assert Task.objects.filter(kind="safety_report", is_urgent=True).count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "kept_review",
        "withdraw_review",
        "review",
        "contact",
        "judge",
        "withdraw_contact",
        "effect",
        "change_effect",
        "spread",
        "report",
        "report_sent",
        "report_aside",
        "withdraw_score",
    ],
)
def test_row_of_nobody_is_not_found(here: Scene, doctor: Client, name: str) -> None:
    answer = get(doctor, f"followup:{name}", here.card.id, uuid4())

    assert answer.status_code == 404


def test_unknown_instrument_and_duty_are_not_found(here: Scene, doctor: Client) -> None:
    row = new_effect(doctor, here)

    codes = [
        get(doctor, "followup:score", here.card.id, "palmistry").status_code,
        get(doctor, "followup:prepare", here.card.id, row.id, "nobody").status_code,
    ]

    assert codes == [404, 404]


def test_product_that_nobody_knows_closes_no_page(here: Scene, doctor: Client) -> None:
    days_ago(11, here)
    new = treated_with_unknown(here)

    page = said(get(doctor, "followup:overview", here.card.id))

    assert new.product == "snakeoilA"
    assert "A product on record is not known here" in page


def treated_with_unknown(here: Scene) -> Session:
    return Session.objects.create(
        patient=here.card,
        outlet=here.outlet,
        protocol="chronic_migraine",
        product="snakeoilA",
        on=TODAY - timedelta(days=3),
        units=1,
        recorded_at=NOW,
    )


def test_auditor_without_an_outlet_reads_the_page(here: Scene) -> None:
    days_ago(11, here)
    auditor = client_of(world.member(Role.AUDITOR, None))

    assert get(auditor, "followup:overview", here.card.id).status_code == 200
