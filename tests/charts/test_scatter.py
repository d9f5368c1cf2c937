import pytest

from glabella.charts.scatter import BaujatPlot, BaujatPoint, LabbePlot, LabbePoint
from glabella.charts.words import GERMAN
from tests.charts import drawing, examples


def labbe(*points: LabbePoint) -> LabbePlot:
    return LabbePlot(title="Labbe", arms=("placebo", "toxin"), points=points)


def test_a_baujat_plot_puts_the_unlike_far_out() -> None:
    svg = examples.baujat().svg()

    unlike, middle, like = drawing.shapes(svg, "point")

    assert unlike.number("cx") > middle.number("cx") > like.number("cx")
    assert unlike.number("cy") < middle.number("cy") < like.number("cy")
    assert drawing.words(svg, "quiet") == ["Study two", "Study three", "Study one"]


def test_a_baujat_plot_lies_in_proportion() -> None:
    points = (BaujatPoint("A", 0, 0), BaujatPoint("B", 10, 1), BaujatPoint("C", 5, 0.5))

    svg = BaujatPlot(title="Baujat", points=points).svg()

    b, c, a = ((p.number("cx"), p.number("cy")) for p in drawing.shapes(svg, "point"))
    assert c == pytest.approx(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))


def test_names_in_a_crowd_are_left_out_rather_than_written_on_each_other() -> None:
    points = tuple(BaujatPoint(f"Study {n}", 5, 5) for n in range(12))

    svg = BaujatPlot(title="Baujat", points=points).svg()

    assert len(drawing.shapes(svg, "point")) == 12
    assert len(drawing.words(svg, "quiet")) < 12


def test_names_stand_beside_over_or_under_their_discs() -> None:
    points = tuple(BaujatPoint(f"Study {n}", 5, 5) for n in range(12))

    names = drawing.shapes(BaujatPlot(title="B", points=points).svg(), "quiet")

    anchors = [name.attributes.get("text-anchor", "start") for name in names]
    assert anchors == [*("start", "end") * 3]


def test_a_baujat_plot_without_studies_is_an_empty_plane() -> None:
    svg = BaujatPlot(title="Baujat", points=()).svg()

    assert drawing.shapes(svg, "point") == []


def test_the_table_of_a_baujat_plot_has_both_numbers() -> None:
    table = examples.baujat(GERMAN).table()

    assert table.header == (
        "Studie",
        "Beitrag zur Heterogenität (Q)",
        "Einfluss auf den Gesamteffekt",
    )
    assert table.rows[0] == ("Study one", "1", "0,1")


def test_equal_risks_lie_on_the_diagonal() -> None:
    svg = labbe(LabbePoint("A", 0.3, 0.3), LabbePoint("B", 0.1, 0.1)).svg()

    x1, y1, x2, y2 = drawing.shapes(svg, "null")[0].ends
    for disc in drawing.shapes(svg, "point"):
        across = (disc.number("cx") - x1) / (x2 - x1)
        assert (disc.number("cy") - y1) / (y2 - y1) == pytest.approx(across, abs=1e-4)
    assert x2 - x1 == y1 - y2


def test_the_area_of_a_disc_is_its_weight() -> None:
    svg = labbe(LabbePoint("A", 0.3, 0.3, 25), LabbePoint("B", 0.1, 0.1, 100)).svg()

    heavy, light = (disc.number("r") for disc in drawing.shapes(svg, "point"))
    assert (heavy, light) == (16, 8)


def test_a_disc_of_next_to_no_weight_is_still_seen() -> None:
    svg = labbe(LabbePoint("A", 0.3, 0.3, 0), LabbePoint("B", 0.1, 0.1, 100)).svg()

    assert drawing.shapes(svg, "point")[1].number("r") == 2.5


@pytest.mark.parametrize("weight", [None, 0])
def test_discs_without_weights_are_alike(weight: float | None) -> None:
    svg = labbe(
        LabbePoint("A", 0.3, 0.3, weight), LabbePoint("B", 0.1, 0.1, weight)
    ).svg()

    assert {disc.number("r") for disc in drawing.shapes(svg, "point")} == {4.5}


def test_the_pooled_curve_is_drawn_as_far_as_the_plane_goes() -> None:
    svg = examples.labbe().svg()

    curve, key = drawing.shapes(svg, "pooled")
    left, right = drawing.shapes(svg, "axis")[0].ends[0::2]
    xs = [x for x, _ in drawing.corners(curve)]
    assert left == min(xs)
    assert max(xs) <= right
    assert key.tag == "line"
    assert drawing.words(svg, "quiet")[-2:] == ["equal risk", "pooled"]


def test_without_a_curve_the_legend_has_the_diagonal_alone() -> None:
    svg = labbe().svg()

    assert drawing.shapes(svg, "pooled") == []
    assert drawing.words(svg, "quiet") == ["equal risk"]


def test_the_table_of_a_labbe_plot_has_risks_in_percent() -> None:
    table = examples.labbe().table()

    assert table.header == ("Study", "Risk, placebo", "Risk, toxin")
    assert table.rows[0] == ("Study one", "20.0\u202f%", "40.0\u202f%")
