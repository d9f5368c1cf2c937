"""The synthetic people follow the courses that were published."""

import random
from statistics import fmean

import pytest

from glabella.clinic.demo.curves import (
    HEADACHE_DAYS,
    MOOD_LEFT,
    between,
    headache_chance,
    phq9_items,
)

MANY = 4000


def test_course_goes_through_every_published_point() -> None:
    found = [between(MOOD_LEFT, day) for day, _ in MOOD_LEFT]

    assert found == [value for _, value in MOOD_LEFT]


def test_published_points_are_those_of_the_library() -> None:
    assert HEADACHE_DAYS == (18.95, 10.55, 9.31, 11.97)
    assert MOOD_LEFT == ((0, 1.0), (42, 0.529), (112, 0.5))


def test_between_two_points_the_course_is_straight() -> None:
    assert between(((0, 10.0), (10, 20.0)), 4) == pytest.approx(14.0)


def test_after_its_last_point_a_course_stays_there() -> None:
    assert between(MOOD_LEFT, 400) == 0.5


@pytest.mark.parametrize(
    ("first_day", "days_a_month"), [(0, 10.55), (30, 9.31), (60, 11.97), (90, 11.97)]
)
def test_a_month_has_as_many_headache_days_as_was_published(
    first_day: int, days_a_month: float
) -> None:
    days = range(first_day, first_day + 30)

    total = sum(headache_chance(day, gain=1) for day in days)

    assert total == pytest.approx(days_a_month)


def test_before_the_first_injection_nothing_has_changed() -> None:
    assert 30 * headache_chance(None, gain=1) == pytest.approx(18.95)


def test_without_gain_nothing_changes() -> None:
    assert 30 * headache_chance(60, gain=0) == pytest.approx(18.95)


def test_a_great_gain_never_takes_the_last_half_day() -> None:
    assert 30 * headache_chance(40, gain=9) == pytest.approx(0.5)


@pytest.mark.parametrize(("days_after", "left"), [(None, 1.0), (42, 0.529), (112, 0.5)])
def test_the_mean_of_many_scores_is_the_published_one(
    days_after: int | None, left: float
) -> None:
    """Answers scatter by 1.5, so their mean does by 0.024: 0.1 is four times that."""
    chance = random.Random(7)  # noqa: S311 synthetic people, and no secret

    sums = [sum(phq9_items(17, days_after, gain=1, chance=chance)) for _ in range(MANY)]

    assert fmean(sums) == pytest.approx(17 * left, abs=0.1)


def test_the_item_of_suicidality_is_never_drawn_by_chance() -> None:
    chance = random.Random(7)  # noqa: S311 synthetic people, and no secret

    drawn = [phq9_items(20, None, gain=1, chance=chance) for _ in range(MANY)]

    assert {len(items) for items in drawn} == {9}
    assert {items[8] for items in drawn} == {0}
    assert {answer for items in drawn for answer in items} == {0, 1, 2, 3}
