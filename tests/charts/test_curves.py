"""Curves on a sheet of 640 px lie between 52 and 624 px."""

import pytest

from glabella.charts.curves import CurveChart, CurvePoint, Mark, Series, Span
from glabella.charts.timeline_parts import WindowKind
from tests.charts import drawing, examples

LEFT, RIGHT = 52, 624
WIDTH = RIGHT - LEFT


def series(*values: float | None, label: str = "one", reach: float = 0) -> Series:
    points = (
        CurvePoint(n, v)
        if v is None or not reach
        else CurvePoint(n, v, v - reach, v + reach)
        for n, v in enumerate(values)
    )
    return Series(label, tuple(points))


def chart(*curves: Series, low: float | None = None) -> CurveChart:
    return CurveChart(
        title="Curves", x_label="weeks", y_label="days", series=curves, low=low
    )


def test_a_curve_lies_in_proportion() -> None:
    svg = chart(series(0, 5, 10)).svg()

    line = drawing.shapes(svg, "line")[0]
    (x0, y0), (x1, y1), (x2, y2) = drawing.corners(line)
    assert (x0, x1, x2) == (LEFT, (LEFT + RIGHT) / 2, RIGHT)
    assert y1 == (y0 + y2) / 2


def test_a_gap_is_not_joined() -> None:
    svg = chart(series(1, 2, None, 3, 4)).svg()

    runs = [one for one in drawing.shapes(svg, "line") if one.tag == "path"]
    assert [len(drawing.corners(run)) for run in runs] == [2, 2]


def test_each_curve_has_a_dash_and_a_mark_of_its_own() -> None:
    svg = chart(*(series(1, n + 1, label=f"no. {n}") for n in range(5))).svg()

    looks = ("line", "line-2", "line-3", "line-4")
    drawn = [
        sum(one.tag == "path" for one in drawing.shapes(svg, look)) for look in looks
    ]
    assert drawn == [2, 1, 1, 1]
    assert drawing.words(svg, "quiet") == [f"no. {n}" for n in range(5)]


def test_intervals_are_whiskers() -> None:
    svg = chart(series(4, 6, reach=1)).svg()

    first, second = drawing.shapes(svg, "whisker")
    assert first.ends[0] == first.ends[2] == LEFT
    assert first.ends[1] - first.ends[3] == second.ends[1] - second.ends[3]


def test_curves_with_whiskers_stand_side_by_side() -> None:
    svg = chart(series(4, reach=1), series(5, reach=1)).svg()

    first, second = drawing.shapes(svg, "whisker")
    assert second.ends[0] - first.ends[0] == 4


def test_an_interval_can_be_a_band_with_gaps() -> None:
    points = (
        CurvePoint(0, 5, 4, 6),
        CurvePoint(1, 5, 4, 7),
        CurvePoint(2, 5),
        CurvePoint(3, 5, 4, 6),
    )

    svg = chart(Series("one", points, as_band=True)).svg()

    (band,) = drawing.shapes(svg, "band")
    assert len(drawing.corners(band)) == 4
    assert drawing.shapes(svg, "whisker") == []


def test_many_points_have_few_marks() -> None:
    svg = chart(series(*range(100))).svg()

    in_plot = [dot for dot in drawing.shapes(svg, "dot") if dot.number("cx") >= LEFT]
    assert len(in_plot) == 34


def test_windows_and_marks_lie_on_the_same_axis() -> None:
    svg = examples.curves().svg()

    strip = drawing.shapes(svg, "band-wear-off")[0]
    mark = drawing.shapes(svg, "change")[0]
    assert mark.ends[0] == (LEFT + RIGHT) / 2
    assert (strip.sides[0], strip.sides[2]) == pytest.approx(
        (LEFT + WIDTH * 10 / 12, WIDTH / 6), abs=0.01
    )


def test_windows_stretch_the_axis() -> None:
    span = Span(WindowKind.USUAL, "usual", 0, 20)
    plain = chart(series(0, 10))

    svg = CurveChart(
        title="a", x_label="x", y_label="y", series=plain.series, windows=(span,)
    ).svg()

    assert drawing.shapes(svg, "band-usual")[0].sides[2] == WIDTH


def test_a_mark_has_its_words() -> None:
    svg = CurveChart(
        title="a", x_label="x", y_label="y", series=(), marks=(Mark(0, "session"),)
    ).svg()

    assert "session" in drawing.words(svg, "halo")


def test_values_below_zero_have_an_axis_down_to_a_round_number() -> None:
    svg = chart(series(-1, -7.5)).svg()

    assert drawing.words(svg, "tick")[0] == "\u22128"


@pytest.mark.parametrize(("low", "first"), [(None, "0"), (5, "5")])
def test_the_lower_end_is_zero_unless_it_is_given(
    low: float | None, first: str
) -> None:
    svg = chart(series(8, 9), low=low).svg()

    assert drawing.words(svg, "tick")[0] == first


def test_the_upper_end_can_be_given() -> None:
    svg = CurveChart(
        title="a", x_label="x", y_label="y", series=(series(1, 2),), high=10
    ).svg()

    assert "10" in drawing.words(svg, "tick")


def test_a_threshold_is_a_line_with_its_words() -> None:
    svg = examples.curves().svg()

    line, key = drawing.shapes(svg, "threshold")
    assert "15 days" in drawing.words(svg, "quiet")
    assert [one.ends[0::2] for one in (line, key)] == [(LEFT, RIGHT), (0, 18)]


def test_the_table_has_every_point_and_says_unknown() -> None:
    table = examples.curves().table()

    assert table.header == ("Curve", "weeks", "days", "Low", "High")
    assert table.rows[:3] == (
        ("this person", "0", "15", "13", "17"),
        ("this person", "4", "8", "unknown", "unknown"),
        ("this person", "8", "unknown", "unknown", "unknown"),
    )
