"""The words of a forest plot: its table, its description, and what it refuses."""

import attrs
import pytest

from glabella.charts.checks import ChartError
from glabella.charts.forest import CumulativeForest, ForestPlot
from glabella.charts.forest_parts import EffectAxis, Estimate, Study
from tests.charts import drawing, examples

NEGATIVE = Study("A", Estimate(0.1, -0.4, 0.6))


def test_the_table_has_every_row_of_the_plot() -> None:
    table = examples.forest().table()

    assert table.header == (
        "Study",
        "Events",
        "Odds ratio [95%\u00a0CI]",
        "Weight",
        "Bias",
    )
    assert table.rows == (
        ("Group one", "", "", "", ""),
        ("Study one 2001", "1/10", "0.50 [0.25 to 1.00]", "20.0\u202f%", "low"),
        ("Study two 2002", "2/10", "0.80 [0.40 to 1.60]", "80.0\u202f%", "high"),
        ("Subtotal", "", "0.66 [0.50 to 0.90]", "", ""),
        ("I²", "", "", "", ""),
        ("Group two", "", "", "", ""),
        ("Study three 2003", "", "not estimable", "", ""),
        ("Study four 2004", "", "0.70 [<0.01 to 900.00]", "1.0\u202f%", ""),
        ("Cannot be pooled.", "", "", "", ""),
        ("Random effects", "", "0.66 [0.50 to 0.90]", "100.0\u202f%", ""),
        ("Prediction interval", "", "[0.30 to 1.50]", "", ""),
        ("Common effect", "", "0.70 [0.60 to 0.80]", "", ""),
    )


def test_the_pooled_effect_is_told_to_those_who_listen() -> None:
    told = drawing.parsed(examples.forest().svg())[1].text

    assert told == (
        "Study: 4; Odds ratio; Subtotal 0.66 [0.50 to 0.90]; "
        "Random effects 0.66 [0.50 to 0.90]; Prediction interval [0.30 to 1.50]; "
        "Common effect 0.70 [0.60 to 0.80]"
    )


def test_more_text_than_headings_is_refused() -> None:
    with pytest.raises(ChartError) as caught:
        ForestPlot(
            title="A",
            measure="MD",
            studies=(attrs.evolve(NEGATIVE, left=("1/10",)),),
        )

    assert str(caught.value) == (
        'row "A": more columns of text than headings. '
        "Name each column in `left` or `right`."
    )


def test_a_ratio_below_zero_is_refused_on_a_logarithmic_axis() -> None:
    with pytest.raises(ChartError) as caught:
        ForestPlot(
            title="A",
            measure="OR",
            studies=(NEGATIVE,),
            axis=EffectAxis(log=True),
        )

    assert str(caught.value) == (
        'row "A": -0.4 has no place on a logarithmic axis. '
        "Give ratios above zero, or log=False."
    )


def test_a_cumulative_plot_has_one_row_for_each_study_added() -> None:
    chart = examples.cumulative()

    assert [row[0] for row in chart.table().rows] == [
        "+ Study 1",
        "+ Study 2",
        "+ Study 3",
    ]
    assert chart.table().header[0] == "Added"
    assert len(drawing.shapes(chart.svg(), "square")) == 3


def test_steps_that_leave_a_study_out_have_a_heading_of_their_own() -> None:
    chart = attrs.evolve(examples.cumulative(), heading="Left out")

    assert chart.table().header[0] == "Left out"
    assert drawing.words(chart.svg(), "heading")[0] == "Left out"


def test_a_cumulative_plot_refuses_what_it_cannot_place() -> None:
    with pytest.raises(ChartError):
        CumulativeForest(
            title="A", measure="OR", steps=(NEGATIVE,), axis=EffectAxis(log=True)
        )
