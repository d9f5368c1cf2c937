"""Templates, styles and scripts keep to the content security policy and the house."""

import re
from pathlib import Path
from zipfile import ZipFile

import lucide
import pytest

import glabella

PACKAGE = Path(glabella.__file__).parent
WEB = PACKAGE / "web"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
SHEETS = sorted((WEB / "static" / "css").glob("*.css"))
MODULES = sorted((WEB / "static" / "js").glob("*.js"))

INLINE = {
    "style attribute": re.compile(r"<[^>{]*\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*="),
    "script address": re.compile(r"javascript:"),
    "inline script": re.compile(
        r'<script(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")[^>]*>'
    ),
    "foreign file": re.compile(r'(?:src|href)="(?:https?:)?//'),
}


@pytest.mark.parametrize("law", sorted(INLINE))
def test_templates_hold_nothing_inline(law: str) -> None:
    breaking = [
        str(path.relative_to(PACKAGE))
        for path in TEMPLATES
        if INLINE[law].search(path.read_text("utf-8"))
    ]

    assert breaking == []


@pytest.mark.parametrize(
    ("law", "html"),
    [
        ("style attribute", '<p class="a" style="color:red">'),
        ("style element", "<style>"),
        ("event attribute", '<a href="#" onclick="x()">'),
        ("script address", '<a href="javascript:x()">'),
        ("inline script", "<script>x()</script>"),
        ("foreign file", '<script src="https://example.org/x.js">'),
    ],
)
def test_the_laws_find_what_they_forbid(law: str, html: str) -> None:
    assert INLINE[law].search(html) is not None


def test_icons_named_in_templates_are_of_the_set() -> None:
    archive = Path(lucide.__file__).parent / "lucide.zip"
    with ZipFile(archive) as file:
        icons = {Path(name).stem for name in file.namelist()}
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(
            r'(?:\{% icon |\bicon=|\{% empty_state )"([a-z0-9-]+)"',
            path.read_text("utf-8"),
        )
    }

    assert sorted(named - icons) == []


def test_style_sheets_draw_colours_from_tokens() -> None:
    # Charts and figures also stand in PDF, where no token reaches: theirs fall back.
    apart = {"tokens.css", "print.css", "charts.css", "figures.css"}
    own = [path for path in SHEETS if path.name not in apart]
    # The square under a QR code is white in every theme, or no camera reads it.
    white = {"form.css": ["#fff"]}

    found = {
        path.name: re.findall(r"#[0-9a-f]{3,8}\b", path.read_text("utf-8"))
        for path in own
    }

    assert {name: colours for name, colours in found.items() if colours} == white


def test_modules_are_short_and_import_only_neighbours() -> None:
    texts = {path.name: path.read_text("utf-8") for path in MODULES}
    long = [name for name, text in texts.items() if len(text.splitlines()) >= 100]
    foreign = [
        address
        for text in texts.values()
        for address in re.findall(r'from "([^"]+)"', text)
        if not address.startswith("./")
    ]

    assert (long, foreign) == ([], [])


def test_the_frame_links_every_sheet_of_a_component() -> None:
    linked = {
        name
        for place in ("components/_styles.html", "base.html")
        for name in re.findall(
            r"css/(\w+\.css)", (WEB / "templates" / place).read_text("utf-8")
        )
    }
    # Linked by the pages that show what they style.
    by_pages = {
        "calendar.css",
        "calendar_rows.css",
        "charts.css",
        "consent.css",
        "design.css",
        "diary.css",
        "figures.css",
        "photos.css",
        "plan.css",
        "plan_page.css",
        "portal.css",
    }

    assert {path.name for path in SHEETS} - by_pages == linked - by_pages
