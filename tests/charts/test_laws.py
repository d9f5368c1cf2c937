"""Laws that hold for any values, not only for the examples."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from glabella.charts import flags, marks
from glabella.charts.flags import Flag, FlagKind
from glabella.charts.forest import ForestPlot
from glabella.charts.forest_parts import EffectAxis, Estimate, Study
from glabella.charts.lettering import shortened, width_of, wrapped
from glabella.charts.scale import Scale, log_ticks, rounded_up, ticks
from glabella.charts.sparkline import Sparkline
from glabella.charts.timeline import Timeline
from glabella.charts.timeline_parts import Change, Panel, Reading
from tests.charts import drawing
from tests.charts.examples import day

SIZES = st.floats(-1e6, 1e6)
VALUES = st.one_of(st.none(), st.floats(-1e4, 1e4))
FLAGS = st.builds(
    Flag,
    st.floats(0, 700),
    st.sampled_from(FlagKind),
    st.sampled_from(["", "155 U", "2.5 U"]),
    st.sampled_from(["toxin A", "A remedy with a long name begun", "x"]),
)


@given(st.lists(FLAGS, max_size=8))
def test_no_words_of_flags_lie_on_each_other(every: list[Flag]) -> None:
    for found in (
        flags.placed(every, left=0, right=710),
        flags.centred(every, left=0, right=710),
    ):
        for one, two in combinations(found, 2):
            is_apart = one.right <= two.left or two.right <= one.left
            assert one.lane != two.lane or is_apart


@given(st.lists(FLAGS, max_size=8))
def test_no_flag_is_lost(every: list[Flag]) -> None:
    found = flags.placed(every, left=0, right=710)

    assert sorted(one.flag.x for one in found) == sorted(one.x for one in every)


@given(SIZES, SIZES, st.integers(1, 12))
def test_ticks_lie_on_the_axis_and_are_not_too_many(
    one: float, two: float, count: int
) -> None:
    low, high = sorted((round(one, 3), round(two, 3)))

    found = ticks(low, high, count)

    assert len(found) <= 2 * count + 1
    assert all(low - 1e-6 <= tick <= high + 1e-6 for tick in found)


@given(st.floats(-4, 4), st.floats(0.01, 6), st.integers(2, 12))
def test_ticks_of_ratios_lie_on_the_axis(
    exponent: float, decades: float, count: int
) -> None:
    low, high = 10**exponent, 10 ** (exponent + decades)

    found = log_ticks(low, high, count)

    assert found
    assert all(low * 0.999 <= tick <= high * 1.001 for tick in found)


@given(st.floats(0.001, 1e6))
def test_the_end_of_an_axis_takes_the_value_and_not_much_more(value: float) -> None:
    end = rounded_up(value)

    assert value * (1 - 1e-6) <= end <= value * 1.7


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_scale_keeps_the_order(one: float, two: float) -> None:
    low, high = sorted((one, two))
    upwards, downwards = Scale(0, 100, 10, 500), Scale(0, 100, 500, 10)

    assert upwards.at(low) <= upwards.at(high)
    assert downwards.at(low) >= downwards.at(high)


@given(st.lists(st.one_of(st.none(), st.tuples(SIZES, SIZES))))
def test_runs_keep_every_point_and_join_none_over_a_gap(
    points: list[tuple[float, float] | None],
) -> None:
    found = marks.runs(points)

    gaps = sum(point is None for point in points)
    assert [p for run in found for p in run] == [p for p in points if p is not None]
    assert len(found) <= gaps + 1


@given(st.text(max_size=60), st.floats(20, 300), st.integers(1, 4))
def test_wrapped_text_keeps_to_its_lines_and_its_width(
    text: str, width: float, lines: int
) -> None:
    found = wrapped(text, "label", width, lines=lines)

    assert 1 <= len(found) <= lines
    assert all(width_of(line, "label") <= width for line in found)
    assert width_of(shortened(text, "label", width), "label") <= width


@given(st.text(max_size=40), st.lists(VALUES, max_size=12))
def test_any_words_and_values_make_a_drawing_and_a_table(
    words: str, values: list[float | None]
) -> None:
    readings = tuple(Reading(day(7 * n), value) for n, value in enumerate(values))
    timeline = Timeline(
        title=words,
        start=day(0),
        end=day(90),
        changes=(Change(day(3), words),),
        panels=(Panel(words, readings),),
    )
    spark = Sparkline(title=words, readings=readings)

    for chart in (timeline, spark):
        assert drawing.parsed(chart.svg()).tag == f"{drawing.SVG}svg"
    assert len(spark.table().rows) == len(values)
    assert len(spark.text()) == len(values)
    assert len(timeline.table().rows) == len(values) + 1


@given(
    st.lists(
        st.tuples(st.floats(0.01, 100), st.floats(1, 50), st.floats(1, 50)),
        min_size=1,
        max_size=12,
    )
)
def test_every_estimate_of_a_forest_is_in_sight(
    every: list[tuple[float, float, float]],
) -> None:
    studies = tuple(
        Study(str(n), Estimate(v, v / below, v * above))
        for n, (v, below, above) in enumerate(every)
    )
    for log in (True, False):
        svg = ForestPlot(
            title="A", measure="OR", studies=studies, axis=EffectAxis(log=log)
        ).svg()

        assert len(drawing.shapes(svg, "square")) == len(studies)
