"""How each kind of line looks on paper: SVG attributes by the name used in the files.

Presentation attributes, never `style=`: the content security policy forbids it, and a
style sheet may still override them (dark mode).
Widths are those of the face; `scaled` fits them to a view.
"""

import re
from collections.abc import Mapping

INK = "#2a3542"
MUSCLE = "#b5583f"
DEEP = "#8c4a5a"
SKIN = "#a8662f"
SINEW = "#fbf1e2"
TEAL = "#0b5d63"
PAPER = "#ffffff"

_ROUND = {"stroke-linecap": "round", "stroke-linejoin": "round"}


def _line(width: float, opacity: float = 1.0) -> dict[str, str]:
    return {
        "fill": "none",
        "stroke": INK,
        "stroke-width": f"{width:g}",
        "stroke-opacity": f"{opacity:g}",
        **_ROUND,
    }


def _area(fill: str, opacity: float = 1.0) -> dict[str, str]:
    return {"fill": fill, "fill-opacity": f"{opacity:g}", "fill-rule": "evenodd"}


LOOKS: Mapping[str, Mapping[str, str]] = {
    "skin": _area("#f4e9dd"),
    "skin_far": _area("#ecdecf"),
    "mist": _area("#f4e9dd"),
    "shade": _area("#b58a69", 0.22),
    "light": _area("#fffdf8", 0.28),
    "hair": _area("#8b7d72", 0.42),
    "contour": _line(9),
    "line": _line(7, 0.9),
    "fine": _line(5, 0.55),
    "faint": _line(4, 0.3),
    "brow": _area("#62564d", 0.7),
    "lash": _area(INK, 0.95),
    "white": _area("#fffdf8"),
    "iris": _area("#6f8791"),
    "pupil": _area("#1d2530"),
    "glint": _area("#ffffff", 0.95),
    "lip": _area("#cf9584", 0.55),
    "hollow": _area("#8a6350", 0.65),
    "nail": _area("#f9e6da"),
    "organ": _area("#eed9cc"),
    "lumen": _area("#f8efe4"),
}


def scaled(look: Mapping[str, str], factor: float) -> dict[str, str]:
    """Return a look with its widths times a factor."""
    words = dict(look)
    if "stroke-width" in words:
        words["stroke-width"] = f"{float(words['stroke-width']) * factor:.1f}"
    return words


GREYS: Mapping[str, str] = {
    "#f4e9dd": "#ffffff",
    "#ecdecf": "#f4f4f4",
    "#b58a69": "#b4b4b4",
    "#fffdf8": "#ffffff",
    "#8b7d72": "#c4c4c4",
    "#62564d": "#6a6a6a",
    "#6f8791": "#9a9a9a",
    "#cf9584": "#bdbdbd",
    "#8a6350": "#8c8c8c",
    "#f9e6da": "#ffffff",
    "#eed9cc": "#f0f0f0",
    "#f8efe4": "#fafafa",
    "#c58a12": "#8a8a8a",
    "#8a5f08": "#3c3c3c",
    SINEW: "#ffffff",
    INK: "#111111",
    TEAL: "#000000",
}
"""What stands for a colour where only black and white come out of the machine."""

FLESH: Mapping[str, tuple[str, str]] = {
    MUSCLE: ("#a6a6a6", "#3a3a3a"),
    DEEP: ("#808080", "#2a2a2a"),
    SKIN: ("#bdbdbd", "#4a4a4a"),
}
"""The grey of a muscle's area, and that of its border and fibres."""

_PAINT = re.compile(r'(fill|stroke|stop-color)="(#[0-9a-f]{6})"')


def in_greys(svg: str) -> str:
    """Return a drawing in greys, its borders darker than its areas."""
    return _PAINT.sub(_grey, svg)


def _grey(found: re.Match[str]) -> str:
    kind, colour = found[1], found[2]
    if colour in FLESH:
        colour = FLESH[colour][kind == "stroke"]
    return f'{kind}="{GREYS.get(colour, colour)}"'
