"""What every part of one drawing shares: the figure, the look, sizes, words, tags."""

import textwrap
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

import attrs

from glabella.core.sources import Text
from glabella.figures.values import Figure, Look, Point, Shape

WORD = 2.7
"""Height of letters, in units of a sheet."""


SIDES = {
    "left": Text("left", "links"),
    "right": Text("right", "rechts"),
    "midline": Text("midline", "Mitte"),
}


@attrs.frozen
class Sheet:
    """What every part of one drawing needs: the figure, the look, sizes, ids."""

    figure: Figure
    look: Look
    lit: frozenset[str]
    points: tuple[Point, ...]

    @property
    def key(self) -> str:
        """Return the start of every id in this drawing."""
        return self.look.key or self.figure.id

    @property
    def unit(self) -> float:
        """A hundredth of the figure's mean extent, so that words and points fit it."""
        return (self.figure.view_box[2] + self.figure.view_box[3]) / 200

    def say(self, text: Text) -> str:
        """Return a text in the language of the drawing, safe inside SVG."""
        return escape(text.in_language(self.look.language))

    @property
    def has_schematic(self) -> bool:
        """Whether a point is drawn that is no landmark."""
        return any(point.schematic for point in self.points)

    @property
    def lit_shapes(self) -> tuple[Shape, ...]:
        """The shapes to bring out."""
        return tuple(one for one in self.figure.shapes if one.muscle in self.lit)

    @property
    def named(self) -> tuple[Shape, ...]:
        """The lit shapes that get a name in the margin."""
        return tuple(
            shape for shape in self.lit_shapes if shape.muscle in self.look.names
        )

    def place_of(self, muscle: str, side: str) -> dict[str, str]:
        """Return the attribute that says a muscle and its side, for live drawings."""
        if not self.look.live or muscle not in self.look.names:
            return {}
        name = self.look.names[muscle].in_language(self.look.language)
        return {"data-name": f"{name}, {SIDES[side].in_language(self.look.language)}"}

    def name_lines(self, muscle: str) -> list[str]:
        """Return the name of a muscle in lines that a margin holds."""
        name = self.look.names[muscle].in_language(self.look.language)
        return textwrap.wrap(name, 18, break_long_words=False)

    @property
    def _margin(self) -> float:
        """The room that the longest line of a name takes, with its leader."""
        lengths = [
            len(line) for one in self.named for line in self.name_lines(one.muscle)
        ]
        letters = max(lengths, default=0)
        return (0.58 * WORD * letters + 3) * self.unit if letters else 0.0

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """The view box, with room for names at the sides and a caption below."""
        left, top, width, height = self.figure.view_box
        margin = self._margin
        below = 5 * self.unit if self.has_schematic else 0.0
        return (left - margin, top, width + 2 * margin, height + below)


def tag(name: str, values: Mapping[str, str], *, inside: str | None = None) -> str:
    """Return one element; `inside` is markup already."""
    words = " ".join(f"{key}={quoteattr(value)}" for key, value in values.items())
    return (
        f"<{name} {words}/>" if inside is None else f"<{name} {words}>{inside}</{name}>"
    )


def units_of(point: Point, language: str) -> str:
    """Return the units of a point in figures, empty where none are given."""
    if point.units is None:
        return ""
    return decimal_words(f"{point.units.normalize():f}", language)


def decimal_words(words: str, language: str) -> str:
    """Return a number with the decimal sign of the language."""
    return words.replace(".", ",") if language == "de" else words
