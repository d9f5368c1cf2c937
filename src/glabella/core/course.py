"""The course after an injection: when effect is due, when to look, when again.

All windows come from the protocol's own figures in days, counted from the injection;
days are calendar days, so no change of the clock can move them.
A repeat is a date from which it is allowed, never a date on which it must be done.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import attrs

from glabella.core.intervals import DateWindow, add_days, add_months
from glabella.core.protocol import CourseWindow, Interval, Protocol
from glabella.core.sources import Basis, Source, unverified_reason


@attrs.frozen
class DatedWindow:
    """A window of the course with its dates and where its days come from."""

    id: str
    window: DateWindow
    basis: Basis
    unverified: str | None


@attrs.frozen
class RepeatDate:
    """A date from which the next session is allowed, or usual."""

    day: date
    basis: Basis
    unverified: str | None
    later_caution: date | None = None
    """Where the source prints months: the later date by the calendar."""


@attrs.frozen
class Course:
    """What follows one injection for one condition."""

    protocol: str
    treated: date
    windows: tuple[DatedWindow, ...]
    earliest_repeat: RepeatDate | None
    usual_repeat: DateWindow | None

    def window(self, window_id: str) -> DateWindow | None:
        """Return the dates of a window, or None if the protocol has no figures."""
        found = [item.window for item in self.windows if item.id == window_id]
        return found[0] if found else None


@attrs.frozen
class Place:
    """For which product and country a course is counted."""

    product: str
    profile: str
    sources: Mapping[str, Source]


def course(protocol: Protocol, treated: date, *, place: Place) -> Course:
    """Return the dates that follow an injection on the day `treated`.

    A window whose days nobody has read (RECALLED) is left out: it proposes nothing.
    """
    windows = tuple(
        _dated(item, treated, place)
        for item in protocol.windows
        if not item.basis.is_recalled
    )
    minimum = minimum_interval(protocol, place)
    return Course(
        protocol=protocol.id,
        treated=treated,
        windows=windows,
        earliest_repeat=_repeat(minimum, treated, place) if minimum else None,
        usual_repeat=_usual(protocol, treated, place),
    )


def _dated(item: CourseWindow, treated: date, place: Place) -> DatedWindow:
    window = whole_days(treated, first=item.from_day, last=item.to_day)
    reason = unverified_reason(item.basis, place.sources)
    return DatedWindow(item.id, window, item.basis, reason)


def whole_days(treated: date, *, first: int, last: int) -> DateWindow:
    """Return the window from day `first` to day `last`, both included.

    "Onset on days 3 to 7" still holds on day 7; the window ends before day 8.
    """
    return DateWindow(add_days(treated, first), add_days(treated, last + 1))


def minimum_interval(protocol: Protocol, place: Place) -> Interval | None:
    """Return the longest minimum interval that speaks here: the stricter one wins.

    An interval for this very country stands before one for all; one for this product
    before one for any.
    """
    minima = [item for item in protocol.intervals if item.kind == "minimum"]
    found = [item for item in minima if _speaks(item, place)]
    own = [item for item in found if item.profiles and item.product]
    country = [item for item in found if item.profiles]
    return max(own or country or found, key=lambda item: item.days, default=None)


def _speaks(item: Interval, place: Place) -> bool:
    in_country = not item.profiles or place.profile in item.profiles
    of_product = item.product is None or item.product == place.product
    return in_country and of_product and not item.basis.is_recalled


def _repeat(item: Interval, treated: date, place: Place) -> RepeatDate:
    day = treated + timedelta(days=item.days)
    by_calendar = add_months(treated, item.months) if item.months else day
    return RepeatDate(
        day=day,
        basis=item.basis,
        unverified=unverified_reason(item.basis, place.sources),
        later_caution=by_calendar if by_calendar > day else None,
    )


def _usual(protocol: Protocol, treated: date, place: Place) -> DateWindow | None:
    for item in protocol.intervals:
        if item.kind == "usual" and _speaks(item, place):
            last = item.days_to or item.days
            return whole_days(treated, first=item.days, last=last)
    return None
