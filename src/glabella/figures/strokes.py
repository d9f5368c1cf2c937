"""How each kind of line looks on paper: SVG attributes by the name used in the files.

Presentation attributes, never `style=`: the content security policy forbids it, and a
style sheet may still override them (dark mode).
Widths are those of the face; `scaled` fits them to a view.
"""

from collections.abc import Mapping

INK = "#2a3542"
MUSCLE = "#b5583f"
DEEP = "#8c4a5a"
SKIN = "#a8662f"
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
