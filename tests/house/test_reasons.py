"""Every suppression ends in its reason."""

import re

import pytest

from tests.house import code

MARKERS = (
    r"noqa(?::\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)?",
    r"type:\s*ignore(?:\[[^\]]*\])?",
    r"pragma:\s*no\s+(?:cover|branch)",
    r"fmt:\s*(?:off|skip)",
    r"codespell:ignore\S*",
)
SUPPRESSION = re.compile(rf"#\s*(?:{'|'.join(MARKERS)})(?P<reason>.*)")
WORDS_OF_A_REASON = 2

FOLDERS = (code.SRC, code.ROOT / "tests", code.ROOT / "bench", code.ROOT / "docs")


def unexplained(comment: str) -> bool:
    """Return whether a comment suppresses something and does not say why."""
    found = SUPPRESSION.search(comment)
    if found is None:
        return False
    return (
        len(re.findall(r"[a-z]{2,}", found["reason"], re.IGNORECASE))
        < WORDS_OF_A_REASON
    )


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# plain words", False),
        ("# noqa: S603", True),
        ("# noqa: S603, S607 the path is ours", False),
        ("# type: ignore[arg-type]", True),
        ("# type: ignore[arg-type]  # the stub is wrong", False),
        ("# pragma: no cover", True),
        ("# pragma: no cover - only on Windows", False),
    ],
)
def test_a_reason_is_recognised(comment: str, *, expected: bool) -> None:
    assert unexplained(comment) is expected


def test_every_suppression_says_why() -> None:
    found = [
        f"{place} {comment}"
        for path in [*code.modules(*FOLDERS), code.ROOT / "dev"]
        for place, comment in code.comments(path)
        if unexplained(comment)
    ]

    assert found == []


def test_every_exception_in_pyproject_says_why() -> None:
    """A rule that is switched off for all, or for a folder, has a comment beside it."""
    lines = (code.ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    rule = re.compile(r'^  "[A-Z]+[0-9]*",(?P<rest>.*)$')

    silent = [
        line
        for line in lines
        if (found := rule.match(line)) and "# " not in found["rest"]
    ]

    assert silent == []
