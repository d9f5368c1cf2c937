"""The injection map on phones, tablets and without script: fingers, axe, German."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.clinic.planning import map_page as maps
from tests.clinic.planning.map_page import MapServer
from tests.web.browsing import chromium, overflow, running, violations

pytestmark = pytest.mark.skipif(chromium() is None, reason="no Chromium here")

NEAR = "temporalis/left/1"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # The browser's library keeps an event loop running in this thread.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with running() as found:
            yield found


@pytest.fixture
def server() -> MapServer:
    return MapServer((*maps.TEMPLE, *maps.BROW))


def test_a_finger_moves_a_point_on_a_phone(chrome: Browser, server: MapServer) -> None:
    page = maps.show(chrome, server, width=390, touch=True)
    page.locator('[data-map-figure="head_left"]').click()
    x, y = maps.at(page, NEAR)
    hand = page.context.new_cdp_session(page)

    # Ten pixels beside the point: a finger is wide.
    for kind, spots in (
        ("touchStart", [{"x": x + 10, "y": y}]),
        ("touchMove", [{"x": x - 10, "y": y - 10}]),
        ("touchMove", [{"x": x - 20, "y": y - 20}]),
        ("touchEnd", []),
    ):
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})
    page.wait_for_function(
        "document.querySelector('[name=\"sites-0-x\"]').value !== '0'"
    )

    assert float(maps.value(page, 0, "x")) < -100
    page.context.close()


def test_two_fingers_enlarge_the_figure(chrome: Browser, server: MapServer) -> None:
    page = maps.show(chrome, server, width=820, touch=True)
    page.locator('[data-map-figure="head_left"]').click()
    x, y = maps.at(page, NEAR)
    hand = page.context.new_cdp_session(page)

    for kind, apart in (("touchStart", 60), ("touchMove", 90), ("touchMove", 140)):
        spots = [{"x": x - apart, "y": y + 80}, {"x": x + apart, "y": y + 80}]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    expect(page.locator("svg.fig:visible")).to_contain_class("is-zoomed")
    assert (maps.value(page, 0, "x"), maps.value(page, 1, "x")) == ("0", "-200")
    page.context.close()


@pytest.mark.parametrize(
    ("width", "theme"),
    [(1280, "theme-light"), (820, "theme-dim"), (390, "theme-dark")],
)
def test_axe_finds_nothing_and_nothing_runs_over(
    chrome: Browser, server: MapServer, width: int, theme: str
) -> None:
    server.theme = theme
    page = maps.show(chrome, server, width=width, touch=width < 1000)

    found = (violations(page), overflow(page))
    assert found == ([], 0)
    page.context.close()


def test_points_can_be_read_on_a_phone(chrome: Browser, server: MapServer) -> None:
    page = maps.show(chrome, server, width=390, touch=True)
    page.locator('[data-map-figure="head_left"]').click()

    width = "one => one.getBoundingClientRect().width"
    dot = page.locator(f"{maps.selector(NEAR)} .fig-dot").evaluate(width)
    hit = page.locator(f"{maps.selector(NEAR)} .fig-hit").evaluate(width)

    assert (dot > 20, round(hit)) == (True, 44)
    page.context.close()


def test_without_script_picture_and_table_stand(
    chrome: Browser, server: MapServer
) -> None:
    page = maps.show(chrome, server, scripts=False)

    expect(page.locator("svg[role=img]")).to_have_count(3)
    expect(page.locator("[data-map-zoom]:visible")).to_have_count(0)
    page.get_by_role("button", name="Mirror right to left").click()
    assert server.posts[-1][1]["deed"] == "mirror_right"
    page.context.close()


def test_the_words_are_german_where_the_page_is(chrome: Browser) -> None:
    server = MapServer(maps.TEMPLE, language="de")
    page = maps.show(chrome, server)
    page.fill('[name="sites-0-units"]', "7.5")

    expect(page.locator(maps.selector(NEAR))).to_have_attribute(
        "aria-label", "Musculus temporalis, links, Punkt 1, 7,5 Einheiten"
    )
    page.context.close()
