"""Charts in a real browser: no words on words, none cut off, axe finds nothing.

Widths of words are estimates in the code; here the browser measures them.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Browser, sync_playwright

from glabella.charts.words import ENGLISH
from tests.charts import crowded, examples

CSS = Path(__file__).parents[2] / "src/glabella/web/static/css"
STYLE = "".join((CSS / f"{n}.css").read_text("utf-8") for n in ("tokens", "charts"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

# Words that meet by more than a px across and 4 px down, or leave their sheet.
MISPLACED = """() => {
  const found = [];
  for (const sheet of document.querySelectorAll("svg")) {
    const border = sheet.getBoundingClientRect();
    const words = [...sheet.querySelectorAll("text")].map(
      (one) => [one.textContent, one.getBoundingClientRect()]);
    words.forEach(([text, box], n) => {
      if (box.left < border.left - 1 || box.right > border.right + 1
          || box.top < border.top - 1 || box.bottom > border.bottom + 1)
        found.push(`${sheet.getAttribute("class")}: "${text}" leaves the sheet`);
      for (const [other, its] of words.slice(n + 1)) {
        const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (across > 1 && down > 4)
          found.push(`${sheet.getAttribute("class")}: "${text}" on "${other}"`);
      }
    });
  }
  return found;
}"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )


def page_of(*drawings: str) -> str:
    figures = "".join(f"<figure>{drawn}</figure>" for drawn in drawings)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Charts</title><style>{STYLE} .chart {{ max-width: none }}</style>"
        f"</head><body><main><h1>Charts</h1>{figures}</main></body></html>"
    )


@pytest.mark.parametrize("width", [336, 520, 760, 1000])
def test_no_words_lie_on_words_or_leave_the_sheet(
    chromium: Browser, width: float
) -> None:
    page = chromium.new_page(viewport={"width": 1100, "height": 900})

    page.set_content(page_of(*(one.svg(width=width) for one in crowded.EVERY)))

    assert page.evaluate(MISPLACED) == []


@pytest.mark.parametrize("theme", ["theme-light", "theme-dark", "theme-dim"])
def test_axe_finds_nothing(chromium: Browser, theme: str) -> None:
    page = chromium.new_page()
    page.set_content(page_of(*(make(ENGLISH).svg() for make in examples.EVERY)))
    page.evaluate(f"document.documentElement.className = '{theme}'")

    found = Axe().run(page).response["violations"]

    assert [(one["id"], one["help"]) for one in found] == []


def test_every_chart_is_a_picture_with_its_name(chromium: Browser) -> None:
    page = chromium.new_page()

    page.set_content(page_of(*(make(ENGLISH).svg() for make in examples.EVERY)))

    for make in examples.EVERY:
        named = page.get_by_role("img", name=make(ENGLISH).title, exact=True)
        assert named.count() >= 1
