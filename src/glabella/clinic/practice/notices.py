"""What is said when an outlet is closed: from when to when, and when it opens again.

Set once with the closed days, and shown in the same words wherever people look: on the
page of the outlet, when booking, in the portal, in reminders.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import attrs
from django.utils.formats import date_format
from django.utils.translation import override

from glabella.clinic.practice.holidays import holidays_of
from glabella.clinic.practice.models import Closure, OpeningHours, Outlet

AHEAD = timedelta(days=60)  # how long before its start a closure is told
# DERIVED: an outlet that does not open within this time names no day.
LOOKED_AT = timedelta(days=60)
DAY = timedelta(days=1)


@attrs.frozen
class Notice:
    """One closure as people read it.

    Args:
        starts_on: The first closed day.
        last_on: The last closed day.
        again_on: The first day on which it is open again; None if that is not known.
        words: "Closed 26 to 27 March, open again on the 28th."
        reason: What the practice says about it; may be empty.
    """

    starts_on: date
    last_on: date
    again_on: date | None
    words: str
    reason: str


def notice_words(outlet: Outlet, *, on: date, language: str | None) -> list[Notice]:
    """Return what to tell about closures: running, or beginning within 60 days.

    Args:
        on: Today, by the clock of the outlet.
        language: Of the words; "de" is German, everything else English.
    """
    rows = list(
        Closure.objects.filter(
            outlet=outlet, ended_at__isnull=True, ends_before__gt=on
        ).order_by("starts_on")
    )
    soon = [row for row in rows if row.starts_on <= on + AHEAD]
    if not soon:
        return []
    weekdays = set(
        OpeningHours.objects.filter(outlet=outlet).values_list("weekday", flat=True)
    )
    is_german = (language or "").startswith("de")
    return [
        _notice(row, again=_again(row, rows, outlet, weekdays), on=on, german=is_german)
        for row in soon
    ]


def _again(
    row: Closure, rows: Iterable[Closure], outlet: Outlet, weekdays: set[int]
) -> date | None:
    """Return the first day after a closure on which nothing keeps the outlet closed."""
    last = row.ends_before + LOOKED_AT
    off: set[date] = set()
    if outlet.keeps_holidays:
        off = set(holidays_of(outlet, first=row.ends_before, before=last))
    day = row.ends_before
    while day < last:
        is_closed = any(one.starts_on <= day < one.ends_before for one in rows)
        if (
            not is_closed
            and day not in off
            and (day.weekday() in weekdays or not weekdays)
        ):
            return day
        day += DAY
    return None


def _notice(row: Closure, *, again: date | None, on: date, german: bool) -> Notice:
    last = row.ends_before - DAY
    with override("de" if german else "en"):
        say = _german if german else _english
        words = say(row.starts_on, last, again=again, on=on)
    reason = (
        (row.words_de or row.words_en) if german else (row.words_en or row.words_de)
    )
    return Notice(row.starts_on, last, again, words, reason)


def _english(first: date, last: date, *, again: date | None, on: date) -> str:
    end = date_format(last, _with_year("j F", last, on))
    if first == last:
        closed = f"Closed on {end}"
    else:
        closed = f"Closed {date_format(first, _short(first, last, on))} to {end}"
    if again is None:
        return f"{closed}."
    if _is_same_month(again, last):
        return f"{closed}, open again on the {date_format(again, 'jS')}."
    return (
        f"{closed}, open again on {date_format(again, _with_year('j F', again, on))}."
    )


def _german(first: date, last: date, *, again: date | None, on: date) -> str:
    end = date_format(last, _with_year("j. F", last, on))
    if first == last:
        closed = f"Geschlossen am {end}"
    else:
        begin = date_format(first, _short(first, last, on, dot="."))
        closed = f"Geschlossen vom {begin} bis {end}"
    if again is None:
        return f"{closed}."
    day = date_format(again, _with_year("j. F", again, on))
    return f"{closed}, wieder geöffnet am {day}."


def _short(first: date, last: date, on: date, *, dot: str = "") -> str:
    """Return how the first day is written: the month only where it is another one."""
    if _is_same_month(first, last):
        return f"j{dot}"
    if first.year == last.year:
        return f"j{dot} F"
    return _with_year(f"j{dot} F", first, on)


def _with_year(pattern: str, day: date, on: date) -> str:
    return pattern if day.year == on.year else f"{pattern} Y"


def _is_same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
