"""The looks of charts: each a class for the screen, with attributes that print.

On screen the style sheet of the class decides (light, dark, contrast). In a PDF, or
in a saved file, the attributes beside it do: ink, grey and one deep teal, told apart
by dash and shape as well.
"""

from collections.abc import Mapping
from types import MappingProxyType

from glabella.charts.markup import Attribute

INK = "#1b2430"
QUIET = "#55606c"
RULE = "#c8cdd2"
TEAL = "#0b5d5b"
PAPER = "#ffffff"

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, "
    "'Liberation Sans', 'DejaVu Sans', sans-serif"
)

# Sizes of letters in px: text that is read, and text beside it.
TEXT_SIZE = 12
SMALL_SIZE = 11
TITLE_SIZE = 14

_Look = Mapping[str, Attribute]


def _text(size: float, fill: str, **more: Attribute) -> _Look:
    return {"font_size": size, "fill": fill, **more}


def _stroke(colour: str, width: float, dash: str | None = None) -> _Look:
    look: _Look = {"stroke": colour, "stroke_width": width, "fill": "none"}
    return look if dash is None else {**look, "stroke_dasharray": dash}


def _soft(opacity: float) -> _Look:
    return {"fill": TEAL, "fill_opacity": opacity}


# A name here is a class in charts.css: "line" is `.chart-line`.
LOOKS: Mapping[str, _Look] = MappingProxyType(
    {
        "title": _text(TITLE_SIZE, INK, font_weight="600"),
        "heading": _text(TEXT_SIZE, INK, font_weight="600"),
        "label": _text(TEXT_SIZE, INK),
        "quiet": _text(SMALL_SIZE, QUIET),
        "number": _text(TEXT_SIZE, INK),
        "number-strong": _text(TEXT_SIZE, INK, font_weight="600"),
        "tick": _text(SMALL_SIZE, QUIET),
        "axis": _stroke(INK, 1),
        "grid": _stroke(RULE, 0.75),
        "rule": _stroke(INK, 0.75),
        "null": _stroke(INK, 1),
        "pooled": _stroke(TEAL, 1, "4 3"),
        "line": {**_stroke(TEAL, 1.75), "stroke_linejoin": "round"},
        "line-2": {**_stroke(INK, 1.75, "6 3"), "stroke_linejoin": "round"},
        "line-3": {**_stroke(TEAL, 1.75, "2 2.5"), "stroke_linejoin": "round"},
        "line-4": {**_stroke(QUIET, 1.75, "9 3 2 3"), "stroke_linejoin": "round"},
        "dot": {"fill": TEAL},
        "dot-2": {"fill": INK},
        "dot-3": {"fill": PAPER, "stroke": TEAL, "stroke_width": 1.5},
        "dot-4": {"fill": PAPER, "stroke": QUIET, "stroke_width": 1.5},
        "point": {"fill": TEAL, "fill_opacity": 0.75, "stroke": INK},
        "imputed": {"fill": PAPER, "stroke": INK, "stroke_width": 1.25},
        "column": {"fill": TEAL, "fill_opacity": 0.78},
        "column-before": {"fill": QUIET, "fill_opacity": 0.55},
        "column-over": {"fill": INK, "fill_opacity": 0.9},
        "taken": _stroke(TEAL, 1, "3 2"),
        "hatch": _stroke(QUIET, 0.9),
        "hatch-edge": _stroke(QUIET, 0.75, "2 2"),
        "injection": _stroke(INK, 1.5),
        "injection-head": {"fill": INK},
        "change": _stroke(QUIET, 1, "5 3"),
        "change-head": {"fill": QUIET},
        "now": _stroke(INK, 1, "1 3"),
        "threshold": _stroke(QUIET, 1, "6 3"),
        "limit": _stroke(INK, 2),
        "band-onset": _soft(0.08),
        "band-peak": _soft(0.2),
        "band-review": _soft(0.05),
        "band-wear-off": _soft(0.12),
        "band-usual": _soft(0.07),
        "band-earliest": _soft(0.07),
        "band": _soft(0.15),
        "band-2": {"fill": INK, "fill_opacity": 0.1},
        "edge-onset": _stroke(TEAL, 1, "1.5 2"),
        "edge-peak": _stroke(TEAL, 1.25),
        "edge-review": _stroke(QUIET, 1, "1 2"),
        "edge-wear-off": _stroke(TEAL, 1, "6 2.5"),
        "edge-usual": _stroke(TEAL, 1, "8 2 2 2"),
        "edge-earliest": _stroke(INK, 1, "3 2"),
        "interval": _stroke(INK, 1.25),
        "whisker": _stroke(QUIET, 1),
        "square": {"fill": TEAL},
        "diamond": {"fill": TEAL, "stroke": INK, "stroke_width": 0.75},
        "diamond-part": {"fill": PAPER, "stroke": TEAL, "stroke_width": 1.5},
        "prediction": _stroke(TEAL, 2.5),
        "contour-1": {"fill": QUIET, "fill_opacity": 0.42},
        "contour-2": {"fill": QUIET, "fill_opacity": 0.24},
        "contour-3": {"fill": QUIET, "fill_opacity": 0.09},
    }
)


def paint(name: str) -> dict[str, Attribute]:
    """Return class and attributes of a look, to be spread into an element.

    Raises:
        KeyError: If there is no such look; a mistake of the programmer.
    """
    return {"class_": f"chart-{name}", **LOOKS[name]}
