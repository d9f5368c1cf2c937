"""Days and months as an address names them."""

from datetime import date, timedelta

DECEMBER = 12
EARLIEST = date(1900, 1, 1)  # before it there is no month before


def day_in(text: str, *, today: date) -> date:
    """Return the day an address names; today for any that is none or lies ahead."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return max(min(found, today), EARLIEST)


def month_in(text: str, *, today: date) -> date:
    """Return the first day of the month an address names; else of this month."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = today
    return max(min(found, today), EARLIEST).replace(day=1)


def last_of(first: date) -> date:
    """Return the last day of a month."""
    return after(first) - timedelta(days=1)


def after(first: date) -> date:
    """Return the first day of the next month."""
    if first.month == DECEMBER:
        return date(first.year + 1, 1, 1)
    return date(first.year, first.month + 1, 1)


def before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)
