"""The funnel plot: standard errors grow downwards, contours meet at no effect."""

import pytest

from glabella.charts.checks import ChartError
from glabella.charts.forest_parts import EffectAxis
from glabella.charts.funnel import FunnelPlot, FunnelPoint, clipped
from glabella.charts.words import GERMAN
from tests.charts import drawing, examples

DIFFERENCES = EffectAxis(null=0, low=-4, high=4)


def plot(*points: FunnelPoint, axis: EffectAxis = DIFFERENCES) -> FunnelPlot:
    return FunnelPlot(title="A funnel", measure="MD", points=points, axis=axis)


def shades(svg: str, look: str) -> list[drawing.Shape]:
    """Return the shades in the plane, without the legend."""
    return [shape for shape in drawing.shapes(svg, look) if shape.tag == "path"]


def test_an_exact_study_stands_above_an_inexact_one() -> None:
    svg = plot(FunnelPoint("A", 0, 0.1), FunnelPoint("B", 2, 0.8)).svg()

    first, second = drawing.shapes(svg, "point")

    assert first.number("cy") < second.number("cy")
    assert first.number("cx") == drawing.shapes(svg, "null")[0].ends[0]
    assert second.number("cx") > first.number("cx")


def test_contours_have_the_slope_of_their_level() -> None:
    """At the foot, the shade for 0.05 > p > 0.01 runs from 1.96 to 2.58 errors."""
    svg = plot(FunnelPoint("A", 0, 0.9)).svg()

    x1, _, x2, _ = drawing.shapes(svg, "axis")[0].ends
    _, right = shades(svg, "contour-2")
    apex, outer, inner = drawing.corners(right)
    px = (x2 - x1) / 8
    assert apex[0] == pytest.approx((x1 + x2) / 2, abs=0.01)
    assert [outer[0] - apex[0], inner[0] - apex[0]] == pytest.approx(
        [2.5758 * px, 1.96 * px], abs=0.05
    )


def test_contours_are_alike_on_both_sides() -> None:
    svg = plot(FunnelPoint("A", 0, 0.9)).svg()

    x1, _, x2, _ = drawing.shapes(svg, "axis")[0].ends
    for look in ("contour-1", "contour-2", "contour-3"):
        left, right = map(drawing.corners, shades(svg, look))
        mirrored = sorted((x1 + x2 - x, y) for x, y in left)
        assert [x for x, _ in mirrored] == pytest.approx(
            [x for x, _ in sorted(right)], abs=0.02
        )


def test_contours_stay_inside_the_plane() -> None:
    svg = plot(FunnelPoint("A", 0, 3)).svg()

    x1, _, x2, _ = drawing.shapes(svg, "axis")[0].ends
    for shade in (s for n in (1, 2, 3) for s in shades(svg, f"contour-{n}")):
        assert min(x for x, _ in drawing.corners(shade)) >= x1 - 0.01
        assert max(x for x, _ in drawing.corners(shade)) <= x2 + 0.01


@pytest.mark.parametrize(
    "chart",
    [
        plot(FunnelPoint("A", 0, 1), axis=EffectAxis()),
        FunnelPlot(
            title="A",
            measure="MD",
            points=(FunnelPoint("A", 0, 1),),
            axis=DIFFERENCES,
            contours=False,
        ),
    ],
    ids=["no line of no effect", "not wanted"],
)
def test_without_contours_there_is_neither_shade_nor_legend(chart: FunnelPlot) -> None:
    assert drawing.shapes(chart.svg(), "contour-1") == []
    assert drawing.words(chart.svg(), "quiet") == []


def test_the_legend_names_the_levels_in_the_language() -> None:
    svg = examples.funnel(GERMAN).svg()

    assert drawing.words(svg, "quiet") == [
        "0,1 > p > 0,05",
        "0,05 > p > 0,01",
        "p < 0,01",
        "ergänzt",
    ]


def test_an_imputed_study_is_a_ring() -> None:
    svg = examples.funnel().svg()

    assert len(drawing.shapes(svg, "point")) == 3
    assert len(drawing.shapes(svg, "imputed")) == 2


def test_ratios_lie_by_their_logarithms() -> None:
    axis = EffectAxis(log=True, null=1)

    svg = plot(FunnelPoint("A", 0.5, 0.1), FunnelPoint("B", 2, 0.1), axis=axis).svg()

    half, double = (one.number("cx") for one in drawing.shapes(svg, "point"))
    null = drawing.shapes(svg, "null")[0].ends[0]
    assert null - half == pytest.approx(double - null, abs=0.02)


def test_the_pooled_effect_is_a_dashed_line() -> None:
    svg = examples.funnel().svg()

    null, pooled = drawing.shapes(svg, "null"), drawing.shapes(svg, "pooled")

    assert pooled[0].ends[0] < null[0].ends[0]


def test_a_line_beside_the_axis_is_not_drawn() -> None:
    axis = EffectAxis(null=0, low=1, high=4)

    svg = plot(FunnelPoint("A", 2, 1), axis=axis).svg()

    assert drawing.shapes(svg, "null") == []
    assert len(shades(svg, "contour-1")) == 1


def test_without_any_line_the_plane_lies_round_the_first_study() -> None:
    svg = plot(FunnelPoint("A", 5, 1), axis=EffectAxis()).svg()

    x1, _, x2, _ = drawing.shapes(svg, "axis")[0].ends
    assert drawing.shapes(svg, "point")[0].number("cx") == (x1 + x2) / 2


def test_a_funnel_without_studies_is_an_empty_plane() -> None:
    assert drawing.shapes(plot().svg(), "point") == []


def test_a_ratio_of_zero_is_refused_on_a_logarithmic_axis() -> None:
    with pytest.raises(ChartError) as caught:
        plot(FunnelPoint("A", 0, 1), axis=EffectAxis(log=True))

    assert str(caught.value) == (
        'study "A": 0 has no place on a logarithmic axis. '
        "Give ratios above zero, or an axis with log=False."
    )


def test_the_table_has_effects_and_errors() -> None:
    table = examples.funnel().table()

    assert table.header == ("Study", "Odds ratio", "Standard error", "Remark")
    assert table.rows[0] == ("Study one", "0.50", "0.100", "")
    assert table.rows[3] == ("Study four", "1.20", "0.450", "imputed")


def test_the_pooled_effect_is_told_to_those_who_listen() -> None:
    with_it = drawing.parsed(examples.funnel().svg())[1].text
    without = drawing.parsed(plot(FunnelPoint("A", 0, 1)).svg())[1].text

    assert (with_it, without) == ("Study: 4; Odds ratio 0.60", "Study: 1; MD")


def test_a_shape_is_cut_at_both_sides() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]

    assert clipped(square, 2, 8) == [(2, 0), (8, 0), (8, 10), (2, 10)]
    assert clipped(square, -5, 15) == square
    assert clipped(square, 20, 30) == []


def test_contours_on_ratios_meet_at_one() -> None:
    svg = examples.funnel().svg()

    null = drawing.shapes(svg, "null")[0].ends[0]
    left, right = shades(svg, "contour-1")
    assert drawing.corners(left)[0][0] == pytest.approx(null, abs=0.02)
    assert drawing.corners(right)[0][0] == pytest.approx(null, abs=0.02)
