"""Clouds of studies: Baujat plot (who disagrees, and does it matter), L'Abbe plot."""

from collections.abc import Iterator, Sequence

import attrs

from glabella.charts import marks
from glabella.charts.checks import Number, must_be_finite, must_be_ordered
from glabella.charts.markup import Element
from glabella.charts.plane import (
    HEIGHT_OF_LABELS,
    HEIGHT_OF_TITLE,
    LEFT,
    RIGHT,
    Named,
    Plane,
    axes,
    grid,
    labels,
)
from glabella.charts.scale import Scale, rounded_up
from glabella.charts.sheet import LegendEntry, Sheet, legend
from glabella.charts.table import Table
from glabella.charts.words import ENGLISH, Words

_DISC = 4.5
_LARGEST_DISC = 16
_SMALLEST_DISC = 2.5
_MOST_HEIGHT = 420


@attrs.frozen
class BaujatPoint:
    """One study: what it adds to heterogeneity, and how far it moves the pool."""

    label: str
    heterogeneity: Number
    influence: Number

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        where = f'study "{self.label}"'
        must_be_finite(self.heterogeneity, self.influence, where=where)
        must_be_ordered(0, self.heterogeneity, where=where)
        must_be_ordered(0, self.influence, where=where)


@attrs.frozen(kw_only=True)
class BaujatPlot:
    """Studies by contribution to Q and influence on the pooled effect.

    Args:
        title: What is shown; drawn, and the name of the picture.
        points: The studies; the names of the most unlike are written first.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    points: tuple[BaujatPoint, ...]
    description: str = ""
    words: Words = ENGLISH

    def svg(self, *, width: float = 560) -> str:
        """Return the drawing."""
        sheet = Sheet("baujat", self.title, self._described(), self.words, width)
        heading, top = sheet.heading()
        top += HEIGHT_OF_TITLE
        height = min((width - LEFT - RIGHT) * 0.75, _MOST_HEIGHT)
        x_end = rounded_up(
            max((float(p.heterogeneity) for p in self.points), default=1)
        )
        y_end = rounded_up(max((float(p.influence) for p in self.points), default=1))
        plane = Plane(
            Scale(0, x_end, LEFT, width - RIGHT),
            Scale(0, y_end, top + height, top),
            self.words.heterogeneity,
            self.words.influence,
            self.words,
        )
        named = [
            Named(plane.at(float(p.heterogeneity), float(p.influence)), _DISC, p.label)
            for p in self._most_unlike_first(x_end, y_end)
        ]
        discs = [marks.disc(one.at, one.radius, "point") for one in named]
        words = labels(named, plane, right=width)
        drawn = (*heading, *grid(plane), *discs, *words, *axes(plane))
        return sheet.closed(drawn, top + height + HEIGHT_OF_LABELS)

    def table(self) -> Table:
        """Return the studies as plain text."""
        words = self.words
        rows = tuple(
            (p.label, words.number(p.heterogeneity), words.number(p.influence))
            for p in self.points
        )
        header = (words.study, words.heterogeneity, words.influence)
        return Table(self.title, header, rows)

    def _most_unlike_first(self, x_end: float, y_end: float) -> list[BaujatPoint]:
        def distance(point: BaujatPoint) -> float:
            return float(point.heterogeneity) / x_end + float(point.influence) / y_end

        return sorted(self.points, key=distance, reverse=True)

    def _described(self) -> str:
        names = (p.label for p in self._most_unlike_first(1, 1)[:3])
        said = f"{self.words.study}: {len(self.points)}; {', '.join(names)}"
        return self.description or said


@attrs.frozen
class LabbePoint:
    """One study: the risk in both arms, as shares from 0 to 1.

    Args:
        label: Name and year.
        control: Risk in the arm of the level axis.
        treated: Risk in the arm of the upright axis.
        weight: The area of the disc, in any unit; None draws all alike.
    """

    label: str
    control: Number
    treated: Number
    weight: Number | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what is no share, and weights below zero."""
        where = f'study "{self.label}"'
        must_be_finite(self.control, self.treated, self.weight, where=where)
        must_be_ordered(0, self.weight, where=where)
        for risk in (self.control, self.treated):
            must_be_ordered(0, risk, where=where)
            must_be_ordered(risk, 1, where=where)


