"""Criteria as CQL text.

That the text means what our tree means is proved by `./dev bench core`, which runs both
on all worked cases; here it is read.
"""

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
from glabella.core.errors import InputError
from glabella.core.fact_types import FactType
from glabella.interop.cql import (
    FactAccess,
    cql_library,
    expression,
    facts_as_parameter,
)
from glabella.protocols.loader import load
from tests import build

CATALOGUE = build.catalogue(
    build.definition("age", FactType.INTEGER),
    build.definition("before", FactType.DECIMAL),
    build.definition("after", FactType.DECIMAL),
    build.definition("overuse", FactType.CHOICE, choices=("absent", "present")),
    build.definition("places", FactType.CHOICES, choices=("face", "neck")),
    build.definition("days", FactType.MONTHLY),
    build.definition(
        "tried",
        FactType.RECORDS,
        fields={"outcome": FactType.TEXT, "class": FactType.TEXT, "at": FactType.DATE},
    ),
)
BY_NAME = FactAccess("")
NULL = "(null as Boolean)"
FAILED = 'Count("tried" R where ((R."outcome" = \'failed\')) is true return all R)'
MAYBE = 'Count("tried" R where ((R."outcome" = \'failed\')) is not false return all R)'
OPEN_LIST = '"tried may be incomplete" is true'
SETTLED = f"{FAILED} = {MAYBE} or {MAYBE} < 2"
REACHED = f"{FAILED} > 2 or (not ({OPEN_LIST}) and ({SETTLED}))"


def cql(node: Node) -> str:
    return expression(node, CATALOGUE, access=BY_NAME)


def compared(op: str, value: str = "18") -> Compare:
    return Compare("age", op, Decimal(value))


def failures(op: str, value: str = "2") -> Count:
    return Count("tried", (("outcome", ("failed",)),), op, Decimal(value))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Is("a"), '"a"'),
        (Known("a"), '"a" is not null'),
        (Not(Is("a")), 'not ("a")'),
        (All((Is("a"), Is("b"))), '("a") and ("b")'),
        (AnyOf((Is("a"), Is("b"))), '("a") or ("b")'),
        (All(()), "true"),
        (AnyOf(()), "false"),
        (AtLeast(2, (Is("a"), Is("b"), Is("c"))), '"AtLeast"(2, { "a", "b", "c" })'),
        (compared(">="), '"age" >= 18'),
        (compared("=="), '"age" = 18'),
        (compared("<", "0.50"), '"age" < 0.50'),
        (compared(">", "1E+2"), '"age" > 100'),
    ],
    ids=str,
)
def test_a_plain_node_reads_as_its_sentence(node: Node, expected: str) -> None:
    assert cql(node) == expected


def test_a_choice_is_compared_with_each_word() -> None:
    """Not `in`: in CQL null is not in a list, and here an unknown stays unknown."""
    node = OneOf("overuse", ("absent", "it's"))

    assert cql(node) == "\"overuse\" = 'absent' or \"overuse\" = 'it\\'s'"


def test_a_choice_among_none_is_never_met() -> None:
    assert cql(OneOf("overuse", ())) == "false"


def test_a_list_of_choices_needs_one_of_the_words() -> None:
    hit = "exists (\"places\" C where C = 'face')"

    assert (
        cql(OneOf("places", ("face",)))
        == f'if "places" is null then {NULL} else ({hit})'
    )


@pytest.mark.parametrize(("quantifier", "word"), [("every", "and"), ("any", "or")])
def test_months_are_named_from_the_newest(quantifier: str, word: str) -> None:
    node = Months("days", quantifier, 2, ">=", Decimal(15))

    first, second = '("Month"("days", 1) >= 15)', '("Month"("days", 2) >= 15)'
    assert cql(node) == f"{first} {word} {second}"


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ("sum", '("before" + "after")'),
        ("difference", '("before" - "after")'),
        ("percent_fall", '(("before" - "after") * 100 / "before")'),
    ],
)
def test_arithmetic_is_written_out(form: str, number: str) -> None:
    node = Arithmetic(form, ("before", "after"), ">=", Decimal(30))

    assert cql(node) == f"{number} >= 30"


