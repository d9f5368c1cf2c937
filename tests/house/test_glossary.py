"""Code uses the word of the glossary, and no synonym."""

import re
from pathlib import Path

import pytest

from tests.house import code

# Words that the glossary replaces. Whole words, in any case, in code and its comments;
# data may quote a source that speaks otherwise.
SYNONYMS = {
    "dosage": "dose",
    "jab": "session",
    "shot": "session",
    "sitting": "session",
    "treatment series": "course",
    "injection point": "site",
    "tristate": "truth",
    "trilean": "truth",
    "ternary": "truth",
    "indeterminate": "unknown",
    "adverse event": "side effect",
    "mcid": "minimal important change",
    "offlabel": "off label",
}
# FHIR has words of its own ("dosage"), and its reader must say them.
HOUSE = [path for path in code.modules(code.SRC) if "fhir" not in path.parts]
SYNONYM = re.compile(rf"\b({'|'.join(SYNONYMS)})s?\b", re.IGNORECASE)


@pytest.mark.parametrize("path", HOUSE, ids=code.place)
def test_a_module_uses_the_words_of_the_glossary(path: Path) -> None:
    found = SYNONYM.findall(path.read_text("utf-8"))

    assert found == []


def test_the_glossary_has_every_word_that_is_demanded() -> None:
    glossary = (code.ROOT / "GLOSSARY.md").read_text("utf-8")
    entries = set(re.findall(r"^\| \*\*(.+?)\*\* \|", glossary, re.MULTILINE))

    assert set(SYNONYMS.values()) - entries == set()


def test_the_glossary_is_complete_in_both_languages() -> None:
    glossary = (code.ROOT / "GLOSSARY.md").read_text("utf-8")
    rows = [row for row in glossary.splitlines() if row.startswith("| **")]

    incomplete = [row for row in rows if len(filled(row)) != 3]

    assert rows
    assert incomplete == []


def filled(row: str) -> list[str]:
    return [cell for cell in row.strip("|").split("|") if cell.strip()]
