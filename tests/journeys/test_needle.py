"""The treatment itself: by keyboard, closed in the middle, without a network."""

import pytest
from playwright.sync_api import Page, expect

from glabella.clinic.record.models import Session
from glabella.clinic.stock.models import Movement
from tests import world
from tests.clinic.scene import Scene
from tests.clinic.treatment import build
from tests.journeys.walking import Walk, look
from tests.journeys.way import Hands, turned

pytestmark = pytest.mark.django_db

SEAL = "All given as planned: sign and seal"
CODE = "(10)C1234"


@pytest.fixture
def ready(walk: Walk, clinic: Scene) -> build.Ready:
    """Return a consented patient and a fridge, after the browser has started."""
    assert walk.said == []
    build.lot(clinic)
    return build.ready(clinic)


def opened(walk: Walk, ready: build.Ready) -> Hands:
    """Return the hands on the page from which a treatment starts."""
    hands = Hands(walk.page_as(ready.scene.user))
    hands.page.goto(f"/treat/{ready.scene.card.id}/")
    return hands


def begin(hands: Hands) -> None:
    """Start, and make the vial ready."""
    hands.time_out()
    hands.press("All checked: start")
    hands.press("Open them now")
    hands.scan(CODE)


def uses() -> list[int]:
    """Return the units that were drawn from the stock."""
    return [int(row.units) for row in Movement.objects.filter(kind="use")]


def reach(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    script = "what => document.activeElement.matches(what)"
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(script, selector):
            return
    raise AssertionError(f"no key leads to {selector}")


def enter(page: Page, selector: str = "") -> None:
    """Press the enter key, on this if it is named."""
    if selector:
        reach(page, selector)
    with turned(page):
        page.keyboard.press("Enter")


def test_whole_treatment_is_done_by_keyboard(walk: Walk, ready: build.Ready) -> None:
    page = opened(walk, ready).page
    for name in ("is_identified", "allergies", "pregnancy", "antithrombotics"):
        reach(page, f'[name="{name}"]')
        page.keyboard.press("Space")
    look(page, "keyboard-time-out")
    enter(page, 'form[action*="/start/"] button')
    expect(page.locator("h1")).to_have_text("Treatment")
    enter(page, 'form[action$="/vials/best/"] button')
    reach(page, '[name="code"]')
    page.keyboard.type(CODE)
    enter(page)
    reach(page, '[name="password"]')
    page.keyboard.type(world.PASSWORD)
    enter(page, '[name="given"]')

    expect(page.locator("body")).to_contain_text("Sealed. Only addenda follow.")
    session = Session.objects.get()
    assert (session.units, session.sites.count(), uses()) == (155, 31, [-155])
    assert session.sealed_at is not None


def test_browser_closed_in_the_middle_goes_on_where_it_was(
    walk: Walk, ready: build.Ready
) -> None:
    hands = opened(walk, ready)
    begin(hands)
    hands.press_in_place("Face from the front: 7 as planned")
    hands.sees("24 sites are still open.")
    hands.page.context.close()

    hands = opened(walk, ready)
    hands.sees("A treatment is open")
    look(hands.page, "resumed")
    hands.follow("Go on")
    hands.sees("24 sites are still open.")
    hands.press_in_place("All given as planned")
    hands.sign("Sign and seal")

    hands.sees("Sealed. Only addenda follow.")
    assert Session.objects.get().sites.count() == 31
    assert uses() == [-155]


@pytest.mark.parametrize("has_arrived", [False, True], ids=["before", "after"])
def test_network_gone_at_the_end_leaves_one_session(
    walk: Walk, ready: build.Ready, *, has_arrived: bool
) -> None:
    hands = opened(walk, ready)
    begin(hands)
    twin = Hands(hands.page.context.new_page())
    twin.page.goto(hands.page.url)
    walk.cut(hands.page, "**/finish/", has_arrived=has_arrived)
    with hands.page.expect_event("requestfailed"):
        hands.write("password", world.PASSWORD)
        hands.page.get_by_role("button", name=SEAL).click(no_wait_after=True)

    twin.sign(SEAL)

    assert Session.objects.count() == 1
    assert uses() == [-155]
    twin.sees("155")
    look(twin.page, f"network-{has_arrived}")
