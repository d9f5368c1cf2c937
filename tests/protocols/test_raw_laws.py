"""Laws of the plain tables, also of files that only one room reads."""

import pytest

from glabella.protocols.raw_data import RawData
from glabella.protocols.raw_laws import raw_findings

FILE = "products/toxin.toml"
SOURCES: dict[str, object] = {"LABEL": {"tier": "A"}}


def told(table: dict[str, object], file: str = FILE) -> list[tuple[str, str, str]]:
    """Return what is found in one file beside a file of sources."""
    files: dict[str, dict[str, object]] = {"sources/all.toml": SOURCES, file: table}
    found = raw_findings(RawData(files, {}, ()))
    return [(one.file, one.place, one.law) for one in found]


@pytest.mark.parametrize(
    ("table", "place", "law"),
    [
        ({"name": {"en": "Toxin"}}, "name", 'lacks "de".'),
        ({"name": {"en": "Toxin", "de": " "}}, "name", 'has an empty "de".'),
        (
            {"name": {"en": "one two three four", "de": "one two three four"}},
            "name",
            "says the same in both languages.",
        ),
        ({"basis": "SEEN"}, "file", "is SEEN but names no source."),
        (
            {"basis": "KNOWN"},
            "file",
            "\"basis\" is 'KNOWN'.",
        ),
        ({"basis": "RECALLED"}, "file", "is RECALLED without confidence."),
        (
            {"basis": "RECALLED", "confidence": "high"},
            "file",
            "is RECALLED and nothing says where to check it.",
        ),
        (
            {"vials": [{"sources": ["NOBODY"]}]},
            'vials "1"',
            'names the source "NOBODY", which does not exist.',
        ),
        (
            {"brand": {"inner": [{"id": "x", "sources": ["NOBODY"]}]}},
            'brand.inner "x"',
            'names the source "NOBODY", which does not exist.',
        ),
    ],
)
def test_a_broken_table_is_found_at_its_place(
    table: dict[str, object], place: str, law: str
) -> None:
    assert told(table) == [(FILE, place, law)]


@pytest.mark.parametrize(
    "table",
    [
        {"name": {"en": "Toxin", "de": "Toxin"}},
        {"basis": "SEEN", "sources": ["LABEL"]},
        {"basis": "DERIVED"},
        {"basis": "RECALLED", "confidence": "high", "check": "the label"},
        {"basis": {"note": "a table of that name"}, "values": [1, 2], "empty": {}},
        {"sources": "no list"},
    ],
)
def test_a_sound_table_is_left_alone(table: dict[str, object]) -> None:
    assert told(table) == []


@pytest.mark.parametrize(
    ("file", "is_known"),
    [
        ("urgent.toml", True),
        ("facts/mine.toml", True),
        ("conditions/spasm/2026-1/protocol.toml", True),
        ("conditions/spasm/protocol.toml", False),
        ("conditions/spasm/2026-1/notes.toml", False),
        ("stray.toml", False),
    ],
)
def test_a_file_nobody_reads_is_found(file: str, *, is_known: bool) -> None:
    expected = [] if is_known else [(file, "file", "is read by nobody.")]

    assert told({}, file) == expected
