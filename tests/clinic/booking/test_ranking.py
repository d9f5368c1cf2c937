"""The order of the waiting list: urgency, overdue, needed again, since, entered."""

import itertools
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from glabella.clinic.booking.ranking import Need, overdue_days, ranked
from tests import world

USUAL: dict[str, Any] = {
    "urgency": 0,
    "overdue": 0,
    "is_needed_again": False,
    "since": world.TODAY,
    "entered_at": world.AT,
}
# Each stands before the next one, and before all that follow.
ORDER: tuple[dict[str, Any], ...] = (
    {"urgency": 2},
    {"urgency": 1, "overdue": 1},
    {"urgency": 1, "is_needed_again": True},
    {"overdue": 30},
    {"overdue": 2, "is_needed_again": True, "since": date(2026, 11, 2)},
    {"overdue": 2, "since": date(2026, 1, 1)},
    {"is_needed_again": True},
    {"since": date(2026, 1, 1)},
    {"entered_at": world.AT - timedelta(minutes=1)},
    {},
)


def need(number: int, **known: Any) -> Need:
    return Need(entry=UUID(int=number), **(USUAL | known))


@pytest.mark.parametrize("turn", range(len(ORDER)))
def test_order_is_the_documented_one_whatever_order_they_come_in(turn: int) -> None:
    needs = [need(number, **known) for number, known in enumerate(ORDER)]

    mixed = [*needs[turn:], *reversed(needs[:turn])]

    assert ranked(mixed) == tuple(needs)


def test_each_stands_before_each_that_follows() -> None:
    needs = [need(number, **known) for number, known in enumerate(ORDER)]

    for first, second in itertools.combinations(needs, 2):
        assert ranked([second, first]) == (first, second)


def test_equals_are_told_apart_by_their_id_alone() -> None:
    assert ranked([need(2), need(1)]) == (need(1), need(2))


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (None, 0),
        (date(2026, 11, 3), 0),
        (date(2026, 11, 2), 0),
        (date(2026, 11, 1), 1),
        (date(2026, 10, 2), 31),
    ],
)
def test_days_are_overdue_after_the_last_day_of_the_window(
    last: date | None, days: int
) -> None:
    assert overdue_days(last, on=world.TODAY) == days
