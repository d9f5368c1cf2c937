"""Curves over time since an injection or over weeks of a study, with bands and gaps."""

from collections.abc import Iterator, Sequence

import attrs

from glabella.charts import flags, marks, plane, window_strip
from glabella.charts.checks import Number, must_be_finite, must_be_ordered
from glabella.charts.flags import Flag, FlagKind, PlacedFlag
from glabella.charts.markup import Element
from glabella.charts.plane import LEFT, RIGHT, Plane
from glabella.charts.scale import Scale, rounded_up
from glabella.charts.sheet import LegendEntry, Sheet, legend
from glabella.charts.table import Table
from glabella.charts.timeline_parts import Threshold, WindowKind
from glabella.charts.window_strip import PlacedWindow
from glabella.charts.words import ENGLISH, Words

_MOST_HEIGHT = 300
_MOST_DISCS = 40
_ASIDE = 4
_LINES = ("line", "line-2", "line-3", "line-4")


@attrs.frozen
class CurvePoint:
    """A value, with the ends of its interval where there is one; None is a gap."""

    x: Number
    value: Number | None
    low: Number | None = None
    high: Number | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        where = f"point at {self.x}"
        must_be_finite(self.x, self.value, self.low, self.high, where=where)
        must_be_ordered(self.low, self.value, where=where)
        must_be_ordered(self.value, self.high, where=where)

    @property
    def ends(self) -> tuple[float, float] | None:
        """Both ends of the interval, or None if one is unknown."""
        if self.low is None or self.high is None:
            return None
        return float(self.low), float(self.high)


@attrs.frozen
class Series:
    """One curve; intervals are whiskers, or a soft band if `as_band`."""

    label: str
    points: tuple[CurvePoint, ...]
    as_band: bool = False


@attrs.frozen
class Span:
    """A window on the level axis, with equal ends for a single day."""

    kind: WindowKind
    label: str
    start: Number
    end: Number

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        must_be_finite(self.start, self.end, where=f'span "{self.label}"')
        must_be_ordered(self.start, self.end, where=f'span "{self.label}"')


@attrs.frozen
class Mark:
    """An upright line with words, such as a session."""

    x: Number
    label: str


