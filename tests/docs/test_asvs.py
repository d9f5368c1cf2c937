"""What the table of security requirements names as evidence is there."""

import csv
import re

import attrs

from tests.house import code

FILE = code.ROOT / "docs" / "reference" / "asvs.csv"
STATES = {"met", "partly", "not"}
WHOLE = ("8", "14", "16")  # the chapters judged up to level 3
COUNTS = {"8": 13, "14": 13, "16": 17}  # requirements of these chapters in 5.0.0


@attrs.frozen
class Row:
    """One requirement and how it stands."""

    id: str
    level: str
    state: str
    evidence: str
    remark: str


def rows() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return [Row(**row) for row in csv.DictReader(stream)]


def test_every_requirement_stands_once_in_order() -> None:
    ids = [row.id for row in rows()]

    assert ids == sorted(set(ids), key=lambda one: [int(n) for n in one.split(".")])
    assert [one for one in ids if not re.fullmatch(r"\d+\.\d+\.\d+", one)] == []


def test_chapters_of_the_third_level_are_judged_whole() -> None:
    chapters = [row.id.partition(".")[0] for row in rows()]

    assert {name: chapters.count(name) for name in WHOLE} == COUNTS


def test_what_is_not_met_says_what_is_missing() -> None:
    silent = [row.id for row in rows() if row.state == "not" and not row.remark]

    assert {row.state for row in rows()} == STATES
    assert silent == []


def test_every_evidence_exists() -> None:
    absent = [row.id for row in rows() if row.state != "not" and not exists(row)]

    assert absent == []


def exists(row: Row) -> bool:
    name, _, test = row.evidence.partition("::")
    path = code.ROOT / name
    if not name or not path.is_file():
        return False
    return not test or f"\ndef {test}(" in path.read_text("utf-8")
