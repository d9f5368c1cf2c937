"""The repository speaks of the project alone, wherever it is cloned."""

import re

import pytest

from tests.house import code

# Written in two halves, so that this file does not break its own law.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.~/-])/(?:wor" + r"k|roo" + r"t|home/\w+)/",
    "the host of a package index": "|".join(
        (
            r"pypi\.or" + "g/simple",
            r"pythonhosted\.or" + "g",
            r"registry\.npmj" + "s",
            r"deb\.debian\.or" + "g",
        )
    ),
}


def mentions(text: str) -> list[str]:
    """Return which laws a text breaks, with the words that break them."""
    return [
        f"{law}: {found[0]}"
        for law, pattern in FORBIDDEN.items()
        if (found := re.search(pattern, text))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "see /wor" + "k/main/dev",
        "index https://pypi.or" + "g/simple",
        "resolved: https://registry.npmj" + "s.org/a.tgz",
    ],
)
def test_a_forbidden_mention_is_recognised(text: str) -> None:
    assert len(mentions(text)) == 1


@pytest.mark.parametrize("text", ["~/work/x", "example.org/work/a", "src/root/x"])
def test_a_harmless_path_is_left_alone(text: str) -> None:
    assert mentions(text) == []


def test_no_tracked_file_knows_a_machine_or_an_index() -> None:
    found = {
        str(path.relative_to(code.ROOT)): broken
        for path in code.tracked_files()
        if (broken := mentions(path.read_text("utf-8", errors="ignore")))
    }

    assert found == {}
