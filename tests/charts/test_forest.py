"""The forest plot: what is drawn lies where the numbers beside it say."""

from itertools import pairwise

import attrs
import pytest

from glabella.charts.forest import ForestPlot
from glabella.charts.forest_parts import (
    EffectAxis,
    Estimate,
    Interval,
    Study,
    Subgroup,
    Summary,
)
from glabella.charts.words import GERMAN
from tests.charts import drawing

AXIS = EffectAxis(null=0, low=-2, high=2)


def study(
    value: float, *, reach: float = 0.5, weight: float | None = None, label: str = "A"
) -> Study:
    return Study(label, Estimate(value, value - reach, value + reach), weight)


def plot(*studies: Study, **fields: object) -> ForestPlot:
    empty = ForestPlot(title="A forest", measure="MD", axis=AXIS)
    fields = {"studies": studies, **fields}
    return attrs.evolve(empty, **fields)  # type: ignore[arg-type]  # fields by name


def centre(square: drawing.Shape) -> tuple[float, float]:
    left, top, width, height = square.sides
    return left + width / 2, top + height / 2


def axis_ends(svg: str) -> tuple[float, float]:
    x1, _, x2, _ = drawing.shapes(svg, "axis")[0].ends
    return x1, x2


def test_squares_lie_in_proportion_to_the_axis() -> None:
    svg = plot(study(-2), study(0), study(1)).svg()

    low, high = axis_ends(svg)
    at = [centre(square)[0] for square in drawing.shapes(svg, "square")]

    assert at == pytest.approx(
        [low, (low + high) / 2, low + (high - low) * 3 / 4], abs=0.02
    )


def test_the_area_of_a_square_is_its_weight() -> None:
    svg = plot(study(0, weight=80), study(0, weight=20)).svg()

    large, small = (square.sides[2] for square in drawing.shapes(svg, "square"))

    assert (large, large**2 / small**2) == pytest.approx((13, 4), abs=0.01)


def test_a_study_of_next_to_no_weight_is_still_seen() -> None:
    svg = plot(study(0, weight=100), study(0, weight=0)).svg()

    assert drawing.shapes(svg, "square")[1].sides[2] == 3.5


def test_studies_without_weights_are_alike_and_have_no_column_for_them() -> None:
    svg = plot(study(0), study(1)).svg()

    assert [square.sides[2] for square in drawing.shapes(svg, "square")] == [7, 7]
    assert drawing.words(svg, "heading") == ["Study", "MD [95%\u00a0CI]"]


def test_an_interval_is_a_line_from_end_to_end() -> None:
    svg = plot(study(0, reach=1)).svg()

    low, high = axis_ends(svg)
    (line,) = drawing.shapes(svg, "interval")
    quarter = (high - low) / 4
    assert line.ends[0::2] == pytest.approx((low + quarter, high - quarter), abs=0.02)


def test_an_interval_that_is_cut_ends_in_arrows() -> None:
    svg = plot(study(0, reach=9)).svg()

    line, left, right = drawing.shapes(svg, "interval")
    assert line.ends[0::2] == axis_ends(svg)
    assert drawing.corners(left)[1][0] < drawing.corners(left)[0][0]
    assert drawing.corners(right)[1][0] > drawing.corners(right)[0][0]


def test_an_estimate_beyond_the_axis_has_its_arrow_but_no_square() -> None:
    svg = plot(study(5)).svg()

    assert drawing.shapes(svg, "square") == []
    assert len(drawing.shapes(svg, "interval")) == 2


def test_a_diamond_is_as_wide_as_its_interval() -> None:
    pooled = Summary("All", Estimate(0.5, 0, 1))

    svg = plot(study(0), summaries=(pooled,)).svg()

    low, high = axis_ends(svg)
    (diamond,) = drawing.shapes(svg, "diamond")
    step = (high - low) / 8
    left, top, right, bottom = drawing.corners(diamond)
    assert [left[0], top[0], right[0], bottom[0]] == pytest.approx(
        [low + 4 * step, low + 5 * step, low + 6 * step, low + 5 * step], abs=0.02
    )
    assert bottom[1] - top[1] == 13


def test_a_subgroup_has_its_own_heading_diamond_and_note() -> None:
    group = Subgroup("Group", (study(0),), Summary("Part", Estimate(0, -1, 1)), "I²")

    svg = plot(subgroups=(group,)).svg()

    assert drawing.words(svg, "heading")[2:] == ["Group", "Part"]
    assert drawing.words(svg, "quiet") == ["I²"]
    assert len(drawing.shapes(svg, "diamond-part")) == 1
    assert drawing.shapes(svg, "diamond") == []


