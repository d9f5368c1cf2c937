"""One panel of a timeline: a curve or columns, with what was not recorded hatched."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import attrs

from glabella.charts import marks
from glabella.charts.lettering import width_of, write, write_over
from glabella.charts.markup import Element, element
from glabella.charts.paints import paint
from glabella.charts.scale import Scale, rounded_up, ticks
from glabella.charts.time_axis import TimeFrame
from glabella.charts.timeline_parts import Panel, Reading
from glabella.charts.words import NARROW_SPACE, NO_BREAK_SPACE, Words

TITLE_HEIGHT = 34
_MOST_DISCS = 60
_LEAST_HATCH = 6
_ROOM_FOR_NUMBER = 15
_ROOM_FOR_LAST = 24
_ONE_DAY = timedelta(days=1)


@attrs.frozen
class PanelPlace:
    """Where a panel stands: its frame of days, its top (with title) and its bottom."""

    frame: TimeFrame
    top: float
    bottom: float

    @property
    def plot_top(self) -> float:
        """Where the plot begins, under the title."""
        return self.top + TITLE_HEIGHT


def axis_of(panel: Panel, place: PanelPlace) -> Scale:
    """Return the vertical scale; from its low end up to a round number or `high`."""
    known = [float(r.value) for r in panel.readings if r.value is not None]
    lines = [float(t.value) for t in panel.thresholds]
    low = min(float(panel.low), *known, *lines, float(panel.low))
    top = max([*known, *lines, low])
    high = low + rounded_up(top - low) if panel.high is None else float(panel.high)
    return Scale(low, max(high, top), place.bottom, place.plot_top)


def ground(panel: Panel, place: PanelPlace, words: Words) -> list[Element]:
    """Return what lies under the stems: grid, its numbers, hatched stretches."""
    scale = axis_of(panel, place)
    frame = place.frame
    drawn = []
    for value in ticks(scale.low, scale.high, 3):
        y = scale.at(value)
        drawn.append(marks.line((frame.left, y), (frame.right, y), "grid"))
        text = words.number(value)
        drawn.append(write(text, (frame.left - 6, y + 4), "tick", anchor="end"))
    height = place.bottom - place.plot_top
    hatched = (
        marks.hatch(left, place.plot_top, right - left, height)
        for left, right in unrecorded(panel.readings, frame)
    )
    return [*drawn, *hatched]


def data(panel: Panel, place: PanelPlace, words: Words) -> list[Element]:
    """Return what lies over the stems: thresholds, columns, curve, title, numbers."""
    scale = axis_of(panel, place)
    over = [r for r in panel.readings if r.until is not None]
    single = sorted(
        (r for r in panel.readings if r.until is None), key=lambda reading: reading.on
    )
    return [
        *_columns(over, place, (scale, words)),
        *_thresholds(panel, place, scale, last=_last_point(single, place, scale)),
        *_curve(single, place, (scale, words)),
        _title(panel, place),
    ]


def unrecorded(
    readings: Sequence[Reading], frame: TimeFrame
) -> tuple[tuple[float, float], ...]:
    """Return the hatched stretches in px, neighbours joined to one."""
    found: list[tuple[float, float]] = []
    for reading in sorted(readings, key=lambda one: one.on):
        if reading.value is not None:
            continue
        left = frame.within(reading.on)
        right = frame.within(reading.until or reading.on + _ONE_DAY)
        right = min(max(right, left + _LEAST_HATCH), frame.right)
        left = min(left, right)
        if found and left <= found[-1][1] + frame.day_width / 2:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return tuple(span for span in found if span[0] < span[1])


def _title(panel: Panel, place: PanelPlace) -> Element:
    at = (place.frame.left, place.top + 15)
    if not panel.unit:
        return write_over(panel.title, at, "heading")
    base = write_over(panel.title, at, "heading")
    unit = element(
        "tspan",
        f"{NO_BREAK_SPACE}{panel.unit}",
        **{**paint("quiet"), "font_weight": "400"},
    )
    return attrs.evolve(base, children=(*base.children, unit))


def _last_point(
    readings: Sequence[Reading], place: PanelPlace, scale: Scale
) -> marks.Point | None:
    known = [
        (place.frame.at(r.on), scale.at(r.value))
        for r in readings
        if r.value is not None and place.frame.shows(r.on)
    ]
    return known[-1] if known else None


def _thresholds(
    panel: Panel, place: PanelPlace, scale: Scale, *, last: marks.Point | None
) -> Iterator[Element]:
    frame = place.frame
    for threshold in panel.thresholds:
        y = scale.at(threshold.value)
        yield marks.line((frame.left, y), (frame.right, y), "threshold")
        reach = frame.right - width_of(threshold.label, "quiet") - _ROOM_FOR_LAST
        if last is not None and last[0] > reach and abs(last[1] - y) < _ROOM_FOR_LAST:
            yield write_over(threshold.label, (frame.left + 4, y - 4), "quiet")
        else:
            at = (frame.right - 2, y - 4)
            yield write_over(threshold.label, at, "quiet", anchor="end")


def _columns(
    readings: Sequence[Reading], place: PanelPlace, how: tuple[Scale, Words]
) -> Iterator[Element]:
    scale, words = how
    for reading in readings:
        left = place.frame.within(reading.on) + 0.75
        right = place.frame.within(reading.until or reading.on) - 0.75
        if reading.value is None or right <= left:
            continue
        y = scale.at(reading.value)
        yield marks.box(left, y, right - left, scale.start - y, look="column")
        text = words.number(reading.value)
        if right - left >= max(_ROOM_FOR_NUMBER, width_of(text, "quiet") + 2):
            at = ((left + right) / 2, y - 4)
            yield write_over(text, at, "quiet", anchor="middle")


def _curve(
    readings: Sequence[Reading], place: PanelPlace, how: tuple[Scale, Words]
) -> Iterator[Element]:
    scale, words = how
    shown = [r for r in readings if place.frame.shows(r.on)]
    points = [
        None if r.value is None else (place.frame.at(r.on), scale.at(r.value))
        for r in shown
    ]
    runs = marks.runs(points)
    yield from (marks.polyline(run, "line") for run in runs if len(run) > 1)
    discs = [p for p in points if p is not None]
    if len(discs) > _MOST_DISCS:
        # A curve of days stays a line; only lone days would vanish without a disc.
        discs = [run[0] for run in runs if len(run) == 1]
    yield from (marks.marker(0, point) for point in discs)
    known = [r for r in shown if r.value is not None]
    if known:
        yield _last_number(known[-1], runs[-1][-1], (place, words))


def _last_number(
    reading: Reading, at: marks.Point, how: tuple[PanelPlace, Words]
) -> Element:
    place, words = how
    text = words.number(reading.value or 0)
    x, y = at
    is_at_edge = x + 8 + width_of(text, "number-strong") > place.frame.right
    y = y - 7 if is_at_edge else y + 4
    if y < place.plot_top + 4:
        y += 18
    spot = (x, y) if is_at_edge else (x + 7, y)
    anchor = "end" if is_at_edge else "start"
    return write_over(text, spot, "number-strong", anchor=anchor)


def heading_text(panel: Panel) -> str:
    """Return title and unit as one text, for the table."""
    return f"{panel.title}{NARROW_SPACE}({panel.unit})" if panel.unit else panel.title
