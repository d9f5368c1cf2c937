"""A small curve for headers and lists: no axis, no words, the last value marked."""

from collections.abc import Sequence

import attrs

from glabella.charts import marks
from glabella.charts.checks import Number, must_be_finite, must_be_ordered
from glabella.charts.markup import Element
from glabella.charts.scale import Scale, days_scale
from glabella.charts.sheet import Sheet
from glabella.charts.table import Table
from glabella.charts.timeline_parts import Reading
from glabella.charts.words import ENGLISH, Words

_MARGIN = 4
_HATCH = 4
_BLOCKS = "▁▂▃▄▅▆▇█"


@attrs.frozen(kw_only=True)
class Sparkline:
    """Readings of single days, small.

    Args:
        title: What is shown; not drawn, but the name of the picture.
        readings: In any order; None is a gap, and hatched.
        low: Lower end.
        high: Upper end; None takes the highest reading.
        threshold: A level line, such as remission.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    readings: tuple[Reading, ...]
    low: Number = 0
    high: Number | None = None
    threshold: Number | None = None
    description: str = ""
    words: Words = ENGLISH

    def __attrs_post_init__(self) -> None:
        """Refuse an axis that runs backwards."""
        where = f'sparkline "{self.title}"'
        must_be_finite(self.low, self.high, self.threshold, where=where)
        must_be_ordered(self.low, self.high, where=where)

    def svg(self, *, width: float = 120, height: float = 28) -> str:
        """Return the drawing."""
        sheet = Sheet("spark", self.title, self._described(), self.words, width)
        readings = self._in_order()
        if not readings:
            return sheet.closed([marks.hatch(1, 1, width - 2, height - 2)], height)
        ends = {"start": float(_MARGIN), "end": width - _MARGIN}
        days = days_scale(readings[0].on, readings[-1].on, **ends)
        low, high = self._ends()
        scale = Scale(low, high, height - _MARGIN, _MARGIN)
        places = [
            None if r.value is None else (days.at(r.on.toordinal()), scale.at(r.value))
            for r in readings
        ]
        gaps = [days.at(r.on.toordinal()) for r in readings if r.value is None]
        drawn = [marks.hatch(x - _HATCH / 2, 1, _HATCH, height - 2) for x in gaps]
        if self.threshold is not None:
            y = scale.at(self.threshold)
            drawn.append(marks.line((0, y), (width, y), "threshold"))
        return sheet.closed([*drawn, *_curve(places)], height)

    def table(self) -> Table:
        """Return the readings as plain text."""
        words = self.words
        rows = tuple((words.date_text(r.on), self._value(r)) for r in self._in_order())
        return Table(self.title, (words.day, words.value), rows)

    def text(self) -> str:
        """Return the curve in block characters; blank where nothing was recorded."""
        low, high = self._ends()
        scale = Scale(low, high, 0, len(_BLOCKS) - 1)
        return "".join(
            " " if r.value is None else _BLOCKS[round(scale.within(r.value))]
            for r in self._in_order()
        )

    def _in_order(self) -> list[Reading]:
        return sorted(self.readings, key=lambda reading: reading.on)

    def _ends(self) -> tuple[float, float]:
        known = [float(r.value) for r in self.readings if r.value is not None]
        low = min([float(self.low), *known])
        high = max(known, default=low) if self.high is None else float(self.high)
        return low, max(high, low)

    def _value(self, reading: Reading) -> str:
        if reading.value is None:
            return self.words.not_recorded
        return self.words.number(reading.value)

    def _described(self) -> str:
        said = ", ".join(self._value(reading) for reading in self._in_order())
        return self.description or said or self.words.not_recorded


def _curve(places: Sequence[marks.Point | None]) -> list[Element]:
    runs = marks.runs(places)
    drawn = [marks.polyline(run, "line") for run in runs if len(run) > 1]
    alone = [marks.disc(run[0], 1.75, "dot") for run in runs if len(run) == 1]
    last = [marks.disc(run[-1], 2.75, "dot") for run in runs[-1:]]
    return [*drawn, *alone, *last]
