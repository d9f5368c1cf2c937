"""People for whom the way stops, or asks for a name, before it goes on."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.values import Order
from glabella.clinic.record.models import Task
from tests import world
from tests.clinic.planning import build
from tests.clinic.planning.build import BRUXISM, DEPRESSION, MIGRAINE, ONA
from tests.clinic.scene import Scene
from tests.journeys.walking import Walk, look
from tests.journeys.way import Hands
from tests.web.browsing import violations

pytestmark = pytest.mark.django_db

GLABELLA = "glabella_female_29"
BRUXISM_FACTS = {
    "bruxism_grade": "probable",
    "bruxism_type": "sleep",
    "bruxism_consequence": ["pain", "tooth_wear"],
    "splint_trial": "tried",
}


@pytest.fixture
def hands(walk: Walk, clinic: Scene) -> Hands:
    """Return the hands of the lead, after the browser has started."""
    return Hands(walk.page_as(clinic.user))


def plan_of(hands: Hands, clinic: Scene, *protocols: str) -> None:
    """Choose protocols and a product for a new plan."""
    hands.page.goto(f"/plan/{clinic.card.id}/new/")
    for one in protocols:
        hands.tick("protocol", one)
    hands.tick("product", ONA)
    hands.press("Next: schemes")


def decide(hands: Hands, clinic: Scene, protocol: str) -> None:
    """Decide off label, in the single case."""
    hands.page.goto(f"/assess/{clinic.card.id}/protocols/{protocol}/decide/")
    hands.write("reason", "nothing else helped enough")
    hands.write("alternatives", "talked through with the patient")
    hands.sign("Sign the decision")
    hands.sees("Decided under your name.")


def test_positive_item_opens_a_task_and_no_plan_until_the_risk_is_assessed(
    hands: Hands, clinic: Scene
) -> None:
    build.know(clinic)
    who = clinic.card.id

    hands.page.goto(f"/assess/{who}/phq9/")
    hands.choose("item9", "1")
    hands.press("Keep")
    look(hands.page, "item-9-assess")
    assert violations(hands.page) == []
    hands.page.goto("/desk/tasks/")
    hands.sees(world.FAMILY)
    look(hands.page, "item-9-tasks")

    row = build.draft(clinic, Order(DEPRESSION, scheme=GLABELLA))
    hands.page.goto(f"/plan/{who}/{row.id}/")
    hands.sees("Major depression: the verdict is deferred; no plan is proposed.")
    hands.follow("Approve")
    hands.sign("Approve")
    assert Plan.objects.get().state == "draft"

    hands.page.goto(f"/assess/{who}/")
    hands.follow("Assess the risk of suicide")
    hands.write("method", "structured interview")
    hands.choose("level", "low")
    hands.write("plan", "a call tomorrow; the numbers are with the patient")
    later = build.today(clinic) + timedelta(days=7)
    hands.write("valid_until", later.isoformat())
    hands.tick("cleared", "yes")
    hands.sign("Sign")
    decide(hands, clinic, DEPRESSION)
    plan_of(hands, clinic, DEPRESSION)
    hands.tick(f"{DEPRESSION}-scheme", GLABELLA)
    hands.press("Make the plan")
    hands.confirm_all("read in the trial report")
    look(hands.page, "item-9-plan")
    hands.follow("Approve")
    hands.sign("Approve")

    assert Plan.objects.filter(approved_at__isnull=False).get().total_units == 29
    assert Task.objects.get().is_urgent


def test_unequal_masseters_are_by_hand_and_confirmed_by_name(
    hands: Hands, clinic: Scene
) -> None:
    build.know(clinic, **BRUXISM_FACTS)
    decide(hands, clinic, BRUXISM)
    plan_of(hands, clinic, BRUXISM)
    hands.tick(f"{BRUXISM}-scheme", "per_side_range")
    hands.write(f"{BRUXISM}-units-per_side_range-masseter", "30")
    hands.write(f"{BRUXISM}-points-per_side_range-masseter", "3")
    hands.press("Make the plan")

    right = 'tr[data-point^="masseter/right/"] [name$="-units"]'
    for field in hands.page.locator(right).all():
        field.fill("8")
    hands.press("Save the draft")
    hands.sees("uneven")
    look(hands.page, "bruxism-plan")
    row = Plan.objects.get()
    assert row.status == "needs_confirmation"

    hands.confirm_all("the right one is thinner to the hand")
    look(hands.page, "bruxism-confirmed")
    hands.follow("Approve")
    hands.sign("Approve")

    row.refresh_from_db()
    assert (row.state, row.total_units) == ("approved", 54)
    assert [one.name for one in row.confirmed.all()] == [clinic.user.name]


def test_migraine_with_depression_is_one_map_and_confirmed_by_name(
    hands: Hands, clinic: Scene
) -> None:
    build.know(clinic)
    build.decide(clinic)
    decide(hands, clinic, DEPRESSION)
    plan_of(hands, clinic, MIGRAINE, DEPRESSION)
    hands.tick(f"{DEPRESSION}-scheme", GLABELLA)
    hands.press("Make the plan")
    look(hands.page, "merged-plan")
    hands.sees("no trial has studied this combination of maps")
    row = Plan.objects.get()
    assert row.status == "needs_confirmation"
    hands.confirm_all("both maps are known to me; none studied them together")
    look(hands.page, "merged-confirmed")
    hands.follow("Approve")
    hands.sign("Approve")

    row.refresh_from_db()
    assert (row.state, row.total_units) == ("approved", 169)
    assert {one.name for one in row.confirmed.all()} == {clinic.user.name}


def test_myasthenia_stops_the_plan_and_the_start(hands: Hands, clinic: Scene) -> None:
    build.know(clinic, nmj_disorder_mg_or_lems=True)
    hands.page.goto(f"/assess/{clinic.card.id}/protocols/{MIGRAINE}/")
    hands.sees("What stands against it")
    hands.follow("Decide")
    hands.sign("Sign the decision")
    look(hands.page, "blocked-decision")
    plan_of(hands, clinic, MIGRAINE)
    hands.press("Make the plan")
    hands.sees("the verdict is blocked; no plan is proposed.")
    expect(hands.page.get_by_text("the scheme gives")).to_have_count(0)
    look(hands.page, "blocked-plan")
    hands.follow("Approve")
    hands.sign("Approve")

    row = Plan.objects.get()
    assert (row.state, row.status, row.sites.count()) == ("draft", "blocked", 0)
    hands.step("Treat")
    hands.sees("Not ready to start", "There is no approved plan.")
    start = hands.page.get_by_role("button", name="All checked: start")
    assert start.count() == 0
    look(hands.page, "blocked-treat")


def test_toxin_nobody_can_name_makes_the_rest_unknown(
    hands: Hands, clinic: Scene
) -> None:
    build.know(clinic, prior_botulinum_toxin=True)
    day = build.today(clinic) - timedelta(days=42)
    hands.page.goto(f"/assess/{clinic.card.id}/")
    hands.follow("A toxin given elsewhere")
    hands.write("on", day.isoformat())
    hands.write("source", "the patient")
    hands.press("Keep")
    hands.page.goto(f"/assess/{clinic.card.id}/protocols/{MIGRAINE}/")
    look(hands.page, "unknown-toxin-verdict")
    hands.sees("Another botulinum toxin within the last 84 days, anywhere")
    plan_of(hands, clinic, MIGRAINE)
    hands.press("Make the plan")
    hands.sees("units not comparable", "nobody can say", "Too early")
    look(hands.page, "unknown-toxin-plan")
    hands.follow("Approve")
    hands.sign("Approve")

    assert Plan.objects.get().state == "draft"
