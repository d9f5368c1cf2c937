"""The map on the page of a real plan: moved, dosed, mirrored and kept."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.models import Practice
from tests import world
from tests.clinic.planning import build
from tests.clinic.scene import Scene, scene
from tests.journeys.walking import DESK, PHONE, PLAIN, Walk
from tests.web.browsing import Screen, overflow, violations

pytestmark = pytest.mark.django_db

LEFT = '.fig-point[data-muscle="corrugator_supercilii"][data-side="left"]'


@pytest.fixture
def here(walk: Walk) -> Scene:
    """Return a patient with chronic migraine, after the browser has started."""
    assert walk.said == []
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    found = scene()
    build.know(found)
    return found


@pytest.fixture
def plan(here: Scene) -> Plan:
    return build.draft(here)


def opened(walk: Walk, here: Scene, plan: Plan, screen: Screen = DESK) -> Page:
    page = walk.page_as(here.user, screen)
    page.goto(f"/plan/{here.card.id}/{plan.id}/")
    return page


def doses(plan: Plan) -> dict[str, tuple[Decimal, Decimal | None]]:
    rows = plan.sites.filter(muscle="corrugator_supercilii")
    return {row.side: (row.units, row.x) for row in rows}


def test_a_point_is_moved_dosed_mirrored_and_kept(
    walk: Walk, here: Scene, plan: Plan
) -> None:
    x = doses(plan)["left"][1]
    assert x is not None
    page = opened(walk, here, plan)
    page.locator(LEFT).focus()

    with page.expect_response("**/count/"):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("+")
    expect(page.locator(LEFT)).to_be_focused()
    units = Decimal(page.locator(f"{LEFT} .fig-label").text_content() or "")
    page.get_by_role("button", name="Mirror left to right").click()
    expect(page.get_by_text("Mirror left to right")).to_be_visible()
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_load_state()

    kept = doses(Plan.objects.get(id=plan.id))
    assert units > 5
    assert kept == {"left": (units, x + 1 * 10), "right": (units, -x - 1 * 10)}


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda one: str(one.width))
def test_axe_finds_nothing_on_the_page_of_a_plan(
    walk: Walk, here: Scene, plan: Plan, screen: Screen
) -> None:
    page = opened(walk, here, plan, screen)

    assert (violations(page), overflow(page)) == ([], 0)


def test_the_table_does_it_without_script(walk: Walk, here: Scene, plan: Plan) -> None:
    page = opened(walk, here, plan, PLAIN)
    row = page.locator('tr[data-point="corrugator_supercilii/left/1"]')

    row.locator('[name$="-x"]').fill("240")
    row.locator('[name$="-units"]').fill("6")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_load_state()

    assert doses(Plan.objects.get(id=plan.id))["left"] == (Decimal(6), Decimal(240))
