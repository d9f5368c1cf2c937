"""From a `when` table to a tree: each form, and each way to write it wrong."""

from decimal import Decimal

import pytest

from glabella.core.criteria import (
    All,
    AnyOf,
    Arithmetic,
    AtLeast,
    Compare,
    Count,
    DaysSince,
    Is,
    Known,
    Months,
    Node,
    Not,
    OneOf,
)
from glabella.core.errors import Finding
from glabella.core.fact_types import Catalogue, FactType
from glabella.core.tables import Table
from glabella.protocols.criteria_reader import NOTHING, read_node
from glabella.protocols.reader import parse_toml
from tests import build

KNOWN = Catalogue(
    {
        item.id: item
        for item in (
            build.definition("spasm"),
            build.definition("age", FactType.INTEGER),
            build.definition("units", FactType.DECIMAL),
            build.definition("last", FactType.DATE),
            build.definition("grade", FactType.CHOICE, choices=("mild", "severe")),
            build.definition("signs", FactType.CHOICES, choices=("tic", "twitch")),
            build.definition("days", FactType.MONTHLY),
            build.definition(
                "tried", FactType.RECORDS, fields={"outcome": FactType.TEXT}
            ),
        )
    }
)


def read(when: str) -> tuple[Node, list[Finding]]:
    findings: list[Finding] = []
    values = parse_toml(f"when = {when}", file="a.toml", findings=findings)
    table = Table(values, file="a.toml", place="rule", findings=findings).table("when")
    assert table is not None
    return read_node(table, KNOWN), findings


def blamed(law: str, mending: str, place: str = "rule.when") -> Finding:
    return Finding("a.toml", place, law, mending)


SPASM, ADULT = Is("spasm"), Compare("age", ">=", Decimal(18))

ADULT_TOML = '{ fact = "age", op = ">=", value = 18 }'
BOTH_TOML = f'[{{ fact = "spasm" }}, {ADULT_TOML}]'


@pytest.mark.parametrize(
    ("when", "node"),
    [
        ('{ fact = "spasm" }', SPASM),
        (ADULT_TOML, ADULT),
        (
            '{ fact = "units", op = "<", value = 2.50 }',
            Compare("units", "<", Decimal("2.50")),
        ),
        ('{ fact = "grade", in = ["mild"] }', OneOf("grade", ("mild",))),
        (
            '{ fact = "signs", in = ["tic", "twitch"] }',
            OneOf("signs", ("tic", "twitch")),
        ),
        (
            '{ fact = "days", every_of_last = 3, op = ">=", value = 15 }',
            Months("days", "every", 3, ">=", Decimal(15)),
        ),
        (
            '{ fact = "days", any_of_last = 1, op = "<", value = 15 }',
            Months("days", "any", 1, "<", Decimal(15)),
        ),
        (
            '{ days_since = "last", op = "<", value = 84 }',
            DaysSince("last", "<", Decimal(84)),
        ),
        (
            '{ count = "tried", where = { outcome = ["lost"] }, op = ">=", value = 3 }',
            Count("tried", (("outcome", ("lost",)),), ">=", Decimal(3)),
        ),
        (
            '{ count = "tried", where = { outcome = "failed" }, op = ">=", value = 3 }',
            Count("tried", (("outcome", ("failed",)),), ">=", Decimal(3)),
        ),
        (
            '{ count = "tried", op = "==", value = 0 }',
            Count("tried", (), "==", Decimal(0)),
        ),
        (
            '{ sum = ["age", "units", "age"], op = ">", value = 1 }',
            Arithmetic("sum", ("age", "units", "age"), ">", Decimal(1)),
        ),
        (
            '{ difference = ["age", "units"], op = ">", value = 1 }',
            Arithmetic("difference", ("age", "units"), ">", Decimal(1)),
        ),
        (
            '{ percent_fall = ["age", "units"], op = "<", value = 50 }',
            Arithmetic("percent_fall", ("age", "units"), "<", Decimal(50)),
        ),
        ('{ known = "tried" }', Known("tried")),
        (f"{{ all = {BOTH_TOML} }}", All((SPASM, ADULT))),
        (f"{{ any = {BOTH_TOML} }}", AnyOf((SPASM, ADULT))),
        (f"{{ at_least = 2, of = {BOTH_TOML} }}", AtLeast(2, (SPASM, ADULT))),
        (f"{{ not = {ADULT_TOML} }}", Not(ADULT)),
    ],
)
def test_each_form_is_read(when: str, node: Node) -> None:
    assert read(when) == (node, [])


