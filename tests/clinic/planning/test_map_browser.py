"""The injection map in Chromium: hands, fingers, keys, and the table in step."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.clinic.planning import map_page as maps
from tests.clinic.planning.map_page import MapServer
from tests.web.browsing import chromium, running

pytestmark = pytest.mark.skipif(chromium() is None, reason="no Chromium here")

NEAR = "temporalis/left/1"
FAR = "temporalis/left/2"


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


@pytest.fixture
def page(chrome: Browser, server: MapServer) -> Iterator[Page]:
    """Return the map on a desk; a word on the console fails the test."""
    one = maps.show(chrome, server)
    said: list[str] = []
    one.on("console", lambda message: said.append(message.text))
    one.on("pageerror", lambda error: said.append(str(error)))
    one.locator('[data-map-figure="head_left"]').click()
    yield one
    one.context.close()
    assert said == []


def drag(page: Page, point: str, across: float, down: float) -> None:
    x, y = maps.at(page, point)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y + down / 2)
    page.mouse.move(x + across, y + down)
    page.mouse.up()


def counted(page: Page) -> None:
    """Wait until the server has answered with a new picture."""
    page.wait_for_function("!document.querySelector('.htmx-request')")
    page.wait_for_timeout(100)


def test_a_dragged_point_writes_its_place_and_asks_for_a_count(
    page: Page, server: MapServer
) -> None:
    before = maps.at(page, NEAR)

    with page.expect_response("**/count/"):
        drag(page, NEAR, -40, -20)
    counted(page)

    path, form = server.posts[-1]
    after = maps.at(page, NEAR)
    assert (path, form["sites-0-x"]) == ("/count/", maps.value(page, 0, "x"))
    assert (float(form["sites-0-x"]) < -50, float(form["sites-0-y"]) < 950) == (
        True,
        True,
    )
    assert form["sites-0-schematic"] == "no"
    moved = (after[0] - before[0], after[1] - before[1])
    assert moved == pytest.approx((-40, -20), abs=1)
    assert (form["sites-1-x"], form["sites-1-y"]) == ("-200", "890")


def test_a_small_slip_of_the_hand_moves_nothing(page: Page, server: MapServer) -> None:
    drag(page, NEAR, 1, 1)

    assert (maps.value(page, 0, "x"), server.posts) == ("0", [])
    expect(page.locator(maps.selector(NEAR))).to_be_focused()


def test_a_point_outside_its_muscle_says_so(page: Page) -> None:
    drag(page, NEAR, 260, 20)

    expect(page.locator("[data-map-said]")).to_have_text(
        "Outside the muscle: Temporalis muscle, left."
    )
    point = page.locator(maps.selector(NEAR))
    expect(point).to_contain_class("is-outside")
    expect(point).to_have_attribute(
        "aria-label",
        "Temporalis muscle, left, point 1, 5 units."
        " Outside the muscle: Temporalis muscle, left.",
    )


def test_a_point_in_a_zone_says_which(page: Page) -> None:
    for axis, number in (("x", "-100"), ("y", "1600")):
        page.fill(f'[name="sites-0-{axis}"]', number)

    point = page.locator(maps.selector(NEAR))
    expect(point).to_contain_class("is-outside is-risky")
    label = point.get_attribute("aria-label") or ""
    assert "In a zone to keep away from: parotid gland" in label


def test_a_point_stays_on_its_figure(page: Page) -> None:
    drag(page, NEAR, -3000, 0)

    left = maps.numbers(
        page.locator("svg.fig:visible").get_attribute("data-room") or ""
    )
    assert float(maps.value(page, 0, "x")) >= left[0]


@pytest.mark.parametrize(
    ("key", "moved"),
    [
        ("ArrowLeft", ("-10", "990")),
        ("ArrowRight", ("10", "990")),
        ("ArrowUp", ("0", "980")),
        ("ArrowDown", ("0", "1000")),
        ("Shift+ArrowLeft", ("-2", "990")),
        ("Shift+ArrowDown", ("0", "992")),
    ],
)
def test_arrows_move_a_point(page: Page, key: str, moved: tuple[str, str]) -> None:
    page.locator(maps.selector(NEAR)).focus()

    page.keyboard.press(key)

    assert (maps.value(page, 0, "x"), maps.value(page, 0, "y")) == moved


def test_the_focus_stays_on_the_point_through_a_count(
    page: Page, server: MapServer
) -> None:
    page.locator(maps.selector(FAR)).focus()

    with page.expect_response("**/count/"):
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
    counted(page)

    expect(page.locator(maps.selector(FAR))).to_be_focused()
    assert [form["sites-1-y"] for _, form in server.posts] == ["870"]
    expect(page.locator('[data-map-figure="head_left"]')).to_have_attribute(
        "aria-pressed", "true"
    )


@pytest.mark.parametrize(
    ("keys", "units"), [("+", "7.5"), ("++", "10"), ("-", "2.5"), ("---", "2.5")]
)
def test_plus_and_minus_change_units_by_what_can_be_drawn(
    page: Page, keys: str, units: str
) -> None:
    page.locator(maps.selector(NEAR)).focus()

    for key in keys:
        page.keyboard.press(key)

    assert maps.value(page, 0, "units") == units
    expect(page.locator(f"{maps.selector(NEAR)} .fig-label")).to_have_text(units)
    expect(page.locator("[data-map-said]")).to_have_text(
        f"Temporalis muscle, left, point 1, {units} units"
    )


def test_units_typed_in_the_table_stand_in_the_picture(page: Page) -> None:
    page.fill('[name="sites-0-units"]', "12.5")

    label = page.locator(f"{maps.selector(NEAR)} .fig-label")
    expect(label).to_have_text("12.5")
    page.fill('[name="sites-0-units"]', "")
    expect(label).to_have_text("")
    expect(page.locator(maps.selector(NEAR))).to_have_attribute(
        "aria-label", "Temporalis muscle, left, point 1, units not given"
    )


def test_enter_leads_to_the_units_in_the_table(page: Page) -> None:
    page.locator(maps.selector(FAR)).focus()

    page.keyboard.press("Enter")

    expect(page.locator('[name="sites-1-units"]')).to_be_focused()


def test_delete_asks_and_takes_out_only_on_yes(page: Page, server: MapServer) -> None:
    point = page.locator(maps.selector(NEAR))
    point.focus()
    page.keyboard.press("Delete")
    expect(page.locator("[data-map-ask-what]")).to_have_text(
        "Temporalis muscle, left, point 1, 5 units"
    )

    page.get_by_role("button", name="Keep it").click()
    assert server.posts == []
    expect(point).to_be_focused()

    page.keyboard.press("Delete")
    with page.expect_response("**/count/"):
        page.get_by_role("button", name="Take it out").click()
    counted(page)

    assert server.posts[-1][1]["sites-0-remove"] == "on"
    expect(point).to_have_count(0)


def test_row_and_point_light_each_other(page: Page) -> None:
    page.locator(maps.selector(FAR)).focus()
    row = page.locator('tr[data-point="temporalis/left/2"]')
    expect(row).to_have_attribute("aria-current", "true")

    page.locator('[name="sites-0-units"]').focus()

    expect(page.locator(maps.selector(NEAR))).to_contain_class("is-near")
    expect(
        page.locator('.fig-muscle[data-muscle="temporalis"].is-near:visible')
    ).to_have_count(1)
    expect(row).not_to_have_attribute("aria-current", "true")


def test_a_double_click_in_a_muscle_begins_a_new_point(page: Page) -> None:
    x, y = maps.at(page, FAR)

    page.mouse.dblclick(x - 45, y - 60)

    added = {
        part: page.locator(f'[name="add-{part}"]').input_value() for part in maps.PARTS
    }
    assert (added["muscle"], added["side"], added["figure"]) == (
        "temporalis",
        "left",
        "head_left",
    )
    assert (float(added["x"]) < -200, float(added["y"]) < 890) == (True, True)
    expect(page.locator('[name="add-units"]')).to_be_focused()


def test_mirroring_is_asked_of_the_server(page: Page, server: MapServer) -> None:
    page.get_by_role("button", name="Mirror left to right").click()

    assert server.posts[-1][1]["deed"] == "mirror_left"


def test_enter_in_a_field_counts_and_never_mirrors(
    page: Page, server: MapServer
) -> None:
    page.locator('[name="sites-0-units"]').focus()

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")

    assert server.posts[-1][1]["deed"] == "count"


def test_the_figure_grows_and_shrinks(page: Page) -> None:
    svg = page.locator("svg.fig:visible")
    whole = svg.get_attribute("viewBox")

    page.get_by_role("button", name="Larger").click()
    expect(page.locator("[data-map-said]")).to_have_text("140 percent of its size.")
    page.get_by_role("button", name="Smaller").click()
    assert svg.get_attribute("viewBox") == whole

    svg.focus()
    page.keyboard.press("+")
    inside = maps.numbers(svg.get_attribute("viewBox") or "")
    page.keyboard.press("ArrowRight")
    moved = maps.numbers(svg.get_attribute("viewBox") or "")
    page.keyboard.press("-")
    page.keyboard.press("+")
    page.keyboard.press("0")
    assert (moved[0] > inside[0], moved[2]) == (True, inside[2])
    assert svg.get_attribute("viewBox") == whole


def test_a_turned_wheel_with_control_zooms_about_the_pointer(page: Page) -> None:
    before = maps.at(page, NEAR)
    page.mouse.move(*before)

    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")

    page.wait_for_selector("svg.fig.is-zoomed")
    after = maps.at(page, NEAR)
    assert (round(after[0] - before[0]), round(after[1] - before[1])) == (0, 0)


def test_an_enlarged_figure_is_panned_by_its_ground(page: Page) -> None:
    page.get_by_role("button", name="Larger").click()
    before = maps.at(page, NEAR)

    page.mouse.move(before[0] + 200, before[1] - 20)
    page.mouse.down()
    page.mouse.move(before[0] + 170, before[1] - 20)
    page.mouse.move(before[0] + 150, before[1] - 20)
    page.mouse.up()

    assert round(maps.at(page, NEAR)[0] - before[0]) == -50
    assert maps.value(page, 0, "x") == "0"


def test_zoom_stays_through_a_count(page: Page) -> None:
    page.get_by_role("button", name="Larger").click()
    box = page.locator("svg.fig:visible").get_attribute("viewBox")

    with page.expect_response("**/count/"):
        drag(page, NEAR, -20, 0)
    counted(page)

    assert page.locator("svg.fig:visible").get_attribute("viewBox") == box


def test_the_picture_stays_where_it_was_through_a_count(
    chrome: Browser, server: MapServer
) -> None:
    page = maps.show(chrome, server, width=390)
    page.locator('[data-map-figure="head_left"]').click()
    page.evaluate("document.querySelector('.plan-figures').scrollIntoView()")
    top = "document.querySelector('.plan-map').getBoundingClientRect().top"
    before = page.evaluate(top)
    page.locator(maps.selector(NEAR)).evaluate(
        "one => one.focus({preventScroll: true})"
    )

    with page.expect_response("**/count/"):
        page.keyboard.press("ArrowDown")
    counted(page)

    assert page.evaluate(top) == pytest.approx(before, abs=1)
    assert before < 0
    page.context.close()


def test_what_is_shown_is_chosen(page: Page) -> None:
    zones = page.locator(".fig-zone:visible").first
    lines = page.locator(".fig-landmark:visible").first
    expect(zones).to_be_visible()
    expect(lines).to_be_hidden()

    page.get_by_role("button", name="Zones").click()
    page.get_by_role("button", name="Landmarks").click()
    page.get_by_role("button", name="Names").click()

    expect(page.locator(".plan-figure:visible .fig-zone").first).to_be_hidden()
    expect(page.locator(".plan-figure:visible .fig-landmark").first).to_be_visible()
    svg = page.locator("svg.fig:visible")
    assert svg.get_attribute("viewBox") == svg.get_attribute("data-room")


def test_figures_are_shown_one_by_one_or_all(page: Page) -> None:
    figures = page.locator(".plan-figure:visible")
    expect(figures).to_have_count(1)

    page.get_by_role("button", name="All views").click()

    expect(figures).to_have_count(3)


def test_the_name_under_the_pointer_is_said(page: Page) -> None:
    x, y = maps.at(page, FAR)

    page.mouse.move(x - 45, y - 60)
    expect(page.locator("[data-map-hover]")).to_have_text("Temporalis muscle, left")
