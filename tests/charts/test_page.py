"""The example of the page about charts does what the page says."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/explanation/charts.md"


def test_the_example_of_the_page_prints_what_the_page_shows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = PAGE.read_text("utf-8")
    blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))

    exec(blocks["python"], {})  # noqa: S102 -- our own page, which readers copy

    assert capsys.readouterr().out == blocks["text"].replace("155 U", "155\u202fU")
