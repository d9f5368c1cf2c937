"""Time courses: gaps stay gaps, and whiskers are one kind of spread."""

from decimal import Decimal
from typing import Any

import pytest

from glabella.core.sources import Status
from glabella.evidence.library import load
from glabella.evidence.study import Result
from glabella.evidence.time_courses import (
    Point,
    Quantity,
    Spread,
    time_courses,
)
from tests.evidence.library import builders as b

LIBRARY = load()
D = Decimal


def points(*lines: Result) -> list[tuple[str | None, list[Point]]]:
    """Return the curves of the only course of some lines."""
    (course,) = time_courses(b.study(*lines))
    return [(curve.arm, list(curve.points)) for curve in course.curves]


def test_a_week_that_an_arm_lacks_is_a_gap() -> None:
    found = points(
        b.arm_line("toxin", week=D(6), mean=4, sd=1),
        b.arm_line("toxin", week=D(0), mean=9, sd=2),
        b.arm_line("placebo", week=D(0), mean=8),
        b.arm_line("placebo", week=D(3), mean=0),
    )

    assert found == [
        (
            "toxin",
            [
                Point(D(0), D(9), (D(7), D(11))),
                Point(D(3), None),
                Point(D(6), D(4), (D(3), D(5))),
            ],
        ),
        ("placebo", [Point(D(0), D(8)), Point(D(3), D(0)), Point(D(6), None)]),
    ]


def test_a_line_without_a_number_is_a_gap_too() -> None:
    found = points(
        b.arm_line("toxin", week=D(0), mean=9),
        b.arm_line("toxin", week=D(3), n=20),
        b.arm_line("toxin", week=D(6), mean=4),
    )

    assert found == [
        ("toxin", [Point(D(0), D(9)), Point(D(3), None), Point(D(6), D(4))])
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (b.arm_line("toxin", mean=9),),
        (b.arm_line("toxin", mean=9), b.arm_line("placebo", week=D(3), mean=9)),
        (b.arm_line("toxin", week=D(0), mean=9), b.arm_line("toxin", change=-3)),
        (
            b.arm_line("toxin", week=D(0), mean=9),
            b.arm_line("toxin", mean=3, until=D(9)),
        ),
        (
            b.arm_line("toxin", week=D(0), mean=9),
            b.arm_line("toxin", mean=3, series="x"),
        ),
        (b.arm_line("toxin", mean=9), b.arm_line("toxin", week=None, mean=3)),
        (b.effect_line("-1"), b.effect_line("-2")),
    ],
)
def test_what_was_not_measured_twice_has_no_course(lines: tuple[Result, ...]) -> None:
    assert time_courses(b.study(*lines)) == ()


@pytest.mark.parametrize(
    ("told", "quantity", "spread", "ends"),
    [
        ({"mean": 4, "sd": 1}, Quantity.MEAN, Spread.DEVIATION, (D(3), D(5))),
        ({"mean": 4, "se": 1}, Quantity.MEAN, Spread.STANDARD_ERROR, (D(3), D(5))),
        (
            {"change": -4, "change_sd": 1},
            Quantity.CHANGE,
            Spread.DEVIATION,
            (D(-5), D(-3)),
        ),
        (
            {"change": -4, "low": -9, "high": 0},
            Quantity.CHANGE,
            Spread.INTERVAL,
            (D(-9), D(0)),
        ),
        (
            {"mean": 4, "low": 3, "high": 6, "sd": 1},
            Quantity.MEAN,
            Spread.INTERVAL,
            (D(3), D(6)),
        ),
        ({"percent_change": -40, "se": 2}, Quantity.PERCENT_CHANGE, Spread.NONE, None),
        ({"median": 3, "low": 1}, Quantity.MEDIAN, Spread.NONE, None),
        ({"percent": 30, "sd": 2}, Quantity.PERCENT, Spread.NONE, None),
    ],
)
def test_whiskers_are_what_was_printed(
    told: dict[str, Any],
    quantity: Quantity,
    spread: Spread,
    ends: tuple[Decimal, Decimal] | None,
) -> None:
    lines = [b.arm_line("toxin", week=D(week), **told) for week in (0, 6)]

    (course,) = time_courses(b.study(*lines))

    assert (course.quantity, course.spread) == (quantity, spread)
    assert {point.ends for point in course.curves[0].points} == {ends}


def test_an_interval_of_one_of_two_numbers_is_drawn_at_neither() -> None:
    told: dict[str, Any] = {"mean": 4, "change": -3, "low": -5, "high": -1}
    lines = [b.arm_line("toxin", week=D(week), **told) for week in (0, 6)]

    courses = time_courses(b.study(*lines))

    assert [(each.quantity, each.spread) for each in courses] == [
        (Quantity.MEAN, Spread.NONE),
        (Quantity.CHANGE, Spread.NONE),
    ]


def test_recalled_numbers_are_drawn_only_if_asked_for() -> None:
    lines = (
        b.arm_line("toxin", week=D(0), mean=9, basis=b.RECALLED),
        b.arm_line("toxin", week=D(6), mean=4, basis=b.DERIVED),
    )

    (course,) = time_courses(b.study(*lines), include_recalled=True)

    assert time_courses(b.study(*lines)) == ()
    assert course.status is Status.RECALLED


def test_the_studies_of_the_library_with_a_course() -> None:
    found = {
        study.id: len(time_courses(study))
        for study in LIBRARY.studies.values()
        if time_courses(study)
    }

    assert found == {
        "alhashel2015": 1,
        "biteforce2025": 1,
        "compel2018": 1,
        "guarda2008": 8,
        "wearoff_scielo2021": 2,
    }
