"""The components in a real browser: three widths, every theme, keys, no script, axe."""

import re
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Page, expect

from tests.web.browsing import Screen, chromium, overflow, page_on, running, violations

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine"),
]

PHONE, TABLET, DESK = Screen(360), Screen(800), Screen(1440)


class Opener(Protocol):
    """Opens an address on a screen."""

    def __call__(self, address: str, screen: Screen = ...) -> Page: ...


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Return what opens an address; a word on the console fails the test."""
    # The browser's library keeps an event loop running in this thread.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    said: list[str] = []
    with running() as browser:

        def open_page(address: str, screen: Screen = DESK) -> Page:
            page = page_on(browser, screen)
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.goto(address)
            return page

        yield open_page
    assert said == []


# Every theme, language and size on every width would only be slower.
ADDRESSES = (
    "/design/?lang=en&theme=light&who=staff",
    "/design/?lang=de&theme=dark&who=patient",
    "/design/?lang=de&theme=dim&who=staff",
)


@pytest.mark.parametrize("screen", [PHONE, TABLET, DESK], ids=lambda s: str(s.width))
@pytest.mark.parametrize("address", ADDRESSES, ids=["light", "dark", "dim"])
def test_axe_finds_nothing_and_nothing_runs_over(
    opened: Opener, screen: Screen, address: str
) -> None:
    page = opened(address, screen)

    assert (violations(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("address", ["/account/login/", "/account/inactive/"])
def test_axe_finds_nothing_on_public_pages(opened: Opener, address: str) -> None:
    page = opened(address, PHONE)

    assert (violations(page), overflow(page)) == ([], 0)


def test_the_first_key_leads_to_the_content(opened: Opener) -> None:
    page = opened("/design/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_a_menu_opens_and_closes_by_keyboard(opened: Opener) -> None:
    page = opened("/design/")
    menu = page.locator("details.menu").filter(has_text="Display")

    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("button", name="Dim")).to_be_visible()
    menu.get_by_role("button", name="Dim").press("Escape")

    expect(menu.get_by_role("button", name="Dim")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_a_source_opens_by_keyboard_and_closes_with_escape(opened: Opener) -> None:
    page = opened("/design/")
    mark = page.get_by_role("button", name="Source 1").first
    note = page.locator("[popover]").first

    mark.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Escape")

    expect(note).to_be_hidden()


def test_dim_is_two_taps_away_and_stays(opened: Opener) -> None:
    page = opened("/account/login/", PHONE)

    page.locator("summary").filter(has_text="Display").click()
    page.get_by_role("button", name="Dim").click()
    page.reload()

    expect(page.locator("html")).to_have_class(re.compile("theme-dim"))


def test_without_script_the_theme_is_two_taps_away_as_well(opened: Opener) -> None:
    page = opened("/account/login/", Screen(360, scripts=False))

    page.locator("summary").filter(has_text="Display").click()
    page.get_by_role("button", name="Dark").click()

    expect(page.locator("html")).to_have_class(re.compile("theme-dark"))
    expect(page).to_have_url(re.compile("/account/login/$"))


def test_without_script_sources_and_dialogs_open(opened: Opener) -> None:
    page = opened("/design/", Screen(scripts=False))

    page.get_by_role("button", name="Source 1").first.click()
    expect(page.locator("[popover]").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("details.dialog summary").click()

    expect(page.locator(".dialog-body")).to_be_visible()


def test_dark_follows_the_device_until_somebody_chooses(opened: Opener) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"

    device = opened("/account/login/", Screen(dark=True)).evaluate(ground)
    chosen = opened("/design/?theme=dark", Screen()).evaluate(ground)
    bright = opened("/design/?theme=light", Screen(dark=True)).evaluate(ground)

    assert device == chosen
    assert bright != chosen


def test_targets_for_patients_are_large(opened: Opener) -> None:
    page = opened("/design/?who=patient", PHONE)
    heights = page.locator(".button:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )

    assert [height for height in heights if height < 48] == []


def test_paper_shows_sources_beside_what_they_carry(opened: Opener) -> None:
    page = opened("/design/?theme=dark")
    page.emulate_media(media="print")

    expect(page.locator("[popover]").first).to_be_visible()
    expect(page.locator(".nav")).to_have_count(0)
    expect(page.locator(".filters")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
