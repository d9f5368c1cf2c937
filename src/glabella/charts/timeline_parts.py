"""What a timeline is made of: injections, windows, changes, and curves under them.

A *reading* is a value at a day or over a stretch of days; None says that nobody
recorded it, which is hatched and never joined by a line.
"""

from datetime import date
from decimal import Decimal
from enum import Enum

import attrs

from glabella.charts.checks import Number, must_be_finite, must_be_ordered, must_follow


class WindowKind(Enum):
    """What a window of the course means; each has its own dash, not only a colour."""

    ONSET = "onset"
    PEAK = "peak"
    REVIEW = "review"
    WEAR_OFF = "wear-off"
    EARLIEST = "earliest"
    USUAL = "usual"


@attrs.frozen
class Injection:
    """One session as a vertical mark.

    Args:
        on: The day of the session.
        product: As it shall be read; it stands beside the units always.
        units: Units of this product, or None if nobody knows them.
    """

    on: date
    product: str
    units: Decimal | None


@attrs.frozen
class Window:
    """A soft band from the first to the last day; one day alone is a dashed line."""

    kind: WindowKind
    label: str
    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        """Refuse a window that ends before it begins."""
        must_follow(self.start, self.end, where=f'window "{self.label}"')


@attrs.frozen
class Change:
    """A change of another treatment, as a flag: "Topiramate started"."""

    on: date
    label: str


@attrs.frozen
class Reading:
    """A value on one day, or over the days from `on` up to but not including `until`.

    Args:
        on: The day, or the first day of the stretch.
        value: None if it was not recorded.
        until: The day after the stretch; None for a single day.
    """

    on: date
    value: Number | None
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        where = f"reading of {self.on}"
        must_be_finite(self.value, where=where)
        must_follow(self.on, self.until, where=where)


@attrs.frozen
class Threshold:
    """A horizontal line that means something, with its words."""

    value: Number
    label: str


@attrs.frozen
class Panel:
    """One curve, with its own vertical axis, on the shared axis of time.

    Args:
        title: What is measured: "PHQ-9", "Headache days".
        readings: In any order; readings over stretches are drawn as columns,
            readings of single days as points with a line.
        unit: Stands beside the title in lighter type: "points", "days per month".
        low: Lower end of the axis.
        high: Upper end of the axis; None takes a round number above the data.
        thresholds: Horizontal lines, such as remission.
    """

    title: str
    readings: tuple[Reading, ...]
    unit: str = ""
    low: Number = 0
    high: Number | None = None
    thresholds: tuple[Threshold, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse an axis that runs backwards."""
        must_be_finite(self.low, self.high, where=f'panel "{self.title}"')
        must_be_ordered(self.low, self.high, where=f'panel "{self.title}"')