NO_FACT = ('there is no fact "lost".', "Add it to facts/ or correct the name.")
FORMS = (
    "Use one of the keys all, any, at_least, not, known, days_since, count, sum, "
    "difference, percent_fall, fact."
)
FIT = "Use a form that fits its type."


@pytest.mark.parametrize(
    ("when", "finding"),
    [
        ('{ is = "spasm" }', blamed("is no criterion.", FORMS)),
        ('{ fact = "lost" }', blamed(*NO_FACT)),
        ('{ known = "lost" }', blamed(*NO_FACT)),
        (
            '{ sum = ["age", "lost"], op = ">", value = 1 }',
            blamed(*NO_FACT),
        ),
        ('{ fact = "age" }', blamed('"age" is a integer fact.', FIT)),
        (
            '{ fact = "spasm", op = ">", value = 1 }',
            blamed('"spasm" is a boolean fact.', FIT),
        ),
        (
            '{ days_since = "age", op = ">", value = 1 }',
            blamed('"age" is a integer fact.', FIT),
        ),
        (
            '{ fact = "age", every_of_last = 3, op = ">", value = 1 }',
            blamed('"age" is a integer fact.', FIT),
        ),
        (
            '{ fact = "age", op = "=>", value = 18 }',
            blamed('"=>" is no comparison.', "Use one of < <= == != >= >."),
        ),
        (
            '{ fact = "age", op = ">=", value = 18, value2 = 1 }',
            blamed('has an unknown key "value2".', "Correct or remove it."),
        ),
        (
            '{ fact = "grade", in = ["mild", "dire"] }',
            blamed('"dire" is no choice of grade.', "Use mild, severe."),
        ),
        (
            '{ fact = "grade", in = [] }',
            blamed("names no choice.", 'Write in = ["..."].'),
        ),
        ('{ fact = "lost", in = ["mild"] }', blamed(*NO_FACT)),
        (
            '{ fact = "days", any_of_last = 0, op = ">", value = 1 }',
            blamed("looks at 0 months.", "Look at 1 or more."),
        ),
        (
            '{ count = "tried", where = { result = ["x"] }, op = ">", value = 1 }',
            blamed('counts rows by "result", no field of tried.', "Correct it."),
        ),
        (
            '{ count = "lost", where = { result = ["x"] }, op = ">", value = 1 }',
            blamed(*NO_FACT),
        ),
        (
            '{ count = "tried", where = { outcome = [] }, op = ">", value = 1 }',
            blamed('counts rows by "outcome" of no value.', "Name the values."),
        ),
        (
            '{ difference = ["age"], op = ">", value = 1 }',
            blamed("difference needs 2 facts.", "Name the earlier one first."),
        ),
        (
            '{ sum = [], op = ">", value = 1 }',
            blamed("sum names no fact.", "Name the facts."),
        ),
        (
            f"{{ at_least = 3, of = {BOTH_TOML} }}",
            blamed("asks for 3 of 2 parts.", "Ask for one to all."),
        ),
        (
            f"{{ at_least = 0, of = {BOTH_TOML} }}",
            blamed("asks for 0 of 2 parts.", "Ask for one to all."),
        ),
        ("{ not = 3 }", blamed('"not" is 3, not a table.', "Write [not].")),
        (
            '{ not = { fact = "lost" } }',
            blamed(*NO_FACT, place="rule.when.not"),
        ),
        (
            '{ all = [{ fact = "spasm" }, { fact = "lost" }] }',
            blamed(*NO_FACT, place='rule.when.all "2"'),
        ),
    ],
)
def test_a_form_written_wrong_is_found(when: str, finding: Finding) -> None:
    assert read(when)[1] == [finding]


@pytest.mark.parametrize("when", ['{ is = "spasm" }', "{ not = 3 }"])
def test_what_cannot_be_read_is_never_true(when: str) -> None:
    assert read(when)[0] == NOTHING


def test_a_misspelt_comparison_never_becomes_another_one() -> None:
    """The stand-in is the narrowest; the finding keeps the file from being used."""
    assert read('{ fact = "age", op = "=>", value = 18 }')[0] == Compare(
        "age", "==", Decimal(18)
    )
