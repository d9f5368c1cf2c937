import pytest

from glabella.charts.scale import Scale
from glabella.charts.ticking import ticks_that_fit
from glabella.charts.words import ENGLISH


def test_ticks_with_room_are_all_there() -> None:
    assert ticks_that_fit(Scale(0, 10, 0, 400), 5, ENGLISH.number) == (
        0,
        2,
        4,
        6,
        8,
        10,
    )


def test_ticks_with_long_numbers_become_fewer() -> None:
    scale = Scale(0, 10_000_000, 0, 200)

    assert ticks_that_fit(scale, 9, ENGLISH.number) == (0, 5_000_000, 10_000_000)


def test_ratios_over_many_decades_keep_their_numbers_apart() -> None:
    scale = Scale(1e-6, 1e8, 0, 330, log=True)

    found = ticks_that_fit(scale, 10, ENGLISH.number)

    assert found == pytest.approx((1e-6, 1e-3, 1, 1e3, 1e6))


def test_without_room_for_three_numbers_only_the_ends_have_one() -> None:
    scale = Scale(0, 4_000_000, 0, 90)

    assert ticks_that_fit(scale, 2, ENGLISH.number) == (0, 4_000_000)


def test_an_axis_of_one_value_has_one_tick() -> None:
    assert ticks_that_fit(Scale(3, 3, 0, 90), 5, ENGLISH.number) == (3,)
