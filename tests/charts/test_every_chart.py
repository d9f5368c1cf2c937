"""What holds for every chart: policy, names, table, and the border of the sheet."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typst

from glabella.charts.markup import ATTRIBUTES, TAGS
from glabella.charts.paints import LOOKS
from glabella.charts.words import ENGLISH, GERMAN, Words
from tests.charts import drawing, examples

CSS = Path(__file__).parents[2] / "src/glabella/web/static/css/charts.css"
WIDTHS = (336, 760)

pytestmark = [
    pytest.mark.parametrize("example", examples.EVERY, ids=lambda one: one.__name__),
    pytest.mark.parametrize("words", [ENGLISH, GERMAN], ids=["en", "de"]),
]
Example = Callable[[Words], examples.Chart]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_chart_has_only_what_a_strict_policy_allows(
    example: Example, words: Words, width: float
) -> None:
    svg = example(words).svg(width=width)

    tags = {one.tag.removeprefix(drawing.SVG) for one in drawing.parsed(svg).iter()}
    named = {name for one in drawing.parsed(svg).iter() for name in one.attrib}

    assert tags - TAGS == set()
    assert named - ATTRIBUTES == set()
    assert re.findall(r"url\(|href|\bon[a-z]+=|style", svg) == []


def test_a_chart_says_what_it_is(example: Example, words: Words) -> None:
    chart = example(words)

    root = drawing.parsed(chart.svg())

    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("lang") == words.language
    assert (title.tag, title.text) == (f"{drawing.SVG}title", chart.title)
    assert description.tag == f"{drawing.SVG}desc"
    assert description.text


@pytest.mark.parametrize("width", WIDTHS)
def test_every_look_of_a_chart_is_in_the_style_sheet(
    example: Example, words: Words, width: float
) -> None:
    root = drawing.parsed(example(words).svg(width=width))
    used = {name for one in root.iter() for name in one.get("class", "").split()}
    looks = {name for name in used if name.removeprefix("chart-") in LOOKS}

    styled = set(re.findall(r"\.(chart[a-z0-9-]*)", CSS.read_text("utf-8")))

    assert looks
    assert looks - styled == set()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_of_a_chart_stands_outside_its_sheet(
    example: Example, words: Words, width: float
) -> None:
    svg = example(words).svg(width=width)
    root = drawing.parsed(svg)
    height = float(root.attrib["height"])

    outside = [
        (one.tag, one.attrib)
        for one in root
        for name, value in one.attrib.items()
        if (name in {"x", "x1", "x2", "cx"} and not -1 <= float(value) <= width + 1)
        or (name in {"y", "y1", "y2", "cy"} and not -1 <= float(value) <= height + 1)
    ]

    assert float(root.attrib["width"]) == width
    assert outside == []


def test_a_table_has_a_cell_for_each_heading(example: Example, words: Words) -> None:
    table = example(words).table()

    assert table.caption == example(words).title
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.header)}


def test_a_chart_becomes_a_pdf(example: Example, words: Words, tmp_path: Path) -> None:
    (tmp_path / "chart.svg").write_text(example(words).svg(), "utf-8")
    page = tmp_path / "page.typ"
    page.write_text('#image("chart.svg", alt: "chart")', "utf-8")

    pdf = typst.compile(page)

    assert pdf is not None
    assert pdf[:5] == b"%PDF-"