DAYS = 'difference in days between "last_toxin_date" and "On"'
LATER = '"last_toxin_date may be incomplete" is true'


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("<", f"({DAYS} < 84) or ({LATER} and {NULL})"),
        (">=", f"({DAYS} >= 84) and (not ({LATER}) or {NULL})"),
    ],
)
def test_the_last_of_an_open_list_may_lie_nearer(op: str, expected: str) -> None:
    """What would also hold today is certain; the rest is open."""
    assert cql(DaysSince("last_toxin_date", op, Decimal(84))) == expected


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        (">=", f"{FAILED} >= 2 or (({MAYBE} >= 2 or {OPEN_LIST}) and {NULL})"),
        ("<", f"({MAYBE} < 2 and not ({OPEN_LIST})) or ({FAILED} < 2 and {NULL})"),
        (
            "==",
            f"if {REACHED} then {FAILED} = 2 else {NULL}",
        ),
    ],
)
def test_a_count_is_open_while_rows_are(op: str, expected: str) -> None:
    whole = f'if "tried" is null then {NULL} else ({expected})'

    assert cql(failures(op)) == whole


def test_a_count_without_a_condition_counts_every_row() -> None:
    node = Count("tried", (), ">", Decimal(0))

    assert 'Count("tried" R where (true) is true return all R) > 0' in cql(node)


def test_rows_are_told_apart_by_texts_only() -> None:
    node = Count("tried", (("at", ("2026-03-02",)),), ">", Decimal(0))

    with pytest.raises(InputError, match='the field "at" is no text') as caught:
        cql(node)

    assert caught.value.where == 'count of "tried"'


def test_a_number_finer_than_cql_can_hold_is_refused() -> None:
    with pytest.raises(InputError, match=r"0\.123456789 has more digits than CQL"):
        cql(compared("<", "0.123456789"))


def test_facts_come_as_one_parameter() -> None:
    names = ("a", "age", "before", "overuse", "places", "days", "last_toxin_date")

    access = facts_as_parameter((*names, "tried"), CATALOGUE)

    assert access.declarations == (
        'parameter "Facts" Tuple {\n'
        '  "a" Boolean,\n'
        '  "age" Integer,\n'
        '  "before" Decimal,\n'
        '  "overuse" String,\n'
        '  "places" List<String>,\n'
        '  "days" List<Decimal>,\n'
        '  "last_toxin_date" Date,\n'
        '  "last_toxin_date may be incomplete" Boolean,\n'
        '  "tried" List<Tuple { "outcome" String, "class" String, "at" Date }>,\n'
        '  "tried may be incomplete" Boolean\n'
        "}\n\n"
        "context Unfiltered"
    )
    assert access.name("age") == '"Facts"."age"'


def test_a_library_holds_a_definition_for_each_criterion() -> None:
    rules = {
        "p/adult": build.criterion(
            "adult", when=compared(">="), text=build.text("Two\nlines.")
        ),
        "p/recalled": build.criterion("recalled", basis=build.RECALLED),
    }
    access = FactAccess('define "age": 40\n')

    text = cql_library("p", rules, access=access, catalogue=CATALOGUE, version="2026-1")

    head, _, definitions = text.partition("// The count of a month")
    assert head == (
        'library "p" version \'2026-1\'\n\nparameter "On" Date\n\ndefine "age": 40\n\n'
    )
    assert definitions.split("\n\n")[-2:] == [
        '// Two lines.\n// SEEN, LABEL\ndefine "p/adult":\n  "age" >= 18',
        '// recalled\n// RECALLED\ndefine "p/recalled":\n  "a"\n',
    ]


def test_every_criterion_of_this_project_can_be_said() -> None:
    library = load()
    rules = {
        f"{protocol.id}/{criterion.id}": criterion
        for protocol in library.protocols.values()
        for criterion in protocol.criteria
    }
    names = dict.fromkeys(n for rule in rules.values() for n in rule.when.names())

    access = facts_as_parameter(names, library.catalogue)
    text = cql_library("all", rules, access=access, catalogue=library.catalogue)

    assert text.count("\ndefine ") == len(rules) + text.count("\ndefine function ")
