"""The pages of a treatment, from the details to the seal."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from glabella.clinic.practice.models import Staff
from glabella.clinic.record import actions as records
from glabella.clinic.record.models import Addendum, Session
from glabella.clinic.record.values import NewSession
from glabella.clinic.treatment.models import (
    Reaction,
    Treatment,
)
from tests import world
from tests.clinic.pages import get, post, said
from tests.clinic.scene import Scene
from tests.clinic.treatment import build
from tests.clinic.treatment.test_pages import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(ready: build.Ready) -> Treatment:
    return build.started(ready)


def test_button_asked_for_without_pressing_leads_back(
    row: Treatment, doctor: Client
) -> None:
    answer = get(doctor, "treatment:scan", row.patient_id, row.id)

    assert (answer.status_code, row.vials.count()) == (302, 0)


def test_button_pressed_twice_is_once(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    build.lot(ready.scene, vials=3)
    ticket = "6f1c2f0e-58a5-4c8e-9d4a-0a4ddc6f2f11"
    send(doctor, "open_best", row, ticket=ticket)

    assert "nothing was doubled" in send(doctor, "open_best", row, ticket=ticket)
    assert row.vials.count() == 1


def test_details_and_reaction_are_kept(row: Treatment, doctor: Client) -> None:
    details = {"needle": "30 G", "guidance": "ultrasound", "observed_minutes": "15"}
    send(doctor, "set_details", row, **details, note="calm", version=1)
    reaction = {
        "kind": "vasovagal",
        "began_at": world.AT.strftime("%Y-%m-%dT%H:%M"),
        "signs": "pale",
        "measures": "legs up",
    }
    send(doctor, "note_reaction", row, **reaction)

    row.refresh_from_db()
    assert (row.needle, row.guidance, row.observed_minutes) == (
        "30 G",
        "ultrasound",
        15,
    )
    assert Reaction.objects.get().signs == "pale"
    page = said(get(doctor, "treatment:treatment", row.patient_id, row.id))
    assert "pale" in page


def test_reaction_that_lies_ahead_is_refused(row: Treatment, doctor: Client) -> None:
    later = {
        "kind": "other",
        "began_at": "2099-01-01T10:00",
        "signs": "x",
        "measures": "y",
    }

    assert "the time lies ahead" in send(doctor, "note_reaction", row, **later)


def sign(client: Client, row: Treatment, **more: Any) -> str:
    row.refresh_from_db()
    data = {"version": row.version, "password": world.PASSWORD, "given": "all", **more}
    return send(client, "finish", row, **data)


def test_wrong_password_signs_nothing(ready: build.Ready, doctor: Client) -> None:
    row = build.prepared(ready)

    assert "the password is not right" in sign(doctor, row, password="wrong")  # noqa: S106 of a synthetic account
    assert Session.objects.count() == 0


def test_finish_sent_twice_shows_the_one_session(
    ready: build.Ready, doctor: Client
) -> None:
    row = build.prepared(ready)
    first, second = sign(doctor, row), sign(doctor, row)

    assert "sealed" in first
    assert "sealed" in second
    assert Session.objects.count() == 1
    again = get(doctor, "treatment:treatment", row.patient_id, row.id)
    assert f"/sessions/{Session.objects.get().id}/" in again["Location"]


def test_finish_on_an_old_page_lets_look_again(
    ready: build.Ready, doctor: Client
) -> None:
    row = build.prepared(ready)
    page = sign(doctor, row, version=1)

    assert "somebody else has changed this" in page
    assert Session.objects.count() == 0


def test_what_deviates_asks_for_its_reason(row: Treatment, doctor: Client) -> None:
    page = said(get(doctor, "treatment:finish", row.patient_id, row.id))
    assert "Vials and units do not match the stock" in page

    assert "This field is required" in sign(doctor, row)
    assert "Vials and units do not match" in sign(doctor, row, reason="no time")
    assert Session.objects.get().deviations == ["stock_mismatch"]


def test_sealed_session_takes_addenda_and_reactions(
    ready: build.Ready, doctor: Client
) -> None:
    row = build.prepared(ready)
    sign(doctor, row)
    session = Session.objects.get()
    address = (row.patient_id, session.id)
    assert "Addendum" in said(get(doctor, "treatment:add_addendum", *address))
    post(doctor, "treatment:add_addendum", *address, text="a bruise")
    reaction = {
        "kind": "anaphylaxis",
        "began_at": world.AT.strftime("%Y-%m-%dT%H:%M"),
        "signs": "hives",
        "measures": "called for help",
        "adrenaline": "as given",
        "lasted_minutes": "20",
        "pulse": "120",
        "blood_pressure": "90/60",
        "emergency_called": "on",
        "outcome": "well",
    }
    send(doctor, "note_reaction", row, **reaction)

    page = said(get(doctor, "treatment:session", *address))
    assert Addendum.objects.get().text == "a bruise"
    assert "a bruise" in page
    assert "hives" in page


def test_session_of_nobody_is_not_found(here: Scene, doctor: Client) -> None:
    answer = get(doctor, "treatment:session", here.card.id, here.card.id)

    assert answer.status_code == 404


def test_treatment_of_nobody_is_not_found(row: Treatment, doctor: Client) -> None:
    who = row.patient_id
    assert get(doctor, "treatment:treatment", who, who).status_code == 404
    assert get(doctor, "treatment:leave_out", who, row.id, who).status_code == 404


def test_given_up_treatment_says_so(row: Treatment, doctor: Client) -> None:
    send(doctor, "abandon", row, reason="fainted before", version=row.version)
    page = said(get(doctor, "treatment:treatment", row.patient_id, row.id))

    assert "fainted before" in page
    page = said(get(doctor, "treatment:sessions", row.patient_id))
    assert "fainted before" in page


def test_record_afterwards_by_page(here: Scene, doctor: Client) -> None:
    staff = Staff.objects.get()
    address = (here.card.id,)
    assert "Who injected" in said(get(doctor, "treatment:afterwards", *address))
    data = {
        "on": world.TODAY.isoformat(),
        "clinician": staff.id,
        "protocol": build.MIGRAINE,
        "product": build.ONA,
    }
    post(doctor, "treatment:afterwards", *address, **data)
    row = Treatment.objects.get()
    new = {"muscle": "masseter", "side": "left", "units": "20"}
    send(doctor, "add_site", row, **new)
    vial = {"number": "X1", "vial_units": "50"}
    send(doctor, "add_printed_vial", row, **vial)
    page = send(doctor, "add_printed_vial", row, number="X2", vial_units="0")
    assert "not said" in page
    page = sign(doctor, row, reason="at a home visit")

    assert "Keine" not in page
    assert "Recorded afterwards" in page
    assert Session.objects.get().units == 20
    assert get(doctor, "treatment:afterwards", *address).status_code == 200


def test_record_afterwards_by_plan_takes_the_plan(
    ready: build.Ready, doctor: Client
) -> None:
    data = {"on": world.TODAY.isoformat(), "clinician": ready.staff.id}
    who = ready.scene.card.id
    post(doctor, "treatment:afterwards", who, **data)

    assert Treatment.objects.get().plan == ready.plan
    assert get(doctor, "treatment:afterwards", who).status_code == 302


def test_pages_ask_the_same_for_one_session_and_for_three(
    here: Scene, doctor: Client
) -> None:
    def add(days: int) -> None:
        new = NewSession(
            outlet=here.outlet.id,
            protocol=build.MIGRAINE,
            product=build.ONA,
            on=world.TODAY - timedelta(days=days),
            units=Decimal(100),
            clinician=Staff.objects.get().id,
        )
        records.record_session(here.card.id, new, by=here.by, at=world.AT)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            get(doctor, "treatment:sessions", here.card.id)
        return len(found)

    add(400)
    count()
    one = count()
    add(300)
    add(200)

    assert count() == one
