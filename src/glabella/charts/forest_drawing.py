"""The marks of a forest plot: squares with intervals, diamonds, the axis under them."""

from collections.abc import Iterator, Sequence

import attrs

from glabella.charts import marks
from glabella.charts.forest_layout import (
    LINE,
    Layout,
    PlacedRow,
    TextColumn,
    label_look,
)
from glabella.charts.forest_parts import Estimate, Interval
from glabella.charts.forest_rows import Columns, Row, RowKind
from glabella.charts.lettering import wrapped, write, write_over
from glabella.charts.markup import Element
from glabella.charts.scale import Scale
from glabella.charts.ticking import ticks_that_fit
from glabella.charts.words import Words

_LARGEST_SIDE = 13
_SMALLEST_SIDE = 3.5
_EQUAL_SIDE = 7
_HALF_DIAMOND = 6.5
_TICK_ROOM = 44
_TICK_ROOM_LOG = 32
_TOTALS = frozenset((RowKind.SUBTOTAL, RowKind.SUMMARY))


@attrs.frozen
class Drawing:
    """What every mark needs to know: layout, scale, columns, the largest weight."""

    layout: Layout
    scale: Scale
    columns: Columns
    heaviest: float


def heading(drawing: Drawing, top: float) -> tuple[list[Element], float]:
    """Return the headings over a rule, and their bottom."""
    layout = drawing.layout
    weight = () if layout.weight is None else (layout.weight,)
    columns = (layout.label, *layout.left, layout.interval, *weight, *layout.right)
    lines = layout.heading_lines
    drawn = [
        _cell(text, column, top + LINE * (lines - len(column.heading) + n) + 11)
        for column in columns
        for n, text in enumerate(column.heading)
    ]
    bottom = top + LINE * lines + 4
    rule = marks.line((0, bottom), (layout.width, bottom), "rule")
    return [*drawn, rule], bottom + 4


def row(one: PlacedRow, drawing: Drawing) -> Iterator[Element]:
    """Return words, numbers and mark of one row."""
    layout, columns = drawing.layout, drawing.columns
    look = label_look(one.row)
    for n, text in enumerate(one.lines):
        yield write_over(text, (0, one.top + 14 + LINE * n), look)
    strong = one.row.kind in _TOTALS
    baseline = one.top + 14
    yield from _texts(one.row, layout, baseline)
    numbers = (
        (columns.estimate(one.row), layout.estimate, baseline),
        (columns.interval(one.row), layout.interval, baseline),
    )
    for text, column, y in numbers:
        if text:
            yield _number(text, column, y, strong=strong)
    middle = _mark_middle(one, layout)
    if layout.weight is not None and one.row.weight is not None:
        y = middle + 4 if layout.is_stacked else baseline
        text = columns.weight(one.row)
        yield _number(text, layout.weight, y, strong=strong)
    yield from mark(one.row, middle, drawing)


def mark(one: Row, middle: float, drawing: Drawing) -> Iterator[Element]:
    """Return the mark of a row at this height."""
    scale = drawing.scale
    if one.interval is not None:
        yield from _whisker(one.interval, middle, (scale, "prediction"))
    if one.estimate is None:
        return
    if one.kind in _TOTALS:
        is_part = one.kind is RowKind.SUBTOTAL
        yield _diamond(one.estimate, middle, scale, is_part=is_part)
        yield from _arrows(one.estimate, middle, scale)
        return
    yield from _whisker(one.estimate, middle, (scale, "interval"))
    if scale.low <= one.estimate.value <= scale.high:
        at = (scale.at(one.estimate.value), middle)
        yield marks.square(at, _area(one, drawing.heaviest))


def axis(drawing: Drawing, top: float) -> tuple[list[Element], float]:
    """Return the axis with ticks and the words of both directions; and its bottom."""
    scale, columns = drawing.scale, drawing.columns
    drawn = [marks.line((scale.start, top), (scale.end, top), "axis")]
    values = effect_ticks(scale, columns.words)
    for value in values:
        x = scale.at(value)
        drawn.append(marks.line((x, top), (x, top + 4), "axis"))
        text = columns.words.number(value)
        drawn.append(write(text, (x, top + 16), "tick", anchor="middle"))
    favours, bottom = _favours(drawing, top + 31)
    return [*drawn, *favours], bottom


def effect_ticks(scale: Scale, words: Words) -> tuple[float, ...]:
    """Return the round numbers under an axis of effects."""
    room = _TICK_ROOM_LOG if scale.log else _TICK_ROOM
    return ticks_that_fit(scale, int((scale.end - scale.start) / room), words.number)


