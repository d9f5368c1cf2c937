"""The axis of time: months and years, or days when the stretch is short."""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from glabella.charts.lettering import width_of, write
from glabella.charts.marks import line
from glabella.charts.markup import Element
from glabella.charts.scale import Scale, days_scale
from glabella.charts.words import Words

HEIGHT = 38
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_DAY_STEPS = (1, 2, 7, 14)
_SHORT_DAYS = 70
_ROOM = 12


@attrs.frozen
class TimeFrame:
    """The stretch of days that a chart shows, and where it lies on the sheet."""

    start: date
    end: date
    left: float
    right: float

    @property
    def scale(self) -> Scale:
        """Places of days given as ordinals."""
        return days_scale(self.start, self.end, start=self.left, end=self.right)

    def at(self, day: date) -> float:
        """Return the place of a day."""
        return self.scale.at(day.toordinal())

    def within(self, day: date) -> float:
        """Return the place of a day, held at the ends."""
        return self.scale.within(day.toordinal())

    def shows(self, day: date) -> bool:
        """Whether the day lies on the sheet."""
        return self.start <= day <= self.end

    @property
    def day_width(self) -> float:
        """How wide one day is, in px."""
        days = max((self.end - self.start).days, 1)
        return (self.right - self.left) / days


def axis(frame: TimeFrame, *, top: float, words: Words) -> list[Element]:
    """Return the axis with its ticks and words, below `top`."""
    drawn = [line((frame.left, top), (frame.right, top), "axis")]
    for day, upper, lower in _ticks(frame, words):
        x = frame.at(day)
        drawn.append(line((x, top), (x, top + 4), "axis"))
        drawn.append(write(upper, (x, top + 16), "tick", anchor=_anchor(x, frame)))
        if lower:
            drawn.append(write(lower, (x, top + 30), "tick", anchor=_anchor(x, frame)))
    return drawn


def tick_days(frame: TimeFrame) -> tuple[date, ...]:
    """Return the days that get a tick: firsts of months, or days a step apart."""
    days = (frame.end - frame.start).days
    room = _ROOM + width_of("Mmm", "tick")
    if days <= _SHORT_DAYS:
        wide = _ROOM + width_of("22.22.", "tick")
        steps = (s for s in _DAY_STEPS if s * frame.day_width >= wide)
        step = next(steps, _DAY_STEPS[-1] * 2)
        return tuple(frame.start + timedelta(days=n) for n in range(0, days + 1, step))
    months = (s for s in _MONTH_STEPS if s * 30 * frame.day_width >= room)
    return tuple(_firsts(frame, next(months, _MONTH_STEPS[-1])))


def _firsts(frame: TimeFrame, step: int) -> Iterator[date]:
    first = frame.start.year * 12 + frame.start.month - 1
    last = frame.end.year * 12 + frame.end.month - 1
    for month in range(first, last + 1):
        day = date(month // 12, month % 12 + 1, 1)
        if month % step == 0 and frame.shows(day):
            yield day


def _ticks(frame: TimeFrame, words: Words) -> Iterator[tuple[date, str, str]]:
    is_short = (frame.end - frame.start).days <= _SHORT_DAYS
    year = None
    for day in tick_days(frame):
        month = words.months[day.month - 1]
        upper = words.day_and_month(day) if is_short else month
        yield day, upper, str(day.year) if day.year != year else ""
        year = day.year


def _anchor(x: float, frame: TimeFrame) -> str:
    if x > frame.right - _ROOM / 2:
        return "end"
    return "start" if x < frame.left + _ROOM else "middle"
