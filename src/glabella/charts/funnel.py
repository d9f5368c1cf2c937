"""Funnel plot: effects against their standard errors, over contours of significance.

The contours lie around the line of no effect: a gap in the white part speaks for
studies that were not published because they found nothing; a gap elsewhere does not.
The idea is that of Peters et al., 2008.
"""

import math
from collections.abc import Iterator, Sequence
from statistics import NormalDist

import attrs

from glabella.charts import marks
from glabella.charts.checks import (
    ChartError,
    Number,
    must_be_finite,
    must_be_ordered,
)
from glabella.charts.forest_parts import PLAIN_AXIS, EffectAxis
from glabella.charts.marks import Point
from glabella.charts.markup import Element
from glabella.charts.plane import (
    HEIGHT_OF_LABELS,
    HEIGHT_OF_TITLE,
    LEFT,
    RIGHT,
    Plane,
    axes,
    grid,
)
from glabella.charts.scale import Scale, rounded_up
from glabella.charts.sheet import LegendEntry, Sheet, legend
from glabella.charts.table import Table
from glabella.charts.words import ENGLISH, Words

# Two-sided levels of the contours, outer edge of each shade; a convention of the plot.
LEVELS = (0.1, 0.05, 0.01)
_DISC = 4.5
_MOST_HEIGHT = 420


@attrs.frozen
class FunnelPoint:
    """One study.

    Args:
        label: Name and year.
        effect: As printed: an odds ratio as an odds ratio.
        standard_error: On the scale of analysis: of the logarithm of a ratio.
        imputed: Added by a method such as trim and fill; drawn as a ring.
    """

    label: str
    effect: Number
    standard_error: Number
    imputed: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        where = f'study "{self.label}"'
        must_be_finite(self.effect, self.standard_error, where=where)
        must_be_ordered(0, self.standard_error, where=where)