def reference_lines(
    placed: Sequence[PlacedRow], drawing: Drawing, top: float
) -> Iterator[Element]:
    """Return the line of no effect, and the dashed one through the pooled effect.

    Where rows are stacked, the lines leave the words between the marks alone.
    """
    layout, null = drawing.layout, drawing.columns.axis.null
    bottom = bottom_of(placed, top)
    sides = [(top, bottom)]
    if layout.is_stacked:
        middles = (_mark_middle(one, layout) for one in placed if one.has_mark)
        sides = [(middle - 9, middle + 9) for middle in middles]
    pooled = (one.row.estimate for one in placed if one.row.kind is RowKind.SUMMARY)
    values = (("null", null), ("pooled", next((e.value for e in pooled if e), None)))
    for look, value in values:
        if value is None or not drawing.scale.low <= value <= drawing.scale.high:
            continue
        x = drawing.scale.at(value)
        yield from (marks.line((x, start), (x, end), look) for start, end in sides)


def bottom_of(placed: Sequence[PlacedRow], top: float) -> float:
    """Return where the rows end."""
    return placed[-1].top + placed[-1].height + 4 if placed else top + 4


def notes(
    texts: Sequence[str], width: float, top: float
) -> tuple[list[Element], float]:
    """Return the notes under the plot, wrapped, and their bottom."""
    lines = [line for text in texts for line in wrapped(text, "quiet", width, lines=6)]
    drawn = [
        write(text, (0, top + 12 + LINE * n), "quiet") for n, text in enumerate(lines)
    ]
    return drawn, top + LINE * len(lines)


def described(rows: Sequence[Row], columns: Columns, words: Words) -> str:
    """Return a sentence of the plot for those who listen."""
    count = sum(r.kind in {RowKind.STUDY, RowKind.STEP} for r in rows)
    said = [f"{words.study}: {count}", columns.measure]
    said += [
        f"{r.label} {columns.estimate(r)} {columns.interval(r)}".replace("  ", " ")
        for r in rows
        if r.kind in {RowKind.SUBTOTAL, RowKind.SUMMARY, RowKind.PREDICTION}
    ]
    return "; ".join(said)


def _mark_middle(one: PlacedRow, layout: Layout) -> float:
    return one.top + one.height - 11 if layout.is_stacked else one.middle


def _texts(one: Row, layout: Layout, baseline: float) -> Iterator[Element]:
    sides = ((layout.left, one.left), (layout.right, one.right))
    for columns, cells in sides:
        for column, text in zip(columns, cells, strict=False):
            if text:
                yield _number(text, column, baseline, strong=one.kind in _TOTALS)


def _cell(text: str, column: TextColumn, y: float) -> Element:
    anchor = "end" if column.is_number else "start"
    return write(text, (column.x, y), "heading", anchor=anchor)


def _number(text: str, column: TextColumn, y: float, *, strong: bool) -> Element:
    look = "number-strong" if strong else "number"
    return write(text, (column.x, y), look, anchor="end")


def _diamond(
    estimate: Estimate, middle: float, scale: Scale, *, is_part: bool
) -> Element:
    x = scale.within(estimate.value)
    corners = (
        (scale.within(estimate.low), middle),
        (x, middle - _HALF_DIAMOND),
        (scale.within(estimate.high), middle),
        (x, middle + _HALF_DIAMOND),
    )
    return marks.polygon(corners, "diamond-part" if is_part else "diamond")


def _whisker(
    ends: Estimate | Interval, middle: float, how: tuple[Scale, str]
) -> Iterator[Element]:
    scale, look = how
    left, right = scale.within(ends.low), scale.within(ends.high)
    yield marks.line((left, middle), (right, middle), look)
    yield from _arrows(ends, middle, scale)


def _arrows(
    ends: Estimate | Interval, middle: float, scale: Scale
) -> Iterator[Element]:
    """Say that an interval goes on beyond the axis, on either side."""
    if ends.low < scale.low:
        yield marks.arrow((scale.start - 3, middle), -1)
    if ends.high > scale.high:
        yield marks.arrow((scale.end + 3, middle), 1)


def _area(one: Row, heaviest: float) -> float:
    if one.weight is None or heaviest <= 0:
        return _EQUAL_SIDE**2
    share = float(one.weight) / heaviest
    return float(max(share * _LARGEST_SIDE**2, _SMALLEST_SIDE**2))


def _favours(drawing: Drawing, top: float) -> tuple[list[Element], float]:
    words, scale = drawing.columns.axis.favours, drawing.scale
    if words is None:
        return [], top
    null = drawing.columns.axis.null
    centre = (scale.start + scale.end) / 2 if null is None else scale.within(null)
    width = drawing.layout.width
    room = (centre - 6, width - centre - 6)
    left = wrapped(f"← {words[0]}", "quiet", min(room[0], 220), lines=3)
    right = wrapped(f"{words[1]} →", "quiet", min(room[1], 220), lines=3)
    drawn = [
        write(text, (centre + shift, top + LINE * n), "quiet", anchor=anchor)
        for lines, shift, anchor in ((left, -6, "end"), (right, 6, "start"))
        for n, text in enumerate(lines)
    ]
    return drawn, top + LINE * max(len(left), len(right))
