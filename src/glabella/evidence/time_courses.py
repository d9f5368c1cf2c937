"""Time courses of a study: the same measurement of an arm, week after week, as printed.

Nothing is filled in: a week without a number is a gap, not zero, and what was printed
as a mean never stands in one curve with what was printed as a change.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import Enum

import attrs

from glabella.core.sources import Status
from glabella.evidence.options import weakest
from glabella.evidence.study import ArmNumbers, Result, Study

LEAST_WEEKS = 2


class Quantity(Enum):
    """What the points of a curve are."""

    MEAN = "mean"
    CHANGE = "change"
    PERCENT_CHANGE = "percent_change"
    MEDIAN = "median"
    PERCENT = "percent"


class Spread(Enum):
    """What the whiskers of a course are; never two kinds in one course."""

    INTERVAL = "interval"
    DEVIATION = "deviation"
    STANDARD_ERROR = "standard_error"
    NONE = "none"


Ends = tuple[Decimal, Decimal]


@attrs.frozen
class Point:
    """One week of one arm; `value` is None where nothing was printed."""

    week: Decimal
    value: Decimal | None
    ends: Ends | None = None


@attrs.frozen
class Curve:
    """The points of one arm, in the order of their weeks; no arm is everybody."""

    arm: str | None
    points: tuple[Point, ...]


@attrs.frozen
class TimeCourse:
    """The curves of one measurement.

    Args:
        instrument: As the lines name it.
        measure: As the lines name it.
        quantity: What the points are.
        spread: What their ends are.
        curves: One for each arm that has a number; all have the same weeks.
        status: The weakest of the numbers drawn.
    """

    instrument: str
    measure: str
    quantity: Quantity
    spread: Spread
    curves: tuple[Curve, ...]
    status: Status


def time_courses(
    study: Study, *, include_recalled: bool = False
) -> tuple[TimeCourse, ...]:
    """Return what a study measured at two weeks or more in at least one arm.

    A line about a range of weeks is no point in time, and is left out.
    Numbers that are only recalled enter only if they are asked for by name.
    """
    groups: dict[tuple[str | None, str, str], list[Result]] = {}
    for line in study.results:
        if _is_of_a_week(line) and (include_recalled or not line.is_recalled):
            key = (line.series, line.instrument, line.measure)
            groups.setdefault(key, []).append(line)
    every = (
        _course(lines, quantity) for lines in groups.values() for quantity in Quantity
    )
    return tuple(course for course in every if course is not None)


def _is_of_a_week(line: Result) -> bool:
    return line.week is not None and line.until is None and line.against is None


def _course(lines: list[Result], quantity: Quantity) -> TimeCourse | None:
    """Return the course of one quantity, or None if no arm has it twice."""
    told = [line for line in lines if _value(line, quantity) is not None]
    times = {arm: {x.week for x in told if x.arm == arm} for arm in _arms(told)}
    if max(map(len, times.values()), default=0) < LEAST_WEEKS:
        return None
    spread = _spread(told, quantity)
    weeks = sorted({line.week for line in lines if line.week is not None})
    return TimeCourse(
        instrument=told[0].instrument,
        measure=told[0].measure,
        quantity=quantity,
        spread=spread,
        curves=tuple(
            Curve(arm, tuple(_points(told, arm, weeks, (quantity, spread))))
            for arm in times
        ),
        status=weakest(*(line.basis.status for line in told)),
    )


def _arms(lines: list[Result]) -> list[str | None]:
    """Return the arms of lines in their order."""
    return list(dict.fromkeys(line.arm for line in lines))


def _points(
    told: list[Result],
    arm: str | None,
    weeks: list[Decimal],
    what: tuple[Quantity, Spread],
) -> Iterator[Point]:
    quantity, spread = what
    found = {line.week: line for line in reversed(told) if line.arm == arm}
    for week in weeks:
        line = found.get(week)
        if line is None:
            yield Point(week, None)
        else:
            value = _value(line, quantity)
            yield Point(week, value, ENDS[spread](line.numbers, quantity))


def _value(line: Result, quantity: Quantity) -> Decimal | None:
    value: Decimal | None = getattr(line.numbers, quantity.value)
    return value


def _spread(lines: list[Result], quantity: Quantity) -> Spread:
    """Return the first kind of ends that any of the lines prints."""
    for spread, ends in ENDS.items():
        if any(ends(line.numbers, quantity) is not None for line in lines):
            return spread
    return Spread.NONE


def _interval(told: ArmNumbers, quantity: Quantity) -> Ends | None:
    """Return the printed interval, if the line has no other number it may belong to."""
    values = [getattr(told, each.value) for each in Quantity]
    if told.low is None or told.high is None or values.count(None) < len(values) - 1:
        return None
    del quantity
    return told.low, told.high


def _deviation(told: ArmNumbers, quantity: Quantity) -> Ends | None:
    if quantity is Quantity.MEAN:
        return _around(told.mean, told.sd)
    if quantity is Quantity.CHANGE:
        return _around(told.change, told.change_sd)
    return None


def _standard_error(told: ArmNumbers, quantity: Quantity) -> Ends | None:
    return _around(told.mean, told.se) if quantity is Quantity.MEAN else None


def _around(value: Decimal | None, away: Decimal | None) -> Ends | None:
    return None if value is None or away is None else (value - away, value + away)


def _nothing(told: ArmNumbers, quantity: Quantity) -> Ends | None:
    del told, quantity
    return None


ENDS: Mapping[Spread, Callable[[ArmNumbers, Quantity], Ends | None]] = {
    Spread.INTERVAL: _interval,
    Spread.DEVIATION: _deviation,
    Spread.STANDARD_ERROR: _standard_error,
    Spread.NONE: _nothing,
}
