"""Days and calendar months: arithmetic on dates, and half-open windows of days.

Vocabulary: a *window* runs from its first day up to, but not including, its end.
Thus "three to seven days after the session" begins on day 3 and is over on day 7.
Clinical intervals are kept in days, because 84 days are 84 days in every year; months
are used only where a source prints months.
"""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

import attrs

from glabella.core.errors import InputError

MONTHS_PER_YEAR = 12


def add_days(start: date, days: int) -> date:
    """Return the date so many days later; earlier if `days` is negative.

    Raises:
        InputError: If the calendar does not reach that far.
    """
    try:
        return start + timedelta(days=days)
    except OverflowError as error:
        raise _beyond_calendar(start, f"{days} days") from error


def add_months(start: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day.

    31 January and one month make 28 February, or 29 February in a leap year: the month
    is never left, so a printed interval in months never grows into the next month.

    Raises:
        InputError: If the calendar does not reach that far.
    """
    years, month_index = divmod(start.month - 1 + months, MONTHS_PER_YEAR)
    year, month = start.year + years, month_index + 1
    if not MINYEAR <= year <= MAXYEAR:
        raise _beyond_calendar(start, f"{months} months")
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def days_between(earlier: date, later: date) -> int:
    """Return the days from one date to another; negative if they are swapped."""
    return (later - earlier).days


def _beyond_calendar(start: date, distance: str) -> InputError:
    return InputError(
        f"{start.isoformat()} and {distance} leave the calendar.",
        mending=f"Give a date between the years {MINYEAR} and {MAXYEAR}.",
    )


@attrs.frozen(order=True)
class DateWindow:
    """The days from `from_` up to, but not including, `to`.

    A window holds at least one day.
    """

    from_: date
    to: date

    def __attrs_post_init__(self) -> None:
        if not self.from_ < self.to:
            raise InputError(
                f"A window from {self.from_.isoformat()} to {self.to.isoformat()} "
                "holds no day.",
                mending="Let it end after the day on which it begins.",
            )

    @classmethod
    def after(cls, start: date, *, first_days: int, last_days: int) -> "DateWindow":
        """Return the window between two distances from a date, both in days.

        Equal distances give that one day: "peak at 14 days" is day 14.
        """
        first = add_days(start, first_days)
        if first_days == last_days:
            return cls.one_day(first)
        return cls(first, add_days(start, last_days))

    @classmethod
    def one_day(cls, on: date) -> "DateWindow":
        """Return the window that holds a single date."""
        return cls(on, add_days(on, 1))

    @property
    def days(self) -> int:
        """How many days the window holds."""
        return days_between(self.from_, self.to)

    @property
    def last(self) -> date:
        """The last day inside, for a sentence such as "from Monday through Friday"."""
        return add_days(self.to, -1)

    def __contains__(self, on: date) -> bool:
        return self.from_ <= on < self.to

    def overlaps(self, other: "DateWindow") -> bool:
        """Return whether a day lies in both windows; windows that touch share none."""
        return self.from_ < other.to and other.from_ < self.to

    def as_json(self) -> dict[str, str]:
        """Return `{from, to}` with ISO dates; `to` is the first day outside."""
        return {"from": self.from_.isoformat(), "to": self.to.isoformat()}