@attrs.frozen(kw_only=True)
class FunnelPlot:
    """Effects against standard errors, the exact studies on top.

    Args:
        title: What is shown; drawn, and the name of the picture.
        measure: Of the effect: "Odds ratio".
        points: The studies.
        centre: The pooled effect, as printed; None draws no line.
        axis: Of the effects; contours need its line of no effect.
        contours: Shade by significance around the line of no effect.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    measure: str
    points: tuple[FunnelPoint, ...]
    centre: Number | None = None
    axis: EffectAxis = PLAIN_AXIS
    contours: bool = True
    description: str = ""
    words: Words = ENGLISH

    def __attrs_post_init__(self) -> None:
        """Refuse ratios that have no place on a logarithmic axis."""
        for point in self.points:
            if self.axis.log and point.effect <= 0:
                raise ChartError(
                    f"{point.effect} has no place on a logarithmic axis.",
                    where=f'study "{point.label}"',
                    mending="Give ratios above zero, or an axis with log=False.",
                )

    def svg(self, *, width: float = 560) -> str:
        """Return the drawing."""
        sheet = Sheet("funnel", self.title, self._described(), self.words, width)
        heading, top = sheet.heading()
        plane = self._plane(top + HEIGHT_OF_TITLE, width)
        bottom = plane.y.end
        key, end = legend(
            self._legend(), left=LEFT, top=bottom + HEIGHT_OF_LABELS, right=width
        )
        drawn = (
            *heading,
            *self._contours(plane),
            *grid(plane),
            *self._lines(plane),
            *self._discs(plane),
            *axes(plane),
            *key,
        )
        return sheet.closed(drawn, end + 2)

    def table(self) -> Table:
        """Return the studies as plain text."""
        words = self.words
        rows = tuple(
            (
                p.label,
                words.number(p.effect, self.axis.places),
                words.number(p.standard_error, self.axis.places + 1),
                words.imputed if p.imputed else "",
            )
            for p in self.points
        )
        header = (words.study, self.measure, words.standard_error, words.remark)
        return Table(self.title, header, rows)

    def _described(self) -> str:
        said = f"{self.words.study}: {len(self.points)}; {self.measure}"
        if self.centre is not None:
            said += f" {self.words.number(self.centre, self.axis.places)}"
        return self.description or said

    def _bent(self, value: Number) -> float:
        return math.log(value) if self.axis.log else float(value)

    def _unbent(self, value: float) -> float:
        return math.exp(value) if self.axis.log else value

    def _plane(self, top: float, width: float) -> Plane:
        errors = [float(p.standard_error) for p in self.points]
        largest = rounded_up(max(errors, default=1) * 1.05)
        low, high = self._ends(largest)
        height = min((width - LEFT - RIGHT) * 0.75, _MOST_HEIGHT)
        return Plane(
            Scale(low, high, LEFT, width - RIGHT, log=self.axis.log),
            Scale(0, largest, top, top + height),
            self.measure,
            self.words.standard_error,
            self.words,
        )

    def _ends(self, largest: float) -> tuple[float, float]:
        """Return the ends of the axis of effects, the same way to both sides."""
        values = [self._bent(p.effect) for p in self.points]
        middle = self.axis.null if self.axis.null is not None else self.centre
        centre = self._bent(middle) if middle is not None else sum(values[:1])
        reach = max((abs(v - centre) for v in values), default=1.0) * 1.08
        reach = max(reach, _z(LEVELS[1]) * largest * 0.9) or 1.0
        low = self._unbent(centre - reach)
        high = self._unbent(centre + reach)
        low = low if self.axis.low is None else float(self.axis.low)
        return low, high if self.axis.high is None else float(self.axis.high)

    def _contours(self, plane: Plane) -> Iterator[Element]:
        if not self.contours or self.axis.null is None:
            return
        null, largest = self._bent(self.axis.null), plane.y.high
        inner = [_z(level) * largest for level in LEVELS]
        beyond = abs(self._bent(plane.x.high) - self._bent(plane.x.low)) + inner[-1]
        for n, (start, end) in enumerate(zip(inner, [*inner[1:], beyond], strict=True)):
            for side in (-1, 1):
                corners = [plane.at(self._unbent(null), 0)]
                if end == beyond:
                    corners.append(plane.at(self._unbent(null + side * beyond), 0))
                corners += [
                    plane.at(self._unbent(null + side * reach), largest)
                    for reach in (end, start)
                ]
                kept = clipped(corners, plane.x.start, plane.x.end)
                if kept:
                    yield marks.polygon(kept, f"contour-{n + 1}")

    def _lines(self, plane: Plane) -> Iterator[Element]:
        for look, value in (("null", self.axis.null), ("pooled", self.centre)):
            if value is not None and plane.x.low <= value <= plane.x.high:
                x = plane.x.at(value)
                yield marks.line((x, plane.y.start), (x, plane.y.end), look)

    def _discs(self, plane: Plane) -> Iterator[Element]:
        for point in self.points:
            at = plane.x.within(point.effect), plane.y.at(point.standard_error)
            yield marks.disc(at, _DISC, "imputed" if point.imputed else "point")

    def _legend(self) -> Iterator[LegendEntry]:
        words = self.words
        if self.contours and self.axis.null is not None:
            names = [words.number(level) for level in LEVELS]
            texts = (
                f"{names[0]} > p > {names[1]}",
                f"{names[1]} > p > {names[2]}",
                words.significance.format(names[2]),
            )
            for n, text in enumerate(texts, start=1):
                box = marks.box(0, 0, 18, 11, look=f"contour-{n}")
                yield LegendEntry((box,), text)
        if any(point.imputed for point in self.points):
            ring = marks.disc((9, 5.5), _DISC, "imputed")
            yield LegendEntry((ring,), words.imputed)


def clipped(corners: Sequence[Point], left: float, right: float) -> list[Point]:
    """Return the part of a convex shape between two upright lines."""
    return _cut(_cut(corners, left, 1), right, -1)


def _cut(corners: Sequence[Point], x: float, side: int) -> list[Point]:
    found: list[Point] = []
    for here, there in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        if (here[0] - x) * side >= 0:
            found.append(here)
        if (here[0] - x) * (there[0] - x) < 0:
            share = (x - here[0]) / (there[0] - here[0])
            found.append((x, here[1] + share * (there[1] - here[1])))
    return found


def _z(level: float) -> float:
    return NormalDist().inv_cdf(1 - level / 2)
