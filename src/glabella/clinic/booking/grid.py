"""The grid of the calendar: rows of five minutes, counted on the line of real time.

A row is a cell since 1970, so a day on which the clocks change simply has fewer or more
rows; its hours are named by the local clock, an hour that comes twice with its zone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import attrs

from glabella.clinic.booking.spans import (
    CELL_SECONDS,
    Span,
    cell_of,
    joined,
    moment_of,
    without,
)

HOUR = 3600 // CELL_SECONDS
HALF = HOUR // 2
MOST_LANES = 6
USUAL = (8, 18)  # hours shown where nothing is open


@attrs.frozen
class Frame:
    """The part of a day that is shown.

    Args:
        first: The first cell.
        rows: How many cells.
    """

    on: date
    first: int
    rows: int

    @property
    def span(self) -> Span:
        """The frame as a span of cells."""
        return self.first, self.first + self.rows

    def row(self, cell: int) -> int:
        """Return the row of a cell; rows are counted from one."""
        return cell - self.first + 1


@attrs.frozen
class Band:
    """Some rows of a column: closed hours, free time, an hour of the axis."""

    row: int
    rows: int
    words: str = ""
    cell: int = 0


def hours_shown(
    spans: Iterable[tuple[Span, date]], *, zone: ZoneInfo
) -> tuple[int, int]:
    """Return the first hour and the one before which the grid ends, by the clock.

    Args:
        spans: What must be seen, each with its day.
    """
    starts, ends = [], []
    for (first, last), day in spans:
        if first >= last:
            continue
        begin, end = (moment_of(one).astimezone(zone) for one in (first, last))
        starts.append(begin.hour if begin.date() >= day else 0)
        ends.append(24 if end.date() > day else end.hour + bool(end.minute))
    return (min(starts), max(ends)) if starts else USUAL


def frame_of(on: date, hours: tuple[int, int], *, zone: ZoneInfo) -> Frame:
    """Return the frame of a day between two hours of the local clock."""
    first, last = hours
    start = datetime.combine(on, time(first), tzinfo=zone)
    end = datetime.combine(on, time(), tzinfo=zone)
    if last >= 24:  # noqa: PLR2004 hours of a day, as clocks count them
        end = datetime.combine(on + timedelta(days=1), time(), tzinfo=zone)
    else:
        end = end.replace(hour=last, fold=1)
    cell = cell_of(start)
    return Frame(on, cell, cell_of(end) - cell)


def axis_of(frame: Frame, *, zone: ZoneInfo) -> tuple[Band, ...]:
    """Return the whole hours of a frame; one that comes twice is told apart."""
    marks = []
    for cell in range(*frame.span):
        local = moment_of(cell).astimezone(zone)
        if not local.minute:
            marks.append((cell, local))
    names = Counter(f"{local:%H:%M}" for _cell, local in marks)
    return tuple(
        Band(
            row=frame.row(cell),
            rows=HOUR,
            words=_hour(local, is_twice=names[f"{local:%H:%M}"] > 1),
            cell=cell,
        )
        for cell, local in marks
    )


def _hour(local: datetime, *, is_twice: bool) -> str:
    return f"{local:%H:%M} {local:%Z}" if is_twice else f"{local:%H:%M}"


def closed_in(frame: Frame, opened: Sequence[Span]) -> tuple[Band, ...]:
    """Return the bands in which nobody works."""
    left = without([frame.span], joined(opened))
    return tuple(Band(frame.row(a), b - a, cell=a) for a, b in left)


def free_in(
    frame: Frame, opened: Sequence[Span], taken: Sequence[Span], *, now: datetime
) -> tuple[Band, ...]:
    """Return the half hours that are wholly free and still to come."""
    left = without(joined(opened), joined(taken))
    ahead = -(-int(now.timestamp()) // CELL_SECONDS)
    return tuple(
        Band(frame.row(cell), HALF, cell=cell)
        for first, last in left
        for cell in range(-(-first // HALF) * HALF, last - HALF + 1, HALF)
        if cell >= max(ahead, frame.first) and cell + HALF <= frame.span[1]
    )


def lanes_of(spans: Sequence[Span]) -> list[int]:
    """Return a lane for each span, from one on, so that none covers another.

    Beyond the last lane they share it: the page stays readable, and all can be reached.

    Args:
        spans: In the order of their starts.
    """
    ends: list[int] = []
    found = []
    for first, last in spans:
        free = [lane for lane, end in enumerate(ends) if end <= first]
        lane = free[0] if free else len(ends)
        if lane == len(ends) and len(ends) < MOST_LANES:
            ends.append(last)
        lane = min(lane, MOST_LANES - 1)
        ends[lane] = max(ends[lane], last)
        found.append(lane + 1)
    return found


def within(frame: Frame, span: Span) -> Band | None:
    """Return the rows of a span as far as the frame shows it; None if it does not."""
    first, last = max(span[0], frame.first), min(span[1], frame.span[1])
    return Band(frame.row(first), last - first, cell=span[0]) if first < last else None
