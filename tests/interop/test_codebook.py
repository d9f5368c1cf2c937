"""The code tables keep their own laws."""

import re
import tomllib

from glabella.core.fact_types import Catalogue
from glabella.interop.fhir.codebook import codebook
from tests.conftest import ROOT

TABLES = ROOT / "src" / "glabella" / "interop" / "fhir" / "codes"
CODES = codebook()


def rows(name: str) -> list[dict[str, object]]:
    table = tomllib.loads((TABLES / name).read_text("utf-8"))
    return list(table["codes"])


def test_every_fact_of_the_tables_is_in_the_catalogue(catalogue: Catalogue) -> None:
    told = {m.fact for meanings in CODES.findings.values() for m in meanings}
    told = told.union(*(group.facts for group in CODES.groups.values()))
    told |= {m.fact for m in CODES.measures.values() if m.fact}
    told |= {m.part_of for m in CODES.measures.values() if m.part_of}

    assert sorted(name for name in told if name not in catalogue) == []


def test_every_fact_of_a_finding_has_a_role() -> None:
    told = {m.fact for meanings in CODES.findings.values() for m in meanings}

    assert told == CODES.roles.keys()


def test_no_code_from_memory_opens_a_protocol() -> None:
    opening = [
        (key, meaning.fact)
        for key, meanings in CODES.findings.items()
        for meaning in meanings
        if CODES.roles[meaning.fact].opens and (not meaning.verified or meaning.broader)
    ]

    assert opening == []


def test_no_outcome_of_a_preventive_is_from_memory() -> None:
    table = tomllib.loads((TABLES / "drugs.toml").read_text("utf-8"))

    assert {row["status"] for row in table["outcome"]["codes"]} == {"SEEN"}


def test_every_value_fits_its_fact(catalogue: Catalogue) -> None:
    for meanings in CODES.findings.values():
        for meaning in meanings:
            catalogue.normalise(meaning.fact, meaning.value)


def test_every_seen_finding_names_where_it_was_seen() -> None:
    for row in rows("findings.toml"):
        assert row["status"] in {"SEEN", "RECALLED"}
        assert ("seen_in" in row) == (row["status"] == "SEEN"), row


def test_no_row_stands_twice() -> None:
    findings = [(r["system"], r["code"], r["fact"]) for r in rows("findings.toml")]
    measures = [(r["system"], r["code"]) for r in rows("observations.toml")]

    assert len(set(findings)) == len(findings)
    assert len(set(measures)) == len(measures)


def test_items_6_and_7_of_the_gad7_are_not_swapped() -> None:
    """Public tables swap them: 69689-8 is "annoyed", the sixth; 69736-7 the seventh."""
    items = {r["display"]: r["code"] for r in rows("observations.toml")}

    assert (items["GAD-7 item 6"], items["GAD-7 item 7"]) == ("69689-8", "69736-7")


def test_loinc_codes_have_their_check_digit() -> None:
    """The digit behind the hyphen is the Luhn digit of the number before it."""
    loinc = [
        str(r["code"]) for r in rows("observations.toml") if r["system"] == "loinc"
    ]

    assert [code for code in loinc if not has_luhn_digit(code.replace("-", ""))] == []


def test_snomed_codes_have_their_check_digit() -> None:
    """The last digit is the Verhoeff digit: a slip of the pen does not pass."""
    codes = [
        str(row["code"])
        for name in ("findings.toml", "observations.toml")
        for row in rows(name)
        if row["system"] == "snomed"
    ]

    assert [code for code in codes if not has_verhoeff_digit(code)] == []


def test_icd_codes_are_written_as_the_index_writes_them() -> None:
    icd = [str(r["code"]) for r in rows("findings.toml") if "icd10" in str(r["system"])]

    assert [c for c in icd if not re.fullmatch(r"[A-Z]\d\d(\.[0-9A-Z]{1,4})?", c)] == []


def has_luhn_digit(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


# Dihedral group of the pentagon and Verhoeff's permutation.
DIHEDRAL = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
PERMUTED = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def has_verhoeff_digit(digits: str) -> bool:
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(DIHEDRAL[check][int(PERMUTED[place % 8][int(digit)])])
    return check == 0
