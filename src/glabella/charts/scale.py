"""From values to places on the sheet, and the round numbers written along the way."""

import math
from datetime import date

import attrs

from glabella.charts.checks import Number

# Steps of an axis that a reader can divide in the head.
ROUND_STEPS = (1, 2, 2.5, 5, 10)
LOG_STEPS = ((1, 2, 5), (1, 3), (1,))


@attrs.frozen
class Scale:
    """Values from `low` to `high` on the stretch from `start` to `end`, in px."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: Number) -> float:
        """Return the place of a value, which may lie beyond the ends."""
        low, high = self._bent(self.low), self._bent(self.high)
        if high == low:
            return (self.start + self.end) / 2
        share = (self._bent(float(value)) - low) / (high - low)
        return self.start + share * (self.end - self.start)

    def within(self, value: Number) -> float:
        """Return the place of a value, held at the ends."""
        return self.at(min(max(float(value), self.low), self.high))

    def _bent(self, value: float) -> float:
        return math.log(value) if self.log else value


def days_scale(first: date, last: date, *, start: float, end: float) -> Scale:
    """Return a scale of days, counted as ordinals."""
    return Scale(first.toordinal(), last.toordinal(), start, end)


def ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """Return round numbers from low to high, about so many and never twice as many."""
    if high <= low:
        return (low,)
    step = round_step((high - low) / max(count, 1))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(n * step, 12) for n in range(first, last + 1))


def round_step(raw: float) -> float:
    """Return the round step that is not smaller."""
    size = 10.0 ** math.floor(math.log10(raw))
    enough = raw * (1 - 1e-9)
    return next(size * step for step in ROUND_STEPS if size * step >= enough)


def rounded_up(value: float, count: int = 4) -> float:
    """Return the end of an axis from zero that takes the value in round steps."""
    if value <= 0:
        return 1
    step = round_step(value / count)
    return step * math.ceil(value / step - 1e-9)


def log_ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """Return round ratios from low to high: 0.1, 0.2, 0.5, 1, 2, 5 or fewer."""
    for steps in LOG_STEPS:
        found = _log_ticks(low, high, steps)
        if len(found) <= count:
            break
    else:
        found = found[:: math.ceil(len(found) / max(count, 1))]
    return found if len(found) > 1 else ticks(low, high, count)


def _log_ticks(low: float, high: float, steps: tuple[int, ...]) -> tuple[float, ...]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    every = (step * 10.0**decade for decade in decades for step in steps)
    return tuple(t for t in every if low * (1 - 1e-9) <= t <= high * (1 + 1e-9))
