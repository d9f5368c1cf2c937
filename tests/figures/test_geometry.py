"""Inside, outside, and how far from the border."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.figures.geometry import (
    box,
    clearance,
    contains,
    flatten,
    mirror,
    mirrored,
)
from tests.figures import draft

numbers = st.integers(-300, 300)


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [(50, 50, True), (1, 99, True), (101, 50, False), (50, -1, False), (-1, 50, False)],
)
def test_a_square_contains_what_lies_between_its_sides(
    x: float, y: float, *, inside: bool
) -> None:
    assert contains(draft.shape(draft.SQUARE), x, y) is inside


@pytest.mark.parametrize(("x", "inside"), [(20, True), (50, False), (80, True)])
def test_the_hole_of_a_ring_is_outside(x: float, *, inside: bool) -> None:
    ring = draft.shape(draft.SQUARE, draft.HOLE)

    assert contains(ring, x, 50) is inside


@pytest.mark.parametrize(
    ("x", "y", "distance"), [(50, 50, 50), (30, 50, 30), (50, 120, 20), (103, 104, 5)]
)
def test_clearance_is_the_way_to_the_nearest_border(
    x: float, y: float, distance: float
) -> None:
    assert clearance(draft.shape(draft.SQUARE), x, y) == pytest.approx(distance)


def test_a_border_without_length_still_has_a_distance() -> None:
    assert clearance(draft.shape("0 0, 0 0"), 3, 4) == 5


def test_the_box_holds_the_shape() -> None:
    assert box(draft.shape(draft.SQUARE)) == pytest.approx((0, 0, 100, 100))


@given(numbers, numbers)
def test_the_mirror_of_the_mirror_is_the_place(x: int, y: int) -> None:
    assert mirror(*mirror(x, y)) == (x, y)


def test_a_mirrored_shape_lies_on_the_other_side() -> None:
    ring = mirrored(draft.shape(draft.SQUARE, draft.HOLE))

    assert box(ring) == pytest.approx((-100, 0, 0, 100))
    assert [contains(ring, x, 50) for x in (-20, -50, 20)] == [True, False, False]


def test_path_data_of_several_curves_are_several_outlines() -> None:
    ring = draft.shape(draft.SQUARE, draft.HOLE)

    assert [outline[0] for outline in flatten(ring.path)] == [(0, 0), (40, 40)]
