"""A signature drawn in Chromium, and the pages of consent on a desk and a phone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, Page

from glabella.clinic.consent.models import Consent
from tests.clinic.consent import build
from tests.clinic.scene import Scene
from tests.journeys.walking import DESK, PHONE, TABLET, Walk
from tests.web.browsing import Screen, chromium, overflow, running, violations

pytestmark = [
    pytest.mark.skipif(chromium() is None, reason="no Chromium here"),
    pytest.mark.django_db,
]
# Where to leave pictures of the pages for somebody to look at; nowhere by default.
PICTURES = os.environ.get("GLABELLA_PICTURES", "")


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # The browser's library keeps an event loop running in this thread.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with running() as found:
            yield found


@pytest.fixture
def walk(chrome: Browser, here: Scene) -> Iterator[Walk]:  # noqa: ARG001 its rows first
    one = Walk(chrome, connections["default"])
    yield one
    one.close()
    assert one.said == []


def url(name: str, here: Scene, *more: object) -> str:
    return reverse(f"consent:{name}", args=[here.card.id, *more])


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def own_violations(page: Page) -> list[str]:
    """Return what axe finds wrong, but for the strip of the way above every page."""
    return [one for one in violations(page) if 'class="way"' not in one]


def draw(page: Page) -> None:
    field = page.locator("[data-signature-field]")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 80)
    page.mouse.down()
    for step in range(1, 15):
        across = box["x"] + 40 + 20 * step
        page.mouse.move(across, box["y"] + 60 + 30 * (step % 2))
    page.mouse.up()


def test_signature_is_drawn_cleared_and_sealed(walk: Walk, here: Scene) -> None:
    row = build.consent(here)
    build.talk(here, row)
    page = walk.page_as(here.user, TABLET)
    page.goto(url("sign", here, row.id))

    draw(page)
    drawn = page.locator("input[name=strokes]").input_value()
    look(page, "sign")
    page.locator("[data-signature-clear]").click()
    cleared = page.locator("input[name=strokes]").input_value()
    draw(page)
    page.locator("main form button[type=submit]").click()

    assert drawn.startswith("M")
    assert cleared == ""
    assert Consent.objects.get().signed_method == "tablet"


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_fit_and_can_be_used_by_everybody(
    walk: Walk, here: Scene, screen: Screen, language: str
) -> None:
    row = build.signed(here)
    other = build.plan(here, {**build.BROW, **build.NECK})
    fresh = build.consent(here, other, at=build.AFTER)
    page = walk.page_as(here.user, screen, language=language)
    pages = {
        "consents": url("consents", here),
        "consent": url("consent", here, row.id),
        "fresh": url("consent", here, fresh.id),
        "read": url("read", here, fresh.id),
        "talk": url("talk", here, fresh.id),
        "photographs": url("photographs", here),
        "clauses": reverse("consent:clauses"),
    }
    for name, address in pages.items():
        page.goto(address)
        look(page, f"{name}-{language}-{page.viewport_size['width']}")  # type: ignore[index]  # it was given
        assert overflow(page) == 0
        assert own_violations(page) == []
