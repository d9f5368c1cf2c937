"""The day that the address of a board names."""

from datetime import date

from django.utils.dateparse import parse_date

FIRST, LAST = 1900, 2199  # years of a board; those beside them have days too


def asked_for(text: str) -> date | None:
    """Return the day that an address names; None if it names none of a calendar."""
    try:
        day = parse_date(text)
    except ValueError:  # written as a day, and there is none such
        return None
    return day if day is not None and FIRST <= day.year <= LAST else None
