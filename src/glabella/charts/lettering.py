"""How wide words are, so that labels fit, wrap and keep out of each other's way.

The reader's machine chooses the font, so widths are estimates on the wide side:
too much room looks better than words on words.
"""

from glabella.charts.markup import Attribute, Element, element
from glabella.charts.paints import LOOKS, PAPER, paint

# Thousandths of the size by group of characters, as wide as in common wide fonts.
_WIDTHS = (
    (frozenset("ijlI.,:;'|! \u00a0\u202f·"), 320),
    (frozenset("tfr-[]()/"), 400),
    (frozenset("ABCDEFGHKLNOPQRSTUVXYZÄÖÜ"), 710),
    (frozenset("mwMW@%—→←"), 940),
)
_USUAL_WIDTH, _FULL_WIDTH = 620, 1000
_FIRST_FULL_WIDTH = "\u2e80"  # from here on: scripts of the Far East
_SAFETY = 1.02
_BOLD = 1.1

Place = tuple[float, float]


def width_of(text: str, look: str) -> float:
    """Return about how wide a text is in this look, in px."""
    size = LOOKS[look]["font_size"]
    bold = _BOLD if "font_weight" in LOOKS[look] else 1
    thousandths = sum(_width(character) for character in text)
    return thousandths / 1000 * float(size or 0) * bold * _SAFETY


def shortened(text: str, look: str, width: float) -> str:
    """Return the text, cut with an ellipsis if it is wider than the width."""
    if width_of(text, look) <= width:
        return text
    kept = text
    while kept and width_of(f"{kept}…", look) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(text: str, look: str, width: float, *, lines: int = 2) -> tuple[str, ...]:
    """Return the text in at most so many lines; the last one is cut if it must."""
    done: list[str] = []
    # Only plain spaces part words; those that never break hold a number and its unit.
    rest = [word for word in text.split(" ") if word]
    while rest and len(done) < lines - 1:
        taken = _words_that_fit(rest, look, width)
        done.append(shortened(" ".join(rest[:taken]), look, width))
        rest = rest[taken:]
    if rest or not done:
        done.append(shortened(" ".join(rest), look, width))
    return tuple(done)


def write(text: str, at: Place, look: str, *, anchor: str = "start") -> Element:
    """Return a line of text; `at` is where its baseline starts, ends or is centred."""
    return element("text", text, **_at(at, anchor), **paint(look))


def write_over(text: str, at: Place, look: str, *, anchor: str = "start") -> Element:
    """Return a line of text with a margin of paper, to be read across lines."""
    halo: dict[str, Attribute] = {
        **paint(look),
        "class_": f"chart-{look} chart-halo",
        "stroke": PAPER,
        "stroke_width": 3,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    return element("text", text, **_at(at, anchor), **halo)


def _at(place: Place, anchor: str) -> dict[str, Attribute]:
    shown = None if anchor == "start" else anchor
    return {"x": place[0], "y": place[1], "text_anchor": shown}


def _words_that_fit(words: list[str], look: str, width: float) -> int:
    taken = 1
    while taken < len(words) and width_of(" ".join(words[: taken + 1]), look) <= width:
        taken += 1
    return taken


def _width(character: str) -> int:
    for characters, width in _WIDTHS:
        if character in characters:
            return width
    return _FULL_WIDTH if character >= _FIRST_FULL_WIDTH else _USUAL_WIDTH
