"""The page about JSON names every document and every word of the schemas."""

import json
import re

from tests.house import code

PAGE = code.ROOT / "docs" / "reference" / "json.md"
SCHEMAS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((code.SRC / "cli" / "schemas").glob("*.json"))
}

# Where the words of each enumeration stand in the schemas.
DEFINED = {
    "verdict": "assess",
    "outcome": "assess",
    "truth": "assess",
    "kind": "assess",
    "phase": "assess",
    "label status": "assess",
    "basis": "assess",
    "plan status": "plan",
    "side": "plan",
}


def rows() -> dict[str, list[str]]:
    """Return the words in code of each row, by its first cell."""
    page = PAGE.read_text("utf-8")
    found = re.findall(r"^\| ([^|]+) \| (.+) \|$", page, re.MULTILINE)
    return {name.strip("` "): re.findall(r"`([^`]+)`", rest) for name, rest in found}


def test_the_page_lists_every_document() -> None:
    listed = {words[0] for words in rows().values() if "glabella." in "".join(words)}

    assert listed == {
        schema["properties"]["schema"]["const"] for schema in SCHEMAS.values()
    }


def test_the_page_lists_the_words_of_each_enumeration() -> None:
    written = {name: rows()[name] for name in DEFINED}

    meant = {
        name: SCHEMAS[document]["$defs"][definition(name)]["enum"]
        for name, document in DEFINED.items()
    }
    assert written == meant


def test_the_page_lists_the_decisions_of_a_response() -> None:
    meant = SCHEMAS["response"]["properties"]["decision"]["enum"]

    assert rows()["decision"] == meant


def definition(name: str) -> str:
    return "status" if name == "plan status" else name.replace(" ", "_")
