"""The marks of charts: hatching, diamonds, squares, arrows, lines with gaps.

Hatching means "not recorded" or "unknown" everywhere, and nothing else ever does.
It is drawn line by line, so that no pattern and no identifier is needed.
"""

import math
from collections.abc import Iterable, Sequence

from glabella.charts.markup import Element, element, number
from glabella.charts.paints import paint

_HATCH_STEP = 5

Point = tuple[float, float]


def box(x: float, y: float, width: float, height: float, *, look: str) -> Element:
    """Return a filled rectangle."""
    sides = {"x": x, "y": y, "width": max(width, 0), "height": max(height, 0)}
    return element("rect", **sides, **paint(look))


def line(start: Point, end: Point, look: str) -> Element:
    """Return a straight line."""
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    return element("line", **ends, **paint(look))


def hatch(x: float, y: float, width: float, height: float) -> Element:
    """Return a hatched rectangle: nobody knows what belongs here."""
    strokes = []
    across = -height + _HATCH_STEP / 2
    while across < width:
        low, high = max(0.0, -across), min(height, width - across)
        first = x + across + low, y + height - low
        last = x + across + high, y + height - high
        strokes.append(f"M{_pair(first)}L{_pair(last)}")
        across += _HATCH_STEP
    lines = element("path", d="".join(strokes), **paint("hatch"))
    edge = box(x, y, width, height, look="hatch-edge")
    return element("g", edge, lines, class_="chart-unrecorded")


def polyline(points: Sequence[Point], look: str) -> Element:
    """Return an open line through the points."""
    return element("path", d=_path(points), **paint(look))


def polygon(points: Sequence[Point], look: str) -> Element:
    """Return a closed shape with these corners."""
    return element("path", d=f"{_path(points)}Z", **paint(look))


def square(centre: Point, area: float) -> Element:
    """Return a square whose *area*, not whose side, is the weight."""
    side = math.sqrt(area)
    x, y = centre
    return box(x - side / 2, y - side / 2, side, side, look="square")


def arrow(tip: Point, direction: int) -> Element:
    """Return the head that says: this interval goes on beyond the axis."""
    x, y = tip
    back = x - 6 * direction
    return element(
        "path",
        d=_path(((back, y - 3.5), (x, y), (back, y + 3.5))),
        **paint("interval"),
    )


def marker(kind: int, at: Point, radius: float = 3) -> Element:
    """Return the mark of a series: disc, square, ring, open diamond; then again."""
    x, y = at
    look = "dot" if kind % 4 == 0 else f"dot-{kind % 4 + 1}"
    if kind % 4 == 1:
        side = radius * 1.8
        return box(x - side / 2, y - side / 2, side, side, look=look)
    if kind % 4 == 3:  # noqa: PLR2004 -- the fourth shape of the four named above
        reach = radius * 1.35
        corners = ((x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach))
        return polygon(corners, look)
    return disc(at, radius, look)


def disc(at: Point, radius: float, look: str) -> Element:
    """Return a disc."""
    return element("circle", cx=at[0], cy=at[1], r=radius, **paint(look))


def runs(points: Iterable[Point | None]) -> tuple[tuple[Point, ...], ...]:
    """Return the points in stretches without a gap; a None ends a stretch."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return tuple(tuple(run) for run in found if run)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(_pair(point) for point in points)


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
