"""A new migraine patient, from the first question to the seal and the next date."""

import pytest
from playwright.sync_api import expect

from glabella.clinic.record.models import Session
from tests.clinic.assessment.builders import FITTING
from tests.clinic.scene import Scene
from tests.clinic.treatment import build as treatment
from tests.journeys.walking import Walk, look
from tests.journeys.way import Hands, answer_all

pytestmark = pytest.mark.django_db

MIGRAINE, PRODUCT = "chronic_migraine", "onabotulinumtoxinA"
TRIED = {"propranolol": "failed", "topiramate": "not_tolerated"}
# Twelve at most; the number stands in docs/explanation/clinic.md.
ACTIONS = 9
ANSWERS = {**FITTING, "toxin_sessions": "complete", "preventives": "complete"}


def assess(hands: Hands, clinic: Scene) -> None:
    """Ask what the protocol asks, until the verdict stands."""
    for drug, outcome in TRIED.items():
        hands.page.goto(f"/assess/{clinic.card.id}/preventives/new/")
        hands.write("drug", drug)
        hands.choose("outcome", outcome)
        hands.press("Add")
    hands.page.goto(f"/assess/{clinic.card.id}/")
    hands.tick("protocol", MIGRAINE)
    hands.press("Ask about the chosen ones")
    answer_all(hands, ANSWERS)
    look(hands.page, "new-patient-1-interview")
    hands.press("Keep the answers")
    hands.sees("Nothing more to ask")


def decide(hands: Hands) -> None:
    """Decide by name, on the verdict that the answers gave."""
    hands.follow("Back to the verdicts")
    hands.follow("Chronic migraine")
    look(hands.page, "new-patient-2-verdict")
    hands.follow("Decide")
    hands.sign("Sign the decision")
    hands.sees("Decided under your name.")


def plan(hands: Hands) -> None:
    """Make a plan of the published scheme and approve it."""
    hands.step("Plan")
    hands.follow("New plan")
    hands.tick("product", PRODUCT)
    hands.press("Next: schemes")
    hands.press("Make the plan")
    look(hands.page, "new-patient-3-plan")
    hands.follow("Approve")
    hands.sign("Approve")
    hands.sees("Approved. The consent comes next.")


def consent(hands: Hands) -> None:
    """Prepare the paper, read it together, record the talk, sign on the tablet."""
    hands.step("Consent")
    hands.follow("Prepare a consent")
    hands.press("Prepare")
    hands.follow("Read with the patient")
    look(hands.page, "new-patient-4-consent")
    hands.follow("Back to the record")
    hands.follow("Record the talk")
    look(hands.page, "new-patient-4-talk")
    hands.talk()
    hands.follow("Sign on the tablet")
    hands.draw()
    look(hands.page, "new-patient-4-sign")
    hands.press("Sign")
    hands.sees("Text and paper are as they were signed.")


def treat(hands: Hands) -> None:
    """Start after the time-out, make the vial ready, sign all as planned."""
    hands.time_out()
    hands.press("All checked: start")
    hands.press("Open them now")
    hands.scan("(10)C1234")
    look(hands.page, "new-patient-5-treatment")
    hands.sign("All given as planned: sign and seal")


def test_new_patient_is_treated_and_knows_the_next_date(
    walk: Walk, clinic: Scene
) -> None:
    treatment.lot(clinic)
    hands = Hands(walk.page_as(clinic.user))

    assess(hands, clinic)
    decide(hands)
    plan(hands)
    consent(hands)
    hands.follow("Go on to the treatment")
    before = hands.actions
    treat(hands)
    needed = hands.actions - before
    hands.sees("Sealed. Only addenda follow.")
    hands.step("Repeat")
    look(hands.page, "new-patient-6-next-date")
    # The session of today is the first; no session of today comes after it.
    expect(hands.page.get_by_text("days after the one before")).to_have_count(0)

    session = Session.objects.get()
    assert (session.units, session.sites.count()) == (155, 31)
    assert session.sealed_at is not None
    assert needed == ACTIONS
