"""Worked cases: facts in, expected answer out, and nothing dropped in silence."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from glabella.core.errors import Finding, InputError, UnknownNameError
from glabella.core.fact_types import FactType
from glabella.core.facts import Fact
from glabella.core.sources import Text
from glabella.protocols.cases import Case, fact_set, read_cases
from glabella.protocols.raw_data import read_raw
from tests import build
from tests.protocols import tiny

ON = date(2026, 3, 2)


def cases_in(folder: Path) -> list[Case]:
    cases, findings = read_cases(read_raw(folder))
    assert findings == []
    return cases


# ---- cases --------------------------------------------------------------------------


def test_a_short_case_takes_the_rest_from_the_base(folder: Path) -> None:
    assert cases_in(folder)[0] == Case(
        protocol="spasm",
        id="fits",
        text=Text("fits", "passt"),
        source="LABEL",
        place="section 4",
        on=ON,
        profile="UK",
        facts={"age": 40, "spasm": True},
        question="assess",
        details={},
        expect={"verdict": "indicated"},
    )


def test_a_long_case_says_everything_itself(folder: Path) -> None:
    assert cases_in(folder)[1] == Case(
        protocol="spasm",
        id="later",
        text=Text("later", "später"),
        source="LABEL",
        place=None,
        on=date(2026, 5, 1),
        profile="US",
        facts={"age": 41},
        question="course",
        details={"treated": "2026-03-02"},
        expect={"windows": {"earliest_repeat": "2026-05-25"}},
        phase="continue",
        product="other",
        baseline={"on": "2026-01-01", "facts": {"age": 39}},
        confirm=("spasm/wait",),
    )


BASE = """\
[base]
on = "2026-03-02"
profile = "UK"
facts = { age = 40, spasm = true }
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "law", "mending"),
    [
        (
            BASE,
            "base = 3\n",
            "file",
            '"base" is 3, not a table.',
            "Write [base].",
        ),
        (
            'forget = ["spasm"]',
            'forget = ["grade"]',
            'case "later"',
            'forgets "grade", which it never knew.',
            "Correct the name.",
        ),
        (
            'on = "2026-05-01"',
            'on = "2026-02-30"',
            'case "later"',
            '"2026-02-30" is no date.',
            "Write 2026-03-31.",
        ),
        (
            'expect = { verdict = "indicated" }\n',
            "",
            'case "fits"',
            "expects nothing.",
            "Add [case.expect].",
        ),
        (
            "course = {",
            "plan = {}\ncourse = {",
            'case "later"',
            'has an unknown key "course".',
            "Correct or remove it.",
        ),
        (
            "[base]",
            "[base]\nage = 3",
            "file.base",
            'has an unknown key "age".',
            "Correct or remove it.",
        ),
    ],
)
def test_a_mistake_is_found_at_its_place(
    folder: Path, old: str, new: str, place: str, law: str, mending: str
) -> None:
    found = tiny.findings_after(folder, tiny.CASES, old, new)

    assert Finding(tiny.CASES, place, law, mending) == found[0]
    assert [f for f in found[1:] if f.law != 'has an unknown key "case".'] == []


def test_a_file_without_a_base_has_no_cases(folder: Path) -> None:
    (folder / tiny.CASES).write_text("", "utf-8")

    assert read_cases(read_raw(folder)) == (
        [],
        [
            Finding(
                tiny.CASES,
                "file",
                "has no base.",
                "Add [base] with on, profile and [base.facts].",
            )
        ],
    )


# ---- the facts of a case ------------------------------------------------------------

KNOWN = build.catalogue(
    build.definition("age", FactType.INTEGER),
    build.definition("days", FactType.MONTHLY),
    build.definition("seen", FactType.CHOICES, choices=("x", "y")),
)


def facts_of(**values: object) -> tuple[Fact, ...]:
    return fact_set(KNOWN, on=ON, facts=values).all_facts()


def test_a_plain_value_is_stated_on_the_day() -> None:
    assert facts_of(age=40, days=[15, 16], seen=[]) == (
        Fact("age", 40, ON),
        Fact("days", (Decimal(15), Decimal(16)), ON),
        Fact("seen", (), ON),
    )


def test_a_statement_may_say_when_by_whom_and_how_sure() -> None:
    row = {
        "value": 40,
        "as_of": "2026-01-01",
        "source": "letter",
        "certainty": "estimated",
    }

    assert facts_of(age=row) == (
        Fact("age", 40, date(2026, 1, 1), "letter", "estimated"),
    )
    assert facts_of(age={"value": 40}) == (Fact("age", 40, ON),)


def test_a_fact_may_have_a_history() -> None:
    rows = [{"value": 39, "as_of": "2025-01-01"}, {"value": 40}]

    assert facts_of(age=rows) == (
        Fact("age", 39, date(2025, 1, 1)),
        Fact("age", 40, ON),
    )


def test_a_table_without_a_value_is_a_value_itself() -> None:
    rows = [{"date": "2026-01-01", "product": "x"}]

    [found] = facts_of(toxin_sessions=rows)

    day = date(2026, 1, 1)
    row = {"date": day, "product": "x", "units": None, "condition": None}
    assert found == Fact("toxin_sessions", (row,), ON)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("old", "fact \"age\": 'old' is not a whole number. Its type is integer."),
        (
            {"value": 40, "date": "2026-01-01"},
            "fact \"age\": has unknown keys ['date'].",
        ),
        (
            {"value": 40, "as_of": "2026-02-30"},
            'fact "age": "2026-02-30" is no date. Write 2026-03-31.',
        ),
    ],
)
def test_a_fact_that_cannot_be_used_is_said(value: object, message: str) -> None:
    with pytest.raises(InputError) as error:
        facts_of(age=value)

    assert str(error.value) == message


def test_a_fact_nobody_defined_is_said() -> None:
    with pytest.raises(UnknownNameError, match='there is no fact "lost"'):
        facts_of(lost=True)