@attrs.frozen(kw_only=True)
class LabbePlot:
    """Risk in one arm against risk in the other.

    Args:
        title: What is shown; drawn, and the name of the picture.
        points: The studies.
        arms: What the arms are called, level axis first.
        curve: The pooled effect as pairs of risks, from left to right.
        curve_label: What the curve is.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    points: tuple[LabbePoint, ...]
    arms: tuple[str, str]
    curve: tuple[tuple[Number, Number], ...] = ()
    curve_label: str = ""
    description: str = ""
    words: Words = ENGLISH

    def svg(self, *, width: float = 480) -> str:
        """Return the drawing; the plane is a square."""
        sheet = Sheet("labbe", self.title, self._described(), self.words, width)
        heading, top = sheet.heading()
        top += HEIGHT_OF_TITLE
        side = width - LEFT - RIGHT
        most = max((float(max(p.control, p.treated)) for p in self.points), default=1)
        end = min(rounded_up(most * 1.05 or 1), 1.0)
        plane = Plane(
            Scale(0, end, LEFT, LEFT + side),
            Scale(0, end, top + side, top),
            self.words.risk_in.format(self.arms[0]),
            self.words.risk_in.format(self.arms[1]),
            self.words,
            percent=True,
        )
        key, bottom = legend(
            self._legend(), left=LEFT, top=top + side + HEIGHT_OF_LABELS, right=width
        )
        drawn = (
            *heading,
            *grid(plane),
            marks.line(plane.at(0, 0), plane.at(end, end), "null"),
            *self._curve(plane),
            *self._discs(plane, width),
            *axes(plane),
            *key,
        )
        return sheet.closed(drawn, bottom + 2)

    def table(self) -> Table:
        """Return the studies as plain text."""
        words = self.words
        rows = tuple(
            (p.label, words.percent(p.control * 100), words.percent(p.treated * 100))
            for p in self.points
        )
        arms = (words.risk_in.format(arm) for arm in self.arms)
        return Table(self.title, (words.study, *arms), rows)

    def _described(self) -> str:
        said = f"{self.words.study}: {len(self.points)}; {', '.join(self.arms)}"
        return self.description or said

    def _curve(self, plane: Plane) -> Iterator[Element]:
        end = plane.x.high
        pairs = [(float(x), float(y)) for x, y in self.curve if max(x, y) <= end]
        if len(pairs) > 1:
            yield marks.polyline([plane.at(*pair) for pair in pairs], "pooled")

    def _discs(self, plane: Plane, width: float) -> Iterator[Element]:
        heaviest = max((float(p.weight or 0) for p in self.points), default=0.0)
        largest_first = sorted(self.points, key=lambda p: -(p.weight or 0))
        named = []
        for point in largest_first:
            at = plane.at(float(point.control), float(point.treated))
            one = Named(at, _radius(point, heaviest), point.label)
            named.append(one)
            yield marks.disc(at, one.radius, "point")
        yield from labels(named, plane, right=width)

    def _legend(self) -> Sequence[LegendEntry]:
        equal = marks.line((0, 5.5), (18, 5.5), "null")
        entries = [LegendEntry((equal,), self.words.equal_risk)]
        if self.curve_label:
            pooled = marks.line((0, 5.5), (18, 5.5), "pooled")
            entries.append(LegendEntry((pooled,), self.curve_label))
        return entries


def _radius(point: LabbePoint, heaviest: float) -> float:
    if point.weight is None or heaviest == 0:
        return _DISC
    share = (float(point.weight) / heaviest) ** 0.5
    return float(max(share * _LARGEST_DISC, _SMALLEST_DISC))