@attrs.frozen(kw_only=True)
class CurveChart:
    """Up to four curves told apart by dash and mark as well as by colour.

    Args:
        title: What is shown; drawn, and the name of the picture.
        x_label: Of the level axis: "weeks since the session".
        y_label: Of the upright axis, with its unit.
        series: The curves; from the fifth on, looks repeat.
        windows: Soft bands.
        marks: Upright lines.
        thresholds: Level lines.
        low: Lower end of the upright axis; None takes zero or the least value.
        high: Upper end; None takes a round number above the data.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    windows: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    low: Number | None = None
    high: Number | None = None
    description: str = ""
    words: Words = ENGLISH

    def __attrs_post_init__(self) -> None:
        """Refuse an axis that runs backwards."""
        where = f'chart "{self.title}"'
        must_be_finite(self.low, self.high, where=where)
        must_be_ordered(self.low, self.high, where=where)

    def svg(self, *, width: float = 640) -> str:
        """Return the drawing."""
        sheet = Sheet("curves", self.title, self._described(), self.words, width)
        heading, top = sheet.heading()
        x = self._x_scale(width)
        stems, spans = self._flags(x), self._spans(x)
        strip_top = top + flags.lanes_of(stems) * flags.LANE + (6 if stems else 0)
        plot_top = strip_top + window_strip.strip_height(spans) + plane.HEIGHT_OF_TITLE
        bottom = plot_top + min((width - LEFT - RIGHT) * 0.5 + 40, _MOST_HEIGHT)
        y = Scale(*self._ends(), bottom, plot_top)
        flat = Plane(x, y, self.x_label, self.y_label, self.words)
        entries = [*self._legend(), *window_strip.legend_entries(spans)]
        key_top = bottom + plane.HEIGHT_OF_LABELS
        key, end = legend(entries, left=LEFT, top=key_top, right=width)
        drawn = (
            *heading,
            *window_strip.bands(spans, top=plot_top, bottom=bottom),
            *plane.grid(flat),
            *window_strip.strip(spans, strip_top),
            *flags.stems(stems, top=top, bottom=bottom),
            *self._curves(flat),
            *flags.words(stems, top=top),
            *plane.axes(flat),
            *key,
        )
        return sheet.closed(drawn, end + 2)

    def table(self) -> Table:
        """Return every point of every curve as a row."""
        words = self.words
        rows = tuple(
            (one.label, *(self._cell(n) for n in (p.x, p.value, p.low, p.high)))
            for one in self.series
            for p in one.points
        )
        header = (words.curve, self.x_label, self.y_label, words.low, words.high)
        return Table(self.title, header, rows)

    def _cell(self, value: Number | None) -> str:
        return self.words.unknown if value is None else self.words.number(value)

    def _described(self) -> str:
        names = ", ".join(one.label for one in self.series)
        return self.description or f"{self.y_label}, {self.x_label}: {names}"

    def _x_scale(self, width: float) -> Scale:
        points = [float(p.x) for one in self.series for p in one.points]
        spans = [float(n) for one in self.windows for n in (one.start, one.end)]
        every = [*points, *spans, *(float(one.x) for one in self.marks)]
        low, high = min(every, default=0.0), max(every, default=1.0)
        return Scale(low, high, LEFT, width - RIGHT)

    def _ends(self) -> tuple[float, float]:
        points = [p for one in self.series for p in one.points]
        every = [
            float(n) for p in points for n in (p.value, p.low, p.high) if n is not None
        ]
        every += [float(one.value) for one in self.thresholds]
        least, most = min(every, default=0.0), max(every, default=1.0)
        low = -rounded_up(-least) if least < 0 else 0.0
        low = low if self.low is None else float(self.low)
        high = low + rounded_up(most - low) if most > 0 else max(most, 0.0)
        return low, high if self.high is None else float(self.high)

    def _flags(self, x: Scale) -> tuple[PlacedFlag, ...]:
        found = [
            Flag(x.at(one.x), FlagKind.CHANGE, "", one.label) for one in self.marks
        ]
        return flags.placed(found, left=0, right=x.end + RIGHT)

    def _spans(self, x: Scale) -> tuple[PlacedWindow, ...]:
        return window_strip.in_lanes(
            PlacedWindow(one.kind, one.label, x.at(one.start), x.at(one.end))
            for one in self.windows
        )

    def _curves(self, flat: Plane) -> Iterator[Element]:
        for n, one in enumerate(self.series):
            if one.as_band:
                yield from _band(one.points, flat, f"band{'-2' if n % 2 else ''}")
        for threshold in self.thresholds:
            y = flat.y.at(threshold.value)
            yield marks.line((flat.x.start, y), (flat.x.end, y), "threshold")
        for n, one in enumerate(self.series):
            if not one.as_band:
                yield from _whiskers(one.points, flat, self._aside(n))
            yield from _curve(one.points, (flat, self._aside(n)), n)

    def _aside(self, n: int) -> float:
        """Return how far a curve with whiskers moves aside, so that none hides."""
        drawn = (one for one in self.series if not one.as_band)
        points = [point for one in drawn for point in one.points]
        has_whiskers = any(point.ends is not None for point in points)
        return (n - (len(self.series) - 1) / 2) * _ASIDE if has_whiskers else 0.0

    def _legend(self) -> Iterator[LegendEntry]:
        for n, one in enumerate(self.series):
            line = marks.line((0, 5.5), (18, 5.5), _LINES[n % 4])
            yield LegendEntry((line, marks.marker(n, (9, 5.5))), one.label)
        for threshold in self.thresholds:
            line = marks.line((0, 5.5), (18, 5.5), "threshold")
            yield LegendEntry((line,), threshold.label)


def _curve(
    points: Sequence[CurvePoint], how: tuple[Plane, float], n: int
) -> Iterator[Element]:
    flat, aside = how
    places = [
        None if p.value is None else (flat.x.at(p.x) + aside, flat.y.at(p.value))
        for p in points
    ]
    runs = marks.runs(places)
    yield from (marks.polyline(run, _LINES[n % 4]) for run in runs if len(run) > 1)
    for run in runs:
        step = max(-(-len(places) // _MOST_DISCS), 1)
        yield from (marks.marker(n, at) for at in run[::step])


def _band(points: Sequence[CurvePoint], flat: Plane, look: str) -> Iterator[Element]:
    upper = (None if p.ends is None else flat.at(float(p.x), p.ends[1]) for p in points)
    lower = (None if p.ends is None else flat.at(float(p.x), p.ends[0]) for p in points)
    for high, low in zip(marks.runs(upper), marks.runs(lower), strict=True):
        if len(high) > 1:
            yield marks.polygon((*high, *reversed(low)), look)


def _whiskers(
    points: Sequence[CurvePoint], flat: Plane, aside: float
) -> Iterator[Element]:
    for point in points:
        if point.ends is not None:
            x = flat.x.at(point.x) + aside
            low, high = ((x, flat.y.at(end)) for end in point.ends)
            yield marks.line(low, high, "whisker")
