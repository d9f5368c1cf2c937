"""Where things stand in a forest plot: columns of text, the plot between, row heights.

Two layouts: columns left and right of the plot, as in a journal; and, where the sheet
is too narrow for that, each row with its words above its own stretch of the plot.
"""

from collections.abc import Iterator, Sequence

import attrs

from glabella.charts.forest_rows import Columns, Row, RowKind, padded
from glabella.charts.lettering import width_of, wrapped
from glabella.charts.scale import Scale

LINE = 15
ROW = 20
ROW_STACKED = 38
_GAP = 14
# Names of studies wrap into less and less of the width before rows are stacked.
_LABEL_SHARES = (0.34, 0.26, 0.2)
_LEAST_PLOT = 116
_LEAST_COLUMN = 34
_PLOT_MARGIN = 8
_MARGIN = 0.04
_ROUNDING = 1e-9
_POOLED = frozenset((RowKind.SUBTOTAL, RowKind.SUMMARY, RowKind.PREDICTION))
_STRONG = frozenset((RowKind.HEADING, RowKind.SUBTOTAL, RowKind.SUMMARY))


@attrs.frozen
class TextColumn:
    """One column of text; `x` is its left end, or its right end if it is numbers."""

    heading: tuple[str, ...]
    x: float
    width: float
    is_number: bool = True


@attrs.frozen
class Layout:
    """The places of a forest plot on a sheet of some width."""

    width: float
    label: TextColumn
    left: tuple[TextColumn, ...]
    plot: tuple[float, float]
    estimate: TextColumn
    interval: TextColumn
    weight: TextColumn | None
    right: tuple[TextColumn, ...]
    is_stacked: bool = False

    @property
    def heading_lines(self) -> int:
        """How many lines the highest heading has."""
        columns = (self.label, *self.left, self.interval, *self.right)
        weight = () if self.weight is None else (self.weight,)
        return max(len(column.heading) for column in (*columns, *weight))


@attrs.frozen
class PlacedRow:
    """A row with its label in lines, its top, and the height that it needs."""

    row: Row
    lines: tuple[str, ...]
    top: float
    height: float

    @property
    def has_mark(self) -> bool:
        """Whether anything is drawn for the row."""
        return self.row.estimate is not None or self.row.interval is not None

    @property
    def middle(self) -> float:
        """The height at which marks and numbers stand, in the layout with columns."""
        return self.top + ROW / 2


def layout_of(rows: Sequence[Row], columns: Columns, width: float) -> Layout:
    """Return the layout with columns if the plot keeps room, else the stacked one."""
    for share in _LABEL_SHARES:
        layout = _side_by_side(rows, columns, width, share=share)
        if layout.plot[1] - layout.plot[0] >= _LEAST_PLOT:
            return layout
    return _stacked(rows, columns, width)


def placed(rows: Sequence[Row], layout: Layout, top: float) -> tuple[PlacedRow, ...]:
    """Return the rows from top to bottom, with air before what stands apart."""
    found: list[PlacedRow] = []
    for row in rows:
        before = found[-1].row.kind if found else row.kind
        top += _air(before, row.kind)
        lines = _label_lines(row, layout)
        height = _height(row, len(lines), layout)
        found.append(PlacedRow(row, lines, top, height))
        top += height
    return tuple(found)


def label_look(row: Row) -> str:
    """Return the look of a row's label."""
    if row.kind in _STRONG:
        return "heading"
    return "quiet" if row.kind is RowKind.NOTE else "label"


def scale_of(
    rows: Sequence[Row], columns: Columns, sides: tuple[float, float]
) -> Scale:
    """Return the scale of effects.

    All estimates are on it. Intervals are too, unless they reach so far beyond that
    they would press the estimates together; those are cut, with an arrow. Pooled
    effects and predictions have twice the room of studies before they are cut.
    """
    axis = columns.axis
    unit = Scale(1, 10, 0, 1, log=axis.log)  # bends values as the axis does
    kept = [unit.at(value) for value in _kept(rows, columns)]
    first, last = min(kept, default=0.0), max(kept, default=1.0)
    reach = max(0.75 * (last - first), _usual_reach(rows, unit))
    low, high = first, last
    for row in rows:
        room = reach * (2 if row.kind in _POOLED else 1)
        ends = [unit.at(value) for value in _ends(row)]
        low = min([low, *(max(end, first - room) for end in ends)])
        high = max([high, *(min(end, last + room) for end in ends)])
    margin = _margin(low, high)
    low, high = low - margin, high + margin
    back = _unbent if axis.log else _unlined
    low = back(low) if axis.low is None else float(axis.low)
    high = back(high) if axis.high is None else float(axis.high)
    return Scale(low, high, *sides, log=axis.log)


def _margin(low: float, high: float) -> float:
    """Return the air at both ends; a stretch as narrow as a rounding gets some too."""
    size = max(abs(low), abs(high), 1.0)
    width = high - low
    return _MARGIN * (width if width > size * _ROUNDING else size)


def _unbent(share: float) -> float:
    return float(10.0**share)


def _unlined(share: float) -> float:
    return 1 + share * 9


