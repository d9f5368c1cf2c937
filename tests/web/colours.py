"""Colours of the style sheets as numbers: contrast, and how near two of them look.

Contrast and luminance: WCAG 2.2, "relative luminance" and "contrast ratio".
Colour blindness: the matrices for complete dichromacy of Machado, Oliveira and
Fernandes 2009, doi:10.1109/TVCG.2009.113, applied to linear RGB.
"""

import re
from pathlib import Path

import glabella.web

CSS = Path(glabella.web.__file__).parent / "static" / "css"
Colour = tuple[float, float, float]

PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def blocks(css: str) -> dict[str, dict[str, str]]:
    """Return the colour tokens of each `:root` block, by its selector."""
    found = re.findall(r"(:root[^{]*)\{([^}]*)\}", css)
    return {
        selector.strip(): dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", body))
        for selector, body in found
    }


def themes() -> dict[str, dict[str, str]]:
    """Return the colour tokens of each theme; what it leaves out is as in light."""
    tokens = blocks((CSS / "tokens.css").read_text("utf-8"))
    light = tokens[":root"]
    chosen = {
        "light": {},
        "dark": tokens[":root.theme-dark"],
        "dim": tokens[":root.theme-dim"],
        "print": blocks((CSS / "print.css").read_text("utf-8"))[":root:root"],
    }
    return {name: light | own for name, own in chosen.items()}


def linear(colour: str) -> Colour:
    """Return the linear red, green and blue of "#rrggbb", 0 to 1."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return _linear(red), _linear(green), _linear(blue)


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen_with(matrix: tuple[Colour, ...], colour: str) -> Colour:
    """Return a colour as somebody without one kind of cone sees it."""
    value = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, value, strict=True))))
        for row in matrix
    )
    return red, green, blue


def distance(one: Colour, other: Colour) -> float:
    """Return how different two colours look: the distance in Oklab, times 100.

    Oklab: Ottosson 2020, https://bottosson.github.io/posts/oklab/.
    """
    pairs = zip(_oklab(one), _oklab(other), strict=True)
    return 100 * float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def _oklab(colour: Colour) -> Colour:
    red, green, blue = colour
    l_ = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    m_ = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    s_ = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_,
    )