def test_a_subgroup_may_have_neither_diamond_nor_note() -> None:
    svg = plot(subgroups=(Subgroup("Group", (study(0),)),)).svg()

    assert drawing.words(svg, "heading")[2:] == ["Group"]
    assert drawing.words(svg, "quiet") == []


def test_the_first_summary_has_the_dashed_line() -> None:
    summaries = (
        Summary("One", Estimate(1, 0.5, 1.5)),
        Summary("Two", Estimate(-1, -1.5, -0.5)),
    )

    svg = plot(study(0), summaries=summaries).svg()

    low, high = axis_ends(svg)
    (line,) = drawing.shapes(svg, "pooled")
    assert line.ends[0] == pytest.approx(low + (high - low) * 3 / 4, abs=0.02)


def test_the_line_of_no_effect_is_where_the_axis_says() -> None:
    svg = plot(study(1)).svg()

    low, high = axis_ends(svg)
    (line,) = drawing.shapes(svg, "null")
    assert line.ends[0] == pytest.approx((low + high) / 2, abs=0.02)


@pytest.mark.parametrize("null", [None, 7])
def test_no_line_of_no_effect_is_drawn_beside_the_axis(null: float | None) -> None:
    svg = plot(study(1), axis=attrs.evolve(AXIS, null=null)).svg()

    assert drawing.shapes(svg, "null") == []


def test_a_prediction_interval_is_a_thick_line_with_its_numbers() -> None:
    pooled = Summary("All", Estimate(0.5, 0, 1), Interval(-1, 2))

    svg = plot(study(0), summaries=(pooled,)).svg()

    low, high = axis_ends(svg)
    (line,) = drawing.shapes(svg, "prediction")
    assert line.ends[0::2] == pytest.approx((low + (high - low) / 4, high), abs=0.02)
    assert drawing.words(svg, "label")[-1] == "Prediction interval"
    assert drawing.words(svg, "number")[-1] == "[\u22121.00 to 2.00]"


def test_ratios_on_a_logarithmic_axis_have_equal_room() -> None:
    halves = Study("A", Estimate(1, 0.5, 2))
    axis = EffectAxis(log=True, null=1, low=0.25, high=4)

    svg = plot(halves, axis=axis).svg()

    low, high = axis_ends(svg)
    (line,) = drawing.shapes(svg, "interval")
    quarter = (high - low) / 4
    assert line.ends[0::2] == pytest.approx((low + quarter, high - quarter), abs=0.02)


def test_a_ratio_never_reads_as_zero_and_a_huge_one_has_no_decimals() -> None:
    vague = Study("A", Estimate(10, 0.00018, 564299.85))

    svg = plot(vague, axis=EffectAxis(log=True)).svg()

    assert drawing.words(svg, "number") == ["10.00", "[<0.01 to 564\u202f300]"]


def test_a_vague_pooled_effect_does_not_press_the_studies_together() -> None:
    """Two studies, pooled with a wide interval: the diamond is cut, with arrows."""
    vague = Summary("All", Estimate(10, 0.00018, 564299), Interval(3e-6, 3.4e7))
    studies = (Study("A", Estimate(6, 2, 18)), Study("B", Estimate(46, 2, 952)))

    svg = plot(*studies, summaries=(vague,), axis=EffectAxis(log=True, null=1)).svg()

    low, high = axis_ends(svg)
    first = drawing.shapes(svg, "interval")[0]
    (diamond,) = drawing.shapes(svg, "diamond")
    assert first.ends[2] - first.ends[0] > (high - low) / 10
    assert [x for x, _ in drawing.corners(diamond)][0::2] == [low, high]
    assert len(drawing.shapes(svg, "interval")) == 2 + 2 + 2


def test_a_study_that_could_not_be_estimated_says_so_and_has_no_mark() -> None:
    svg = plot(Study("A", None), study(0)).svg()

    assert drawing.words(svg, "number")[0] == "not estimable"
    assert len(drawing.shapes(svg, "square")) == 1


def test_without_any_estimate_there_is_no_plot() -> None:
    svg = plot(Study("A", None), notes=("Cannot be pooled.",)).svg()

    looks = ("axis", "null", "square", "tick")
    assert [drawing.shapes(svg, look) for look in looks] == [[], [], [], []]
    assert drawing.words(svg, "quiet") == ["Cannot be pooled."]


def test_without_any_study_there_are_headings() -> None:
    assert drawing.words(plot().svg(), "heading")[0] == "Study"


