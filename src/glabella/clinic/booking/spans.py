"""Spans of time as whole cells since 1970: half-open, sorted, never overlapping.

A cell is five minutes. Whole numbers keep the arithmetic exact and quick; local clocks
are asked once, when a day becomes a span, so that a changed clock cannot shift it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

CELL_SECONDS = 300

Span = tuple[int, int]


def cell_of(moment: datetime) -> int:
    """Return the cell that a moment lies in."""
    return int(moment.timestamp()) // CELL_SECONDS


def moment_of(cell: int) -> datetime:
    """Return when a cell starts, in UTC."""
    return datetime.fromtimestamp(cell * CELL_SECONDS, UTC)


def span_of_day(on: date, starts: time, ends: time, *, zone: ZoneInfo) -> Span:
    """Return the hours of one day by a local clock.

    Where the clock jumps over an hour the span is shorter, and longer where an hour
    comes twice: the first of two equal hours starts it, the second ends it.
    """
    first = datetime.combine(on, starts, tzinfo=zone)
    last = datetime.combine(on, ends, tzinfo=zone).replace(fold=1)
    return cell_of(first), cell_of(last)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def common(first: list[Span], second: list[Span]) -> list[Span]:
    """Return the time that lies in both; each is joined already."""
    found: list[Span] = []
    i = j = 0
    while i < len(first) and j < len(second):
        start = max(first[i][0], second[j][0])
        end = min(first[i][1], second[j][1])
        if start < end:
            found.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return found


def without(spans: list[Span], taken: list[Span]) -> list[Span]:
    """Return the time of the first that is not in the second; each is joined."""
    found: list[Span] = []
    place = 0
    for start, end in spans:
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        here = place
        while here < len(taken) and taken[here][0] < end:
            if taken[here][0] > start:
                found.append((start, taken[here][0]))
            start = max(start, taken[here][1])  # noqa: PLW2901 the rest of this span
            here += 1
        if start < end:
            found.append((start, end))
    return found


def starts_in(span: Span, *, cells: int, step: int) -> Iterator[int]:
    """Yield where something of so many cells may start, on a grid of `step` cells."""
    first = -(-span[0] // step) * step
    yield from range(first, span[1] - cells + 1, step)
