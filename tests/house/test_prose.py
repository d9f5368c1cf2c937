"""Prose has one sentence a line; a decision record has its four parts."""

import re
from pathlib import Path

import pytest

from tests.house import code

DECISIONS = sorted((code.ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Consequences", "What would change our mind"]
TWO_SENTENCES = re.compile(r"(?<!^\d)(?<=[a-z0-9)`])[.!?] +[A-Z]")
NOT_PROSE = ("|", "#", ">", "    ")


def prose_files() -> list[Path]:
    return [path for path in code.tracked_files() if path.suffix == ".md"]


def prose_lines(text: str) -> list[str]:
    without_code = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line for line in without_code.split("\n") if not line.startswith(NOT_PROSE)]


@pytest.mark.parametrize("path", prose_files(), ids=code.place)
def test_a_line_holds_one_sentence(path: Path) -> None:
    """So that a change shows the sentence that changed, and no other."""
    lines = prose_lines(path.read_text("utf-8"))

    assert [line for line in lines if TWO_SENTENCES.search(line)] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts(path: Path) -> None:
    text = path.read_text("utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    assert not re.match(r"# \d", text), "the number is in the file name only"


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]

    assert numbers == list(range(1, len(DECISIONS) + 1))
