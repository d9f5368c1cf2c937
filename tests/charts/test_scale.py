from datetime import date

import pytest

from glabella.charts.scale import Scale, days_scale, log_ticks, rounded_up, ticks


def test_a_scale_puts_values_in_proportion() -> None:
    scale = Scale(0, 10, 100, 200)

    assert [scale.at(n) for n in (0, 2.5, 10, 20)] == [100, 125, 200, 300]


def test_a_scale_may_run_upwards() -> None:
    assert Scale(0, 10, 200, 100).at(10) == 100


def test_a_logarithmic_scale_gives_equal_ratios_equal_room() -> None:
    scale = Scale(0.1, 10, 0, 100, log=True)

    places = [scale.at(n) for n in (0.1, 1, 10)]

    assert places == pytest.approx([0, 50, 100])


def test_a_value_beyond_an_end_is_held_there() -> None:
    scale = Scale(0, 10, 100, 200)

    assert [scale.within(n) for n in (-5, 5, 50)] == [100, 150, 200]


def test_a_scale_of_one_value_puts_it_in_the_middle() -> None:
    assert Scale(5, 5, 0, 10).at(5) == 5


def test_days_are_placed_by_their_count() -> None:
    scale = days_scale(date(2026, 1, 1), date(2026, 1, 11), start=0, end=100)

    assert scale.at(date(2026, 1, 4).toordinal()) == 30


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 27, 3, (0, 10, 20)),
        (0, 1, 4, (0, 0.25, 0.5, 0.75, 1)),
        (-0.7, 0.3, 2, (-0.5, 0)),
        (3, 3, 4, (3,)),
    ],
)
def test_ticks_are_round_numbers(
    low: float, high: float, count: int, expected: tuple[float, ...]
) -> None:
    assert ticks(low, high, count) == expected


@pytest.mark.parametrize(("value", "end"), [(19, 20), (0, 1), (27, 30), (0.031, 0.04)])
def test_the_end_of_an_axis_is_round(value: float, end: float) -> None:
    assert rounded_up(value) == pytest.approx(end)


def test_ticks_of_ratios_become_fewer_where_there_is_no_room() -> None:
    assert log_ticks(0.07, 6.5, 6) == pytest.approx((0.1, 0.2, 0.5, 1, 2, 5))
    assert log_ticks(0.07, 6.5, 4) == pytest.approx((0.1, 0.3, 1, 3))
    assert log_ticks(0.07, 6.5, 2) == pytest.approx((0.1, 1))
    assert log_ticks(1e-4, 1e4, 3) == pytest.approx((1e-4, 1e-1, 1e2))


def test_ticks_of_a_short_stretch_of_ratios_are_plain_round_numbers() -> None:
    assert log_ticks(0.6, 0.9, 3) == (0.6, 0.7, 0.8, 0.9)
