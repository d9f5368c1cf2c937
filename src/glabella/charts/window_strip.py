"""Windows of a course: a strip with their names, and soft bands behind the curves."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import attrs

from glabella.charts import marks
from glabella.charts.lettering import width_of, write_over
from glabella.charts.markup import Element
from glabella.charts.sheet import LegendEntry
from glabella.charts.time_axis import TimeFrame
from glabella.charts.timeline_parts import Window, WindowKind

LANE = 18
_BAR = 14
_ONE_DAY = timedelta(days=1)


@attrs.frozen
class PlacedWindow:
    """A window with its ends in px and its lane; a single day has equal ends."""

    kind: WindowKind
    label: str
    left: float
    right: float
    lane: int = 0

    @property
    def has_room(self) -> bool:
        """Whether its name fits into the strip."""
        return width_of(self.label, "quiet") + 8 <= self.right - self.left


def placed(windows: Sequence[Window], frame: TimeFrame) -> tuple[PlacedWindow, ...]:
    """Return the windows that touch the frame, in lanes."""
    return in_lanes(
        PlacedWindow(one.kind, one.label, *_ends(one, frame))
        for one in windows
        if one.end >= frame.start and one.start <= frame.end
    )


def in_lanes(windows: Iterable[PlacedWindow]) -> tuple[PlacedWindow, ...]:
    """Return the windows in as few lanes as keep them apart."""
    found: list[PlacedWindow] = []
    ends: list[float] = []
    for one in sorted(windows, key=lambda window: (window.left, window.right)):
        free = (n for n, end in enumerate(ends) if end <= one.left + 0.5)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [max(one.right, one.left + 4)]
        found.append(attrs.evolve(one, lane=lane))
    return tuple(found)


def strip(windows: Sequence[PlacedWindow], top: float) -> list[Element]:
    """Return the strip of bars with the names that fit into them."""
    return [part for one in windows for part in _bar(one, top + one.lane * LANE)]


def strip_height(windows: Sequence[PlacedWindow]) -> float:
    """Return how high the strip is."""
    lanes = max((one.lane + 1 for one in windows), default=0)
    return lanes * LANE + 6 if lanes else 0


def bands(
    windows: Sequence[PlacedWindow], *, top: float, bottom: float
) -> Iterator[Element]:
    """Return the soft bands behind one panel."""
    for one in windows:
        kind = one.kind.value
        yield marks.box(
            one.left, top, one.right - one.left, bottom - top, look=f"band-{kind}"
        )
        if one.left == one.right:
            yield marks.line((one.left, top), (one.left, bottom), f"edge-{kind}")


def legend_entries(windows: Sequence[PlacedWindow]) -> list[LegendEntry]:
    """Return one entry for each name that did not fit into its bar everywhere."""
    cramped = {(one.kind, one.label) for one in windows if not one.has_room}
    order = list(WindowKind)
    ranked = sorted(cramped, key=lambda pair: (order.index(pair[0]), pair[1]))
    return [LegendEntry(tuple(swatch(kind)), label) for kind, label in ranked]


def swatch(kind: WindowKind) -> list[Element]:
    """Return a swatch of 18 x 11 px for a legend."""
    return [
        marks.box(0, 0, 18, 11, look=f"band-{kind.value}"),
        *(_edges(kind, (0, 18), (0, 11))),
    ]


def _ends(window: Window, frame: TimeFrame) -> tuple[float, float]:
    if window.start == window.end:
        return frame.at(window.start), frame.at(window.start)
    return frame.within(window.start), frame.within(window.end + _ONE_DAY)


def _bar(one: PlacedWindow, top: float) -> Iterator[Element]:
    kind = one.kind
    sides = (top, top + _BAR)
    look = f"band-{kind.value}"
    yield marks.box(one.left, top, one.right - one.left, _BAR, look=look)
    yield from _edges(kind, (one.left, one.right), sides)
    if one.has_room:
        at = ((one.left + one.right) / 2, top + 11)
        yield write_over(one.label, at, "quiet", anchor="middle")


def _edges(
    kind: WindowKind, ends: tuple[float, float], sides: tuple[float, float]
) -> Iterator[Element]:
    look = f"edge-{kind.value}"
    (left, right), (top, bottom) = ends, sides
    yield marks.line((left, top), (left, bottom), look)
    if right > left:
        yield marks.line((right, top), (right, bottom), look)
        yield marks.line((left, bottom), (right, bottom), look)
