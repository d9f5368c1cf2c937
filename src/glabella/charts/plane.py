"""A plane with two axes of numbers, for funnels, curves and clouds of studies."""

from collections.abc import Iterator, Sequence

import attrs

from glabella.charts.lettering import width_of, write, write_over
from glabella.charts.marks import Point, line
from glabella.charts.markup import Element
from glabella.charts.scale import Scale, ticks
from glabella.charts.ticking import ticks_that_fit
from glabella.charts.words import Words

LEFT = 52
RIGHT = 16
_ROOM_ACROSS = 58
_ROOM_DOWN = 38
_LABEL_GAP = 2
_LABEL_HEIGHT = 12


@attrs.frozen
class Plane:
    """Two scales and what they are called; `percent` writes shares as percent."""

    x: Scale
    y: Scale
    x_label: str
    y_label: str
    words: Words
    percent: bool = False

    def at(self, x: float, y: float) -> Point:
        """Return the place of a pair of values."""
        return self.x.at(x), self.y.at(y)

    def tick(self, value: float) -> str:
        """Return the number of a tick."""
        if self.percent:
            return self.words.percent(value * 100, 0)
        return self.words.number(value)


def grid(plane: Plane) -> Iterator[Element]:
    """Return the lines across, with the numbers of the upright axis."""
    left, right = plane.x.start, plane.x.end
    most = max(int(abs(plane.y.end - plane.y.start) / _ROOM_DOWN), 2)
    for value in ticks(plane.y.low, plane.y.high, most):
        y = plane.y.at(value)
        yield line((left, y), (right, y), "grid")
        yield write(plane.tick(value), (left - 10, y + 4), "tick", anchor="end")


def axes(plane: Plane) -> Iterator[Element]:
    """Return the level axis with its numbers, and what both axes are called."""
    left, right = plane.x.start, plane.x.end
    top, bottom = min(plane.y.start, plane.y.end), max(plane.y.start, plane.y.end)
    yield line((left, bottom), (right, bottom), "axis")
    most = int((right - left) / _ROOM_ACROSS)
    for value in ticks_that_fit(plane.x, most, plane.tick):
        x = plane.x.at(value)
        yield line((x, bottom), (x, bottom + 4), "axis")
        yield write(plane.tick(value), (x, bottom + 16), "tick", anchor="middle")
    centre = ((left + right) / 2, bottom + 33)
    yield write(plane.x_label, centre, "label", anchor="middle")
    yield write_over(plane.y_label, (0, top - 10), "label")


HEIGHT_OF_LABELS = 44  # under the plane: numbers, and what the axis is called
HEIGHT_OF_TITLE = 24  # above it: what the upright axis is called


@attrs.frozen
class Named:
    """A disc with a name that wants to stand beside it."""

    at: Point
    radius: float
    label: str

    @property
    def box(self) -> "_Box":
        """The disc, with a little air."""
        (x, y), reach = self.at, self.radius + 1
        return x - reach, y - reach, x + reach, y + reach


def labels(named: Sequence[Named], plane: Plane, *, right: float) -> Iterator[Element]:
    """Return words beside discs, the first ones first, where nothing else stands.

    A label that finds no free place in the plane, or in the margin to the right of
    it, is left out; the table has it.
    """
    top, bottom = sorted((plane.y.start, plane.y.end))
    taken = [one.box for one in named]
    for one in named:
        for anchor, place, box in _candidates(one):
            is_inside = box[0] >= plane.x.start and box[2] <= right
            is_inside = is_inside and top - 6 <= box[1] and box[3] <= bottom
            if is_inside and not _meets(box, taken):
                taken.append(box)
                yield write_over(one.label, place, "quiet", anchor=anchor)
                break


_Box = tuple[float, float, float, float]


def _candidates(one: Named) -> Iterator[tuple[str, Point, _Box]]:
    (x, y), width = one.at, width_of(one.label, "quiet")
    reach = one.radius + _LABEL_GAP
    for rise in (4.0, -9.0, 17.0):
        top, bottom = y + rise - _LABEL_HEIGHT + 3, y + rise + 3
        start, end = x + reach, x - reach
        yield "start", (start, y + rise), (start, top, start + width, bottom)
        yield "end", (end, y + rise), (end - width, top, end, bottom)
    for rise in (-reach - 3, reach + _LABEL_HEIGHT - 2):
        top, bottom = y + rise - _LABEL_HEIGHT + 3, y + rise + 3
        yield "middle", (x, y + rise), (x - width / 2, top, x + width / 2, bottom)


def _meets(box: _Box, taken: Sequence[_Box]) -> bool:
    return any(
        box[0] < other[2]
        and other[0] < box[2]
        and box[1] < other[3]
        and other[1] < box[3]
        for other in taken
    )
