"""Points stand where a confirmed rule puts them, else evenly inside the muscle."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glabella.core.sources import Text
from glabella.figures.geometry import contains
from glabella.figures.placing import GAP, default_points, place, spread
from glabella.figures.values import Figure, Placing
from tests.figures import draft

LEFT = "20 0!, 120 0!, 120 100!, 20 100! z"
RIGHT = "-20 0!, -120 0!, -120 100!, -20 100! z"
RULE = Text("Here.", "Hier.")


def pair() -> Figure:
    placings = (
        Placing("cheek", "left", ((40.0, 30.0),), RULE),
        Placing("cheek", "left", ((40.0, 30.0), (90.0, 60.0)), RULE),
    )
    shapes = (draft.shape(LEFT), draft.shape(RIGHT, side="right"))
    return draft.figure(*shapes, placings=placings)


def test_a_rule_is_withheld_until_it_is_confirmed() -> None:
    (point,) = default_points(pair(), [("cheek", "left", 1)])

    assert ((point.x, point.y) == (40, 30), point.schematic) == (False, True)


def test_a_confirmed_rule_gives_the_place() -> None:
    sites = [("cheek", "left", 2)]

    points = default_points(pair(), sites, landmarks=frozenset({"cheek"}))

    assert [(p.x, p.y, p.label, p.schematic) for p in points] == [
        (40, 30, "1", False),
        (90, 60, "2", False),
    ]


def test_a_rule_for_another_number_does_not_hold() -> None:
    sites = [("cheek", "left", 3)]

    points = default_points(pair(), sites, landmarks=frozenset({"cheek"}))

    assert [point.schematic for point in points] == [True, True, True]


@given(st.integers(1, 24))
@settings(max_examples=12)
def test_both_sides_are_mirror_images_and_inside(number: int) -> None:
    figure = pair()

    left = spread(figure, "cheek", "left", number)
    right = spread(figure, "cheek", "right", number)

    assert right == tuple((-x, y) for x, y in left)
    assert len(set(left)) == number
    assert all(contains(figure.shapes[0], x, y) for x, y in left)


@given(st.integers(1, 13))
@settings(max_examples=8)
def test_a_midline_pattern_is_its_own_mirror_image(number: int) -> None:
    figure = draft.figure(
        draft.shape("-90 0!, 90 0!, 90 90!, -90 90! z", side="midline")
    )

    points = spread(figure, "cheek", "midline", number)

    assert len(points) == number
    assert {(-x + 0.0, y) for x, y in points} == set(points)


def test_a_bow_keeps_its_points_inside() -> None:
    bow = draft.shape(
        "20 0!, 120 0!, 120 100!, 20 100!, 20 90!, 110 90!, 110 10!, 20 10! z"
    )

    ((x, y),) = spread(draft.figure(bow), "cheek", "left", 1)

    assert contains(bow, x, y)


def test_points_of_another_muscle_are_not_hidden() -> None:
    """Two muscles lie one under the other: each has its own place on the drawing."""
    shapes = [
        draft.shape(text, muscle=muscle, side=side)
        for muscle in ("cheek", "chin")
        for text, side in ((LEFT, "left"), (RIGHT, "right"))
    ]
    sites = [(m, side, 2) for m in ("cheek", "chin") for side in ("left", "right")]

    points = default_points(draft.figure(*shapes), sites)

    apart = [
        math.dist((a.x, a.y), (b.x, b.y)) for a, b in itertools.combinations(points, 2)
    ]
    left = {(p.muscle, p.label, -p.x, p.y) for p in points if p.side == "left"}
    assert min(apart) > GAP * 4
    assert left == {(p.muscle, p.label, p.x, p.y) for p in points if p.side == "right"}


def test_a_crowded_muscle_still_gets_its_points() -> None:
    taken = [(20.0 + 10 * x, 10.0 * y) for x in range(11) for y in range(11)]

    assert len(spread(pair(), "cheek", "left", 3, taken=taken)) == 3


@pytest.mark.parametrize("side", ["left", "right", "midline"])
def test_what_a_figure_does_not_show_gets_no_points(side: str) -> None:
    assert spread(pair(), "chin", side, 3) == ()


def test_no_points_asked_are_none() -> None:
    assert default_points(pair(), [("cheek", "left", 0)]) == ()


def test_a_midline_muscle_answers_for_a_side() -> None:
    figure = draft.figure(draft.shape(LEFT, side="midline"))

    assert len(spread(figure, "cheek", "left", 2)) == 2


def test_each_site_stands_on_one_figure_only(figures: dict[str, Figure]) -> None:
    """The occiput is seen from behind and, for context, from the side."""
    sites = [("occipitalis", "left", 3), ("temporalis", "left", 4)]

    points = place(figures, [*sites, ("temporalis", "right", 4)])

    assert [(point.figure, point.muscle) for point in points] == [
        *[("head_left", "temporalis")] * 4,
        *[("head_right", "temporalis")] * 4,
        *[("head_back", "occipitalis")] * 3,
    ]
