"""A sparkline of 120 px has its days between 4 and 116."""

import pytest

from glabella.charts.sparkline import Sparkline
from glabella.charts.timeline_parts import Reading
from tests.charts import drawing
from tests.charts.examples import day


def spark(
    *values: float | None, high: float | None = None, threshold: float | None = None
) -> Sparkline:
    readings = tuple(Reading(day(n), value) for n, value in enumerate(values))
    return Sparkline(title="Score", readings=readings, high=high, threshold=threshold)


def test_days_lie_in_proportion_and_values_at_their_height() -> None:
    (line,) = drawing.shapes(spark(0, 5, 10).svg(), "line")

    assert drawing.corners(line) == [(4, 24), (60, 14), (116, 4)]


def test_the_order_of_readings_does_not_matter() -> None:
    readings = (Reading(day(2), 10), Reading(day(0), 0))

    (line,) = drawing.shapes(Sparkline(title="a", readings=readings).svg(), "line")

    assert drawing.corners(line) == [(4, 24), (116, 4)]


def test_a_gap_is_hatched_and_not_joined() -> None:
    svg = spark(0, 5, None, 5, None, 10, 10).svg()

    assert len(drawing.shapes(svg, "line")) == 2
    middles = [edge.number("x") + 2 for edge in drawing.shapes(svg, "hatch-edge")]
    assert middles == pytest.approx([4 + 112 * 2 / 6, 4 + 112 * 4 / 6], abs=0.01)


def test_the_last_value_is_marked_and_a_lone_day_is_seen() -> None:
    svg = spark(5, None, 5, 6).svg()

    assert [one.number("r") for one in drawing.shapes(svg, "dot")] == [1.75, 2.75]


def test_a_threshold_is_a_line_across() -> None:
    svg = spark(0, 10, threshold=5).svg()

    (line,) = drawing.shapes(svg, "threshold")
    assert line.ends == (0, 14, 120, 14)


def test_no_threshold_draws_no_line() -> None:
    assert drawing.shapes(spark(0, 10).svg(), "threshold") == []


def test_nothing_recorded_is_hatched_and_said() -> None:
    svg = spark().svg()

    (edge,) = drawing.shapes(svg, "hatch-edge")
    assert drawing.parsed(svg)[1].text == "not recorded"
    assert edge.sides == (1, 1, 118, 26)


def test_the_upper_end_can_be_given() -> None:
    (line,) = drawing.shapes(spark(0, 5, high=10).svg(), "line")

    assert drawing.corners(line) == [(4, 24), (116, 14)]


def test_a_terminal_gets_blocks_and_blanks() -> None:
    assert spark(0, 5, None, 10, high=10).text() == "▁▅ █"


def test_the_table_says_what_was_not_recorded() -> None:
    assert spark(4.5, None).table().rows == (
        ("1 Jan 2026", "4.5"),
        ("2 Jan 2026", "not recorded"),
    )
