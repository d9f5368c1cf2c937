"""The sheet that a chart is drawn on: names for those who listen, a title to read."""

from collections.abc import Iterable

import attrs

from glabella.charts.lettering import width_of, wrapped, write
from glabella.charts.marks import hatch
from glabella.charts.markup import Element, element
from glabella.charts.paints import FONT, INK, TEXT_SIZE
from glabella.charts.words import Words

# Below this width a chart takes its narrow layout, for phones. In px.
NARROW_BELOW = 520
TITLE_LINE = 19
LEGEND_LINE = 18
_SWATCH = 18
_INDENT = _SWATCH + 6
_TEXT_LINE = 14
_GAP = 16


@attrs.frozen
class Sheet:
    """What every chart has: its kind, its names, its language and its width."""

    kind: str
    title: str
    description: str
    words: Words
    width: float

    @property
    def is_narrow(self) -> bool:
        """Whether the layout for phones is wanted."""
        return self.width < NARROW_BELOW

    def heading(self) -> tuple[tuple[Element, ...], float]:
        """Return the title as it is read, and how far down it reaches."""
        lines = wrapped(self.title, "title", self.width, lines=3)
        if not self.title:
            return (), 0
        drawn = (
            write(line, (0, 14 + TITLE_LINE * n), "title")
            for n, line in enumerate(lines)
        )
        return tuple(drawn), TITLE_LINE * len(lines) + 6

    def closed(self, drawn: Iterable[Element], height: float) -> str:
        """Return the finished SVG."""
        names = (element("title", self.title), element("desc", self.description))
        root = element(
            "svg",
            *names,
            *drawn,
            xmlns="http://www.w3.org/2000/svg",
            role="img",
            lang=self.words.language,
            class_=f"chart chart-{self.kind}",
            viewbox=f"0 0 {self.width:g} {height:.0f}",
            width=self.width,
            height=round(height),
            font_family=FONT,
            font_size=TEXT_SIZE,
            fill=INK,
        )
        return str(root)


@attrs.frozen
class LegendEntry:
    """One swatch with its words; the swatch is drawn in a box of 18 x 11 px at 0, 0."""

    swatch: tuple[Element, ...]
    label: str


def legend(
    entries: Iterable[LegendEntry], *, left: float, top: float, right: float
) -> tuple[tuple[Element, ...], float]:
    """Return swatches with words, in as many lines as they need, and their bottom."""
    drawn: list[Element] = []
    x, y, lines = left, top, 1
    for entry in entries:
        words = wrapped(entry.label, "quiet", right - left - _INDENT, lines=3)
        width = _INDENT + max(width_of(line, "quiet") for line in words)
        if x > left and x + width > right:
            x, y, lines = left, y + _line_height(lines), 1
        moved = f"translate({x:.1f} {y:.1f})"
        texts = (
            write(line, (_INDENT, 9.5 + _TEXT_LINE * n), "quiet")
            for n, line in enumerate(words)
        )
        drawn.append(element("g", *entry.swatch, *texts, transform=moved))
        x, lines = x + width + _GAP, max(lines, len(words))
    return tuple(drawn), (y + _line_height(lines) if drawn else top)


def _line_height(lines: int) -> float:
    return LEGEND_LINE + _TEXT_LINE * (lines - 1)


def unrecorded_entry(words: Words) -> LegendEntry:
    """Return the entry that says what the hatched parts are."""
    return LegendEntry((hatch(0, 0, _SWATCH, 11),), words.not_recorded)
