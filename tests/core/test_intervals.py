from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.errors import InputError
from glabella.core.intervals import DateWindow, add_days, add_months, days_between

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 10), -1, date(2024, 12, 10)),
        (date(2025, 5, 31), 0, date(2025, 5, 31)),
    ],
)
def test_months_stay_inside_the_calendar(
    start: date, months: int, expected: date
) -> None:
    assert add_months(start, months) == expected


@given(start=DAYS, months=st.integers(-600, 600))
def test_adding_months_lands_in_the_month_counted(start: date, months: int) -> None:
    landed = add_months(start, months)

    counted = (landed.year - start.year) * 12 + landed.month - start.month
    assert counted == months
    assert landed.day <= start.day


@given(start=DAYS, days=st.integers(-40_000, 40_000))
def test_adding_days_and_counting_them_agree(start: date, days: int) -> None:
    assert days_between(start, add_days(start, days)) == days


@pytest.mark.parametrize("days", [1, 84, 10**10])
def test_days_beyond_the_calendar_are_refused(days: int) -> None:
    with pytest.raises(InputError, match="leave the calendar"):
        add_days(date.max, days)


@pytest.mark.parametrize("months", [1, -12 * 9999])
def test_months_beyond_the_calendar_are_refused(months: int) -> None:
    with pytest.raises(InputError, match="leave the calendar"):
        add_months(date.max, months)


def test_window_holds_its_first_day_and_not_its_end() -> None:
    window = DateWindow(date(2026, 3, 1), date(2026, 3, 8))

    assert [on in window for on in (date(2026, 3, 1), date(2026, 3, 7))] == [True, True]
    assert [on in window for on in (date(2026, 2, 28), date(2026, 3, 8))] == [
        False,
        False,
    ]
    assert window.days == 7
    assert window.last == date(2026, 3, 7)


def test_window_without_a_day_is_refused() -> None:
    with pytest.raises(InputError, match="holds no day"):
        DateWindow(date(2026, 3, 1), date(2026, 3, 1))


def test_window_after_a_session_uses_the_printed_distances() -> None:
    """Onset "3 to 7 days" after 1 January."""
    window = DateWindow.after(date(2026, 1, 1), first_days=3, last_days=7)

    assert window.as_json() == {"from": "2026-01-04", "to": "2026-01-08"}


def test_window_after_a_single_distance_is_that_day() -> None:
    window = DateWindow.after(date(2026, 1, 1), first_days=14, last_days=14)

    assert window == DateWindow.one_day(date(2026, 1, 15))
    assert window.days == 1


def test_windows_that_touch_do_not_overlap() -> None:
    first = DateWindow(date(2026, 3, 1), date(2026, 3, 8))
    second = DateWindow(date(2026, 3, 8), date(2026, 3, 9))

    assert not first.overlaps(second)
    assert first.overlaps(DateWindow.one_day(date(2026, 3, 7)))


@given(start=DAYS, first=st.integers(0, 400), length=st.integers(1, 400))
def test_window_holds_as_many_days_as_it_says(
    start: date, first: int, length: int
) -> None:
    window = DateWindow.after(start, first_days=first, last_days=first + length)

    days = [add_days(window.from_, count) for count in range(-1, window.days + 1)]
    assert sum(on in window for on in days) == length
