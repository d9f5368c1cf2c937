"""Written points become curves that run through them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.errors import InputError
from glabella.figures.pen import (
    Curve,
    Node,
    across,
    between,
    curve,
    paired,
    path,
    pieces,
    whole,
)

places = st.tuples(st.integers(-500, 500), st.integers(-500, 500))


def test_a_corner_makes_straight_pieces() -> None:
    drawn = path([curve("0 0!, 100 0!")])

    assert drawn == "M0 0 C36 0 64 0 100 0"


def test_a_closed_curve_returns_to_its_start() -> None:
    square = curve("0 0!, 100 0!, 100 100!, 0 100! z")

    assert [piece[3] for piece in square.beziers()] == [
        (100, 0),
        (100, 100),
        (0, 100),
        (0, 0),
    ]


def test_four_points_on_a_circle_make_a_circle() -> None:
    """Within four parts in a hundred, as the eye asks."""
    circle = curve("100 0, 0 100, -100 0, 0 -100 z")

    radii = [math.hypot(x, y) for one in circle.beziers() for x, y in pieces(one)]

    assert (min(radii) > 96, max(radii) < 104) == (True, True)


def test_a_narrow_end_does_not_bulge() -> None:
    tendon = curve("0 0, 400 0, 400 20, 0 20 z")

    ends = [x for one in tendon.beziers() for x, _ in pieces(one)]

    assert max(ends) < 430


def test_repeated_points_do_not_divide_by_zero() -> None:
    assert path([curve("5 5, 5 5, 5 5")]) == "M5 5 C5 5 5 5 5 5 C5 5 5 5 5 5"


@given(st.lists(places, min_size=2, max_size=8), st.booleans())
def test_a_mirror_image_of_a_mirror_image_is_the_curve(
    at: list[tuple[int, int]],
    closed: bool,  # noqa: FBT001 - Hypothesis hands over its values by place
) -> None:
    one = Curve(tuple(Node(float(x), float(y)) for x, y in at), closed)

    assert one.mirrored().mirrored() == one


@given(st.lists(places, min_size=2, max_size=8))
def test_a_curve_runs_through_its_points(at: list[tuple[int, int]]) -> None:
    one = Curve(tuple(Node(float(x), float(y)) for x, y in at))

    assert [piece[0] for piece in one.beziers()] == [
        (float(x), float(y)) for x, y in at[:-1]
    ]


@pytest.mark.parametrize(
    ("half", "points"),
    [
        ("0 0, 50 50, 0 100", 4),
        ("0 0, 50 50", 3),
        ("50 50, 0 100", 3),
        ("20 0, 50 100", 4),
    ],
)
def test_a_half_is_joined_with_its_mirror_image(half: str, points: int) -> None:
    joined = whole(curve(half))

    xs = [node.x for node in joined.nodes]
    assert (len(xs), sum(xs), joined.closed) == (points, 0, True)


@pytest.mark.parametrize(
    ("text", "curves"), [("0 0, 9 9", 1), ("9 9, 0 0", 1), ("1 0, 9 9", 2)]
)
def test_lines_that_meet_on_the_midline_become_one(text: str, curves: int) -> None:
    assert len(paired(curve(text))) == curves


def test_a_closed_line_keeps_its_mirror_image_apart() -> None:
    assert len(paired(curve("0 0, 9 9, 0 9 z"))) == 2


def test_fibres_lie_between_two_borders() -> None:
    middle = between(curve("0 0!, 0 100"), curve("10 0!, 20 100!"), 0.5)

    assert middle.nodes == (Node(5, 0, corner=True), Node(10, 100))


def test_borders_of_unlike_length_are_refused() -> None:
    with pytest.raises(InputError, match="one border has 2 points, the other 3"):
        between(curve("0 0, 1 1"), curve("0 0, 1 1, 2 2"), 0.5)


def test_fibres_cross_each_section_at_the_same_share() -> None:
    sections = [curve("0 0!, 40 0!"), curve("0 100!, 80 100!")]

    (fibre,) = across(sections, 1)

    assert [(round(n.x, 6), n.y) for n in fibre.nodes] == [(20, 0), (40, 100)]


def test_a_section_without_length_gives_its_only_place() -> None:
    (fibre,) = across([curve("7 7, 7 7"), curve("0 9!, 2 9!")], 1)

    assert fibre.nodes[0] == Node(7, 7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 0", "needs two points"),
        ("0 0, 1", '"1" is no point'),
        ("a b, c d", "no poi"),
    ],
)
def test_a_bad_curve_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        curve(text, where="face.toml")

    assert caught.value.where == "face.toml"
