"""The colours hold in each theme: contrast, colour blindness, no token missing."""

import itertools
import re

import pytest

from tests.web.colours import (
    CSS,
    DEUTERANOPIA,
    PROTANOPIA,
    blocks,
    contrast,
    distance,
    seen_with,
    themes,
)

THEMES = ("light", "dark", "dim", "print")
SIGNALS = ("stop", "wait", "weigh", "go")
GROUNDS = ("paper", "surface", "sunken")

# What is written on what; AA asks 4.5 of text (WCAG 2.2, 1.4.3).
TEXT = (
    *itertools.product(("ink", "ink-soft", "stop"), GROUNDS),
    *itertools.product(("accent", "accent-strong"), (*GROUNDS, "accent-soft")),
    *itertools.product(("ink", "ink-soft"), ("accent-soft", "wait-soft")),
    *((signal, f"{signal}-soft") for signal in SIGNALS),
    *itertools.product(("wait", "weigh", "go"), ("surface", "paper")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-signal", "stop"),
    ("stop", "on-signal"),
    ("surface", "ink"),
    ("paper", "ink"),
)
# Edges of controls, marks and hatching; AA asks 3 of graphics (1.4.11).
GRAPHICS = (
    *itertools.product(("line-strong", "accent", "ink"), GROUNDS),
    *((signal, ground) for signal in SIGNALS for ground in GROUNDS),
)
WRITTEN = re.compile(r"[^-]color:\s*var\(--([\w-]+)\)")
GROUND = re.compile(r"background(?:-color)?:\s*var\(--([\w-]+)\)")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXT, 4.5), (GRAPHICS, 3)], ids=["text", "graphics"]
)
def test_contrast_is_enough(
    theme: str, pairs: tuple[tuple[str, str], ...], least: float
) -> None:
    tokens = themes()[theme]

    ratios = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in pairs}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}


def test_pairs_of_the_style_sheets_are_among_those_checked() -> None:
    pairs = {
        (text, ground)
        for sheet in sorted(CSS.glob("*.css"))
        for rule in re.findall(r"\{([^{}]*)\}", sheet.read_text("utf-8"))
        for text in WRITTEN.findall(rule)
        for ground in GROUND.findall(rule)
    }

    assert sorted(pairs - set(TEXT)) == []


@pytest.mark.parametrize("theme", ["light", "dark", "dim"])
@pytest.mark.parametrize("matrix", [PROTANOPIA, DEUTERANOPIA], ids=["red", "green"])
def test_signals_differ_for_the_colour_blind(
    theme: str, matrix: tuple[tuple[float, float, float], ...]
) -> None:
    """Five times the difference that is just seen, about 1 in hundredths of Oklab."""
    tokens = themes()[theme]
    seen = {name: seen_with(matrix, tokens[name]) for name in SIGNALS}

    apart = {
        pair: distance(seen[pair[0]], seen[pair[1]])
        for pair in itertools.combinations(SIGNALS, 2)
    }

    assert {pair: value for pair, value in apart.items() if value < 5} == {}


def test_dark_by_the_system_and_dark_by_the_switch_are_the_same() -> None:
    tokens = blocks((CSS / "tokens.css").read_text("utf-8"))

    assert tokens[":root:not(.theme-light, .theme-dim)"] == tokens[":root.theme-dark"]


@pytest.mark.parametrize("selector", [":root.theme-dark", ":root.theme-dim"])
def test_a_theme_sets_every_colour(selector: str) -> None:
    tokens = blocks((CSS / "tokens.css").read_text("utf-8"))

    assert sorted(tokens[selector]) == sorted(tokens[":root"])


def test_every_token_in_use_is_defined() -> None:
    sheets = "".join(sheet.read_text("utf-8") for sheet in sorted(CSS.glob("*.css")))
    defined = set(re.findall(r"(--[\w-]+):", sheets))
    used = set(re.findall(r"var\((--[\w-]+)", sheets))

    assert sorted(used - defined) == []


def test_a_known_contrast() -> None:
    """Black on white is 21 by the definition of WCAG."""
    assert contrast("#000", "#ffffff") == pytest.approx(21)
