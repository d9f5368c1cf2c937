"""The steps of the way: what is done, what comes next, and for whom."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.planned import scope_of
from glabella.clinic.desk.progress import cards_of, progress_of_all
from glabella.clinic.followup.models import Review
from glabella.clinic.people.actions import merge_cards
from glabella.clinic.people.models import Patient
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import Decision, Document, Session
from glabella.clinic.treatment.models import Treatment
from tests import world
from tests.clinic.pages import client_of, get, said, shown_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


ONA, MIGRAINE = "onabotulinumtoxinA", "chronic_migraine"


def states(client: Client, patient: Patient) -> dict[str, str]:
    """Return the state of each step whose pages there are."""
    rows = shown_by(get(client, "desk:card", patient.id))["way"]
    return {str(row["label"]): row["state"] for row in rows}


def notes(client: Client, patient: Patient) -> dict[str, str]:
    rows = shown_by(get(client, "desk:card", patient.id))["way"]
    return {str(row["label"]): row["note"] for row in rows}


def decided(patient: Patient, verdict: str, **more: object) -> Decision:
    now = world.AT
    values: dict[str, Any] = {
        "protocol": MIGRAINE,
        "protocol_version": "1",
        "digest": "d",
        "profile": "CH",
        "phase": "start",
        "on": now.date(),
        "facts": {},
        "answer": {},
        "decided_at": now,
    }
    return Decision.objects.create(patient=patient, verdict=verdict, **(values | more))


def planned(
    patient: Patient, place: Outlet, lead: User, *, is_approved: bool = True
) -> Plan:
    now = world.AT
    signed = {"approved_at": now, "approved_by": lead, "approved_name": "Lead"}
    return Plan.objects.create(
        patient=patient,
        outlet=place,
        on=now.date(),
        product=ONA,
        orders=[{"protocol": MIGRAINE}],
        profile="CH",
        status="ready",
        total_units=Decimal(155),
        made_at=now,
        made_by=lead,
        **(signed if is_approved else {}),
    )


def agreed(plan: Plan, lead: User, *, product: str = ONA, **more: object) -> Consent:
    now = world.AT
    paper = Document.objects.create(
        outlet=plan.outlet,
        patient=plan.patient,
        title="Consent",
        media_type="application/pdf",
        size_bytes=1,
        sha256="0",
        received_at=now,
    )
    values: dict[str, Any] = {
        "language": "en",
        "text_version": "1",
        "scope": attrs.evolve(scope_of(plan), product=product).as_json(),
        "is_off_label": False,
        "content_digest": "d",
        "prepared_at": now,
        "prepared_by": lead,
        "signed_at": now,
        "signed_by": lead,
        "signed_name": "Qqanary Zyxwvut",
        "signed_document": paper,
        "signed_digest": "d",
    }
    return Consent.objects.create(
        patient=plan.patient, outlet=plan.outlet, plan=plan, **(values | more)
    )


def treated(patient: Patient, place: Outlet, *, days_ago: int = 10) -> Session:
    day = world.AT - timedelta(days=days_ago)
    return Session.objects.create(
        patient=patient,
        outlet=place,
        protocol=MIGRAINE,
        product=ONA,
        on=day.date(),
        units=Decimal(155),
        recorded_at=day,
    )


def begun(patient: Patient, plan: Plan, lead: User) -> Treatment:
    now = world.AT
    return Treatment.objects.create(
        patient=patient,
        outlet=plan.outlet,
        plan=plan,
        clinician=lead.staff,
        protocol=MIGRAINE,
        product=ONA,
        on=now.date(),
        started_at=now,
        started_by=lead,
    )


def test_new_patient_is_assessed_next(doctor: Client, patient: Patient) -> None:
    found = states(doctor, patient)

    assert found["Assess"] == "next"
    assert set(found.values()) == {"next", "todo"}


def test_front_desk_sees_no_steps(desk: Client, patient: Patient) -> None:
    page = get(desk, "desk:card", patient.id)

    assert list(shown_by(page)["way"]) == []
    assert "step-state" not in said(page)


def test_strip_stands_on_the_page(doctor: Client, patient: Patient) -> None:
    page = said(get(doctor, "desk:card", patient.id))

    assert '<li class="is-next" aria-current="step">' in page
    assert f"/follow-up/{patient.id}/repeat/" in page


@pytest.mark.parametrize("verdict", ["blocked", "deferred", "not_indicated"])
def test_verdict_that_stops_blocks_the_way(
    doctor: Client, patient: Patient, verdict: str
) -> None:
    decided(patient, verdict)

    found = states(doctor, patient)

    assert found["Assess"] == "blocked"
    assert "next" not in found.values()


def test_verdict_that_needs_facts_is_asked_on(doctor: Client, patient: Patient) -> None:
    decided(patient, "needs_facts")

    assert states(doctor, patient)["Assess"] == "next"
    assert notes(doctor, patient)["Assess"].startswith("needs facts, ")


def test_one_verdict_that_permits_is_enough(doctor: Client, patient: Patient) -> None:
    decided(patient, "criteria_met_off_label", protocol="bruxism")
    decided(patient, "blocked")

    found = states(doctor, patient)

    assert (found["Assess"], found["Plan"]) == ("done", "next")


def test_draft_of_a_plan_waits(
    doctor: Client, patient: Patient, place: Outlet, lead: User
) -> None:
    decided(patient, "indicated")
    planned(patient, place, lead, is_approved=False)

    assert states(doctor, patient)["Plan"] == "next"
    assert notes(doctor, patient)["Plan"] == "a draft waits for approval"


def test_approved_plan_leads_to_consent_then_to_treatment(
    doctor: Client, patient: Patient, place: Outlet, lead: User
) -> None:
    decided(patient, "indicated")
    plan = planned(patient, place, lead)
    before = states(doctor, patient)
    agreed(plan, lead)

    after = states(doctor, patient)

    assert (before["Plan"], before["Consent"], before["Treat"]) == (
        "done",
        "next",
        "todo",
    )
    assert (after["Consent"], after["Treat"]) == ("done", "next")


def test_consent_to_another_product_is_none(
    doctor: Client, patient: Patient, place: Outlet, lead: User
) -> None:
    decided(patient, "indicated")
    old = planned(patient, place, lead)
    agreed(old, lead, product="abobotulinumtoxinA")
    now = world.AT
    treatment = begun(patient, old, lead)
    Treatment.objects.filter(id=treatment.id).update(
        state="abandoned", abandoned_at=now, abandoned_by=lead
    )
    new = planned(patient, place, lead)

    assert states(doctor, patient)["Consent"] == "next"
    assert "does not cover it" in notes(doctor, patient)["Consent"]
    assert new.state == "approved"


def test_open_treatment_is_finished_next(
    doctor: Client, patient: Patient, place: Outlet, lead: User
) -> None:
    decided(patient, "indicated")
    plan = planned(patient, place, lead)
    agreed(plan, lead)
    begun(patient, plan, lead)

    assert states(doctor, patient)["Treat"] == "next"
    assert notes(doctor, patient)["Treat"].startswith("open since ")


def test_treated_patient_is_followed_up(
    doctor: Client, patient: Patient, place: Outlet, lead: User
) -> None:
    decided(patient, "indicated", decided_at=world.AT - timedelta(days=20))
    session = treated(patient, place)
    before = states(doctor, patient)
    Review.objects.create(
        patient=patient,
        outlet=place,
        session=session,
        on=world.AT.date(),
        protocol=MIGRAINE,
        answer={},
        advice="continue",
        reviewed_at=world.AT,
        reviewed_by=lead,
    )

    after = states(doctor, patient)

    assert before["Treat"] == "done"
    assert before.get("Follow up", "next") == "next"
    assert after["Repeat"] == "next"
    assert notes(doctor, patient)["Repeat"].startswith("not before ")


def test_session_of_an_unknown_condition_says_that_nothing_is_known(
    doctor: Client, patient: Patient, place: Outlet
) -> None:
    Session.objects.filter(id=treated(patient, place).id).update(protocol="elsewhere")

    assert notes(doctor, patient)["Repeat"] == "from when is not known"


def test_next_round_begins_with_a_new_verdict(
    doctor: Client, patient: Patient, place: Outlet
) -> None:
    treated(patient, place)
    decided(patient, "indicated")

    found = states(doctor, patient)

    assert (found["Assess"], found["Plan"]) == ("done", "next")


def test_same_queries_for_one_and_three_people(place: Outlet, lead: User) -> None:
    people = [world.patient(place) for _ in range(3)]
    for each in people:
        decided(each, "indicated")
        treated(each, place, days_ago=400)
        agreed(planned(each, place, lead), lead)
    groups = {each.id: (each.id,) for each in people}
    with CaptureQueriesContext(
        connection,
    ) as one:
        progress_of_all(dict([next(iter(groups.items()))]), on=world.TODAY)
    with CaptureQueriesContext(connection) as three:
        found = progress_of_all(groups, on=world.TODAY)

    assert (len(one), len(three)) == (7, 7)
    assert all(row.permits and row.is_agreed for row in found.values())


def test_cards_of_one_person_belong_together(place: Outlet, lead: User) -> None:
    kept, merged, other = (world.patient(place) for _ in range(3))
    by = world.actor(lead, place, role=Role.LEAD_CLINICIAN)
    merge_cards(kept.id, merged.id, reason="Twice.", by=by, at=world.AT)

    assert cards_of([kept.id, other.id]) == {
        kept.id: (kept.id, merged.id),
        other.id: (other.id,),
    }


def test_assistant_sees_the_steps(place: Outlet, patient: Patient) -> None:
    assistant = client_of(world.member(Role.ASSISTANT, place))

    assert states(assistant, patient)["Assess"] == "next"
