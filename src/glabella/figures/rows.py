"""The points of a figure as rows of a table: the same without a picture."""

from collections.abc import Iterable, Mapping

from glabella.core.sources import Text
from glabella.figures.marks import SCHEMATIC
from glabella.figures.sheet import SIDES, decimal_words, units_of
from glabella.figures.values import Figure, Point, Row


def rows(
    figure: Figure,
    points: Iterable[Point],
    *,
    names: Mapping[str, Text],
    language: str = "en",
) -> tuple[Row, ...]:
    """Return the points of this figure, in order, in words.

    `across_mm` is measured from the midline (in a view of one side, from its middle
    line), `down_mm` from the upper edge of the figure, both on the standard head.
    """
    return tuple(
        _row(figure, point, names=names, language=language)
        for point in points
        if point.figure == figure.id
    )


def _row(
    figure: Figure, point: Point, *, names: Mapping[str, Text], language: str
) -> Row:
    name = names.get(point.muscle, Text(point.muscle, point.muscle))
    return Row(
        muscle=point.muscle,
        name=name.in_language(language),
        side=SIDES[point.side].in_language(language),
        label=point.label,
        units=units_of(point, language),
        across_mm=_millimetres(abs(point.x), language),
        down_mm=_millimetres(point.y - figure.view_box[1], language),
        note=SCHEMATIC.in_language(language) if point.schematic else "",
    )


def _millimetres(tenths: float, language: str) -> str:
    return decimal_words(f"{tenths / 10:.1f}", language)