def test_one_study_is_in_sight_with_all_of_its_interval() -> None:
    svg = plot(study(-2.4, reach=2), axis=EffectAxis(null=0)).svg()

    low, high = axis_ends(svg)
    (line,) = drawing.shapes(svg, "interval")
    assert low < line.ends[0] < line.ends[2] < high


def test_one_study_without_width_has_an_axis() -> None:
    svg = plot(study(1, reach=0), axis=EffectAxis()).svg()

    low, high = axis_ends(svg)
    (square,) = drawing.shapes(svg, "square")
    assert centre(square)[0] == pytest.approx((low + high) / 2, abs=0.02)


def test_one_wild_interval_does_not_press_the_others_together() -> None:
    wild = study(0, reach=1000)

    svg = plot(study(-0.5), study(0.5), wild, axis=EffectAxis(null=0)).svg()

    low, high = axis_ends(svg)
    first = drawing.shapes(svg, "interval")[0]
    assert first.ends[2] - first.ends[0] > (high - low) / 4
    assert len(drawing.shapes(svg, "interval")) == 5


def test_numbers_are_aligned_at_their_ends() -> None:
    svg = plot(study(-0.5), study(10.25)).svg()

    numbers = drawing.shapes(svg, "number")
    assert {one.attributes["text-anchor"] for one in numbers} == {"end"}
    assert numbers[0].number("x") == numbers[2].number("x")
    assert [one.words for one in numbers] == [
        "\u22120.50",
        "[\u22121.00 to 0.00]",
        "10.25",
        "[9.75 to 10.75]",
    ]


def test_german_numbers_have_a_decimal_comma() -> None:
    svg = plot(study(0.5, weight=33.3), words=GERMAN).svg()

    assert drawing.words(svg, "number") == ["0,50", "[0,00 bis 1,00]", "33,3\u202f%"]
    assert drawing.words(svg, "heading") == ["Studie", "MD [95-%-KI]", "Gewicht"]


def test_further_columns_have_their_headings_and_words() -> None:
    one = attrs.evolve(study(0), left=("1/10", "2/20"), right=("low",))
    other = attrs.evolve(study(0), left=("", "3/30"))

    svg = plot(one, other, left=("Toxin", "Placebo"), right=("Bias",)).svg()

    numbers = drawing.shapes(svg, "number")
    assert [number.words for number in numbers[:3]] == ["1/10", "2/20", "low"]
    assert numbers[5].words == "3/30"
    assert numbers[5].number("x") == numbers[1].number("x")
    low, high = axis_ends(svg)
    assert numbers[1].number("x") < low < high < numbers[2].number("x")


def test_where_columns_do_not_fit_rows_are_stacked() -> None:
    one = attrs.evolve(study(0, weight=10), left=("1/10",))

    svg = plot(one, left=("Toxin",)).svg(width=336)

    (square,), (null,) = drawing.shapes(svg, "square"), drawing.shapes(svg, "null")
    (label,) = drawing.shapes(svg, "label")
    assert label.number("y") < centre(square)[1]
    assert null.ends[3] - null.ends[1] == 18
    assert "1/10" not in drawing.words(svg, "number")


def test_a_long_name_wraps_before_the_plot() -> None:
    name = "A study with a name that fills more than one line of any journal, 2001"

    svg = plot(study(0, label=name), study(1)).svg()

    low, _ = axis_ends(svg)
    labels = drawing.shapes(svg, "label")
    assert " ".join(label.words for label in labels) == f"{name} A"
    assert low > 200


def test_forty_studies_stand_under_each_other() -> None:
    svg = plot(*(study(n / 20 - 1) for n in range(40))).svg()

    heights = [centre(square)[1] for square in drawing.shapes(svg, "square")]
    steps = {round(b - a, 2) for a, b in pairwise(heights)}
    assert steps == {20}


def test_words_for_both_directions_stand_on_both_sides_of_the_line() -> None:
    axis = attrs.evolve(AXIS, favours=("favours A", "favours B"))

    svg = plot(study(0), axis=axis).svg()

    left, right = drawing.shapes(svg, "quiet")
    (null,) = drawing.shapes(svg, "null")
    assert (left.words, right.words) == ("← favours A", "favours B →")
    assert left.number("x") < null.ends[0] < right.number("x")


def test_words_for_both_directions_without_a_line_stand_round_the_middle() -> None:
    axis = attrs.evolve(AXIS, null=None, favours=("A", "B"))

    svg = plot(study(0), axis=axis).svg()

    left, right = drawing.shapes(svg, "quiet")
    middle = (left.number("x") + right.number("x")) / 2
    assert middle == pytest.approx(sum(axis_ends(svg)) / 2, abs=0.01)
