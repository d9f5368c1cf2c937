"""The calendar by keys, the waiting list and a series, on desk and phone."""

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Page

from glabella.clinic.booking import actions
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.values import NewWaiting
from glabella.clinic.practice.models import Practice
from tests import world
from tests.clinic.booking import build
from tests.clinic.scene import Scene
from tests.journeys.walking import DESK, PHONE, Walk, look
from tests.web.browsing import overflow, violations

pytestmark = pytest.mark.django_db
DAY = f"/booking/calendar/?on={build.MONDAY.isoformat()}"


@pytest.fixture
def here() -> Iterator[Scene]:
    with time_machine.travel(world.AT, tick=True):
        Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
        yield build.open_house()


@pytest.fixture
def visit(here: Scene) -> Appointment:
    new = build.wanted(here, build.service("other"))
    return actions.book(new, by=here.by, at=world.AT)


def seen(page: Page, name: str) -> None:
    """Keep a picture; nothing runs over, and axe finds nothing."""
    look(page, f"calendar-{name}")
    assert overflow(page) == 0
    assert violations(page) == []


def test_appointment_is_moved_by_keys_and_refused_in_words(
    walk: Walk, here: Scene, visit: Appointment
) -> None:
    page = walk.page_as(here.user, DESK)
    page.goto(DAY)
    seen(page, "day")
    page.locator("[data-move]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visit.refresh_from_db()
    assert (visit.starts_at - build.NINE).total_seconds() == 15 * 60

    page.locator("[data-move]").focus()
    for _quarter in range(5):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    Appointment.objects.update(version=9)  # somebody else was there meanwhile
    page.keyboard.press("Enter")
    page.get_by_text("Not moved:").wait_for()
    seen(page, "refused")
    visit.refresh_from_db()
    assert (visit.starts_at - build.NINE).total_seconds() == 15 * 60


def test_lists_fit_a_phone_in_german(
    walk: Walk, here: Scene, visit: Appointment
) -> None:
    build.service("treatment")
    build.treated(here, days_ago=70)
    actions.cancel(visit.id, reason="ill", version=1, by=here.by, at=world.AT)
    new = NewWaiting(here.card.id, visit.service_id, since=world.TODAY)
    actions.join(new, by=here.by, at=world.AT)
    page = walk.page_as(here.user, PHONE, language="de")

    page.goto(f"{DAY}&view=week")
    seen(page, "phone-week")
    page.goto("/booking/waiting/")
    page.get_by_role("heading", name="Wer wartet").wait_for()
    seen(page, "phone-waiting")
    page.goto(f"/booking/{here.card.id}/series/")
    seen(page, "phone-series")
    page.goto(f"/booking/{here.card.id}/waiting/")
    seen(page, "phone-join")
    page.goto(f"/booking/{here.card.id}/now/")
    page.get_by_role("heading", name="Wer heute frei ist").wait_for()
    seen(page, "phone-now")
    page.goto("/messages/no-more/")
    seen(page, "phone-no-more")


def test_appointment_is_dragged_with_a_mouse(
    walk: Walk, here: Scene, visit: Appointment
) -> None:
    page = walk.page_as(here.user, DESK)
    page.goto(DAY)
    card = page.locator("[data-move]")
    card.scroll_into_view_if_needed()
    box, grid = card.bounding_box(), page.locator("[data-first]").bounding_box()
    rows = int(page.locator("[data-first]").get_attribute("data-rows") or 0)
    assert box is not None
    assert grid is not None
    hour = grid["height"] / rows * 12
    x, y = box["x"] + box["width"] / 2, box["y"] + 5

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 2)  # a trembling hand is no move
    page.mouse.move(x, y + hour / 2)
    page.mouse.move(x, y + hour, steps=4)
    assert "10:00" in page.locator("[data-calendar-said]").inner_text()
    with page.expect_navigation():
        page.mouse.up()

    visit.refresh_from_db()
    assert (visit.starts_at - build.NINE).total_seconds() == 60 * 60


def test_click_of_a_trembling_hand_opens_the_appointment(
    walk: Walk, here: Scene, visit: Appointment
) -> None:
    page = walk.page_as(here.user, DESK)
    page.goto(DAY)
    card = page.locator("[data-move]")
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box is not None
    x, y = box["x"] + 10, box["y"] + 5

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2, y + 2)
    with page.expect_navigation():
        page.mouse.up()

    assert page.url.endswith(f"/booking/{here.card.id}/{visit.id}/move/")
    visit.refresh_from_db()
    assert visit.version == 1