def _kept(rows: Sequence[Row], columns: Columns) -> Iterator[float]:
    if columns.axis.null is not None:
        yield float(columns.axis.null)
    for row in rows:
        if row.estimate is not None:
            yield float(row.estimate.value)


def _ends(row: Row) -> tuple[float, ...]:
    ends = row.interval or row.estimate
    return () if ends is None else (float(ends.low), float(ends.high))


def _usual_reach(rows: Sequence[Row], unit: Scale) -> float:
    widths = sorted(
        unit.at(row.estimate.high) - unit.at(row.estimate.low)
        for row in rows
        if row.estimate is not None
    )
    return widths[len(widths) // 2] * 0.6 if widths else 0.0


def _side_by_side(
    rows: Sequence[Row], columns: Columns, width: float, *, share: float
) -> Layout:
    label = _label_column(rows, columns, width * share)
    numbers = _number_columns(rows, columns)
    left, (estimate, interval, weight), right = numbers
    x = label.width
    left = tuple(_moved(c, x := x + _GAP + c.width) for c in left)
    plot_left = x + _GAP
    trailing = [estimate, interval, *([weight] if weight else []), *right]
    gaps = [_GAP, 6, *([_GAP] if weight else []), *([_GAP] * len(right))]
    x = width - sum(c.width + gap for c, gap in zip(trailing, gaps, strict=True))
    plot = (plot_left, x)
    spots = []
    for column, gap in zip(trailing, gaps, strict=True):
        x += gap + column.width
        spots.append(_moved(column, x))
    estimate, interval, *rest = spots
    weight = rest.pop(0) if weight else None
    return Layout(width, label, left, plot, estimate, interval, weight, tuple(rest))


def _stacked(rows: Sequence[Row], columns: Columns, width: float) -> Layout:
    _, (estimate, interval, weight), _ = _number_columns(rows, columns)
    room = width - estimate.width - interval.width - 12
    label = TextColumn((columns.words.study,), 0, room, is_number=False)
    heading = wrapped(columns.effect, "heading", width - 60, lines=2)
    interval = attrs.evolve(interval, heading=heading, x=width)
    estimate = _moved(estimate, width - interval.width - 6)
    end = width - _PLOT_MARGIN
    if weight is not None:
        weight = attrs.evolve(weight, heading=(), x=width)
        end = width - weight.width - _GAP
    return Layout(
        width,
        label,
        (),
        (_PLOT_MARGIN, end),
        estimate,
        interval,
        weight,
        (),
        is_stacked=True,
    )


def _label_column(rows: Sequence[Row], columns: Columns, most: float) -> TextColumn:
    heading = columns.words.study
    widest = max(
        (
            width_of(row.label, label_look(row))
            for row in rows
            if row.kind not in {RowKind.NOTE, RowKind.HEADING}
        ),
        default=0,
    )
    width = min(max(widest, width_of(heading, "heading")), most)
    return TextColumn((heading,), 0, width, is_number=False)


_Numbers = tuple[TextColumn, TextColumn, TextColumn | None]


def _number_columns(
    rows: Sequence[Row], columns: Columns
) -> tuple[tuple[TextColumn, ...], _Numbers, tuple[TextColumn, ...]]:
    estimate = _column("", [columns.estimate(row) for row in rows])
    interval = _column("", [columns.interval(row) for row in rows])
    room = estimate.width + interval.width + 6
    heading = wrapped(columns.effect, "heading", room, lines=4)
    interval = attrs.evolve(interval, heading=heading)
    weights = [columns.weight(row) for row in rows]
    weight = _column(columns.words.weight, weights) if any(weights) else None
    left = [padded(row.left, columns.left) for row in rows]
    right = [padded(row.right, columns.right) for row in rows]
    return (
        tuple(_column(h, [c[n] for c in left]) for n, h in enumerate(columns.left)),
        (estimate, interval, weight),
        tuple(_column(h, [c[n] for c in right]) for n, h in enumerate(columns.right)),
    )


def _column(heading: str, cells: Sequence[str]) -> TextColumn:
    content = max((width_of(cell, "number-strong") for cell in cells), default=0)
    longest = max((width_of(word, "heading") for word in heading.split()), default=0)
    width = max(content, longest, _LEAST_COLUMN if heading else 0)
    return TextColumn(wrapped(heading, "heading", width, lines=4), 0, width)


def _moved(column: TextColumn, x: float) -> TextColumn:
    return attrs.evolve(column, x=x)


def _label_lines(row: Row, layout: Layout) -> tuple[str, ...]:
    look = label_look(row)
    if row.kind in {RowKind.HEADING, RowKind.NOTE}:
        return wrapped(row.label, look, layout.width, lines=3)
    return wrapped(row.label, look, layout.label.width, lines=3)


def _height(row: Row, lines: int, layout: Layout) -> float:
    more = LINE * (lines - 1)
    is_text = row.kind in {RowKind.HEADING, RowKind.NOTE}
    return more + (ROW_STACKED if layout.is_stacked and not is_text else ROW)


def _air(before: RowKind, kind: RowKind) -> float:
    if kind is before:
        return 0
    if kind is RowKind.HEADING or (kind is RowKind.SUMMARY):
        return 8
    return 0
