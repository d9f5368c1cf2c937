"""Builders: plain functions that make a value with readable defaults.

A test names only what it is about; everything else is one of the defaults below.
"""

from datetime import date, timedelta

from glabella.core.fact_types import FactValue
from glabella.core.facts import Fact

ON = date(2026, 3, 2)
"""The day on which most tests look at a patient: a Monday, no change of the clock."""

CANARY_NAMES = ("Kanarienvogel", "Testperson-Canary")
"""Family names of all invented patients; none may ever appear in a log."""


def days_before(days: int, on: date = ON) -> date:
    """Return the day that lies so many days before `on`."""
    return on - timedelta(days=days)


def fact(name: str, value: FactValue, *, as_of: date = ON) -> Fact:
    """Return one statement about a patient."""
    return Fact(name, value, as_of)
