"""Criteria: each node answers yes, no or unknown, with the facts behind it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    leaves,
)
from glabella.core.fact_types import FactType, FactValue
from glabella.core.facts import INCOMPLETE_LIST, Absence, Evaluation, Missing
from glabella.core.truth import NO, UNKNOWN, YES, Truth
from tests import build

KNOWN = build.catalogue(
    build.definition("age", FactType.INTEGER),
    build.definition("start", FactType.DECIMAL),
    build.definition("now", FactType.DECIMAL),
    build.definition("day", FactType.DATE),
    build.definition("side", FactType.CHOICE, choices=("left", "right")),
    build.definition("signs", FactType.CHOICES, choices=("x", "y", "z")),
    build.definition("months", FactType.MONTHLY),
    build.definition(
        "drugs",
        FactType.RECORDS,
        fields={"outcome": FactType.TEXT, "class": FactType.TEXT},
    ),
)

FAILED = (("outcome", ("failed", "not_tolerated")),)


def asked(node: Node, **values: FactValue) -> Evaluation:
    return build.stated(values, known=KNOWN).answer(node)


def months(*numbers: int | None) -> tuple[Decimal | None, ...]:
    return tuple(None if n is None else Decimal(n) for n in numbers)


def drugs(*outcomes: str | None) -> tuple[dict[str, str | None], ...]:
    return tuple({"outcome": outcome, "class": "beta"} for outcome in outcomes)


ADULT = Compare("age", ">=", Decimal(18))
FIFTEEN = Months("months", "every", 3, ">=", Decimal(15))
ANY_LOW = Months("months", "any", 3, "<=", Decimal(14))
THREE_FAILED = Count("drugs", FAILED, ">=", Decimal(3))
FALL = Arithmetic("percent_fall", ("start", "now"), "<", Decimal(30))


@pytest.mark.parametrize(
    ("node", "values", "truth"),
    [
        (Is("a"), {"a": True}, YES),
        (Is("a"), {"a": False}, NO),
        (Is("a"), {}, UNKNOWN),
        (ADULT, {"age": 18}, YES),
        (ADULT, {"age": 17}, NO),
        (ADULT, {}, UNKNOWN),
        (OneOf("side", ("left",)), {"side": "left"}, YES),
        (OneOf("side", ("left",)), {"side": "right"}, NO),
        (OneOf("signs", ("x", "y")), {"signs": ("y", "z")}, YES),
        (OneOf("signs", ("x",)), {"signs": ()}, NO),
        (OneOf("side", ("left",)), {}, UNKNOWN),
        (Known("a"), {"a": False}, YES),
        (Known("a"), {}, NO),
        (FIFTEEN, {"months": months(15, 15, 15)}, YES),
        (FIFTEEN, {"months": months(3, 15, 16, 17)}, YES),
        (FIFTEEN, {"months": months(15, 14, 15)}, NO),
        (FIFTEEN, {"months": months(15, None, 15)}, UNKNOWN),
        (FIFTEEN, {"months": months(None, 14, None)}, NO),
        (FIFTEEN, {"months": months(20, 20)}, UNKNOWN),
        (FIFTEEN, {}, UNKNOWN),
        (ANY_LOW, {"months": months(15, 14, 15)}, YES),
        (ANY_LOW, {"months": months(15, None, 15)}, UNKNOWN),
        (ANY_LOW, {"months": months(15, 15, 15)}, NO),
        (THREE_FAILED, {"drugs": drugs("failed", "failed", "not_tolerated")}, YES),
        (THREE_FAILED, {"drugs": drugs("failed", "failed", "worked")}, NO),
        (THREE_FAILED, {"drugs": drugs("failed", "failed", None)}, UNKNOWN),
        (THREE_FAILED, {"drugs": drugs("failed", None)}, NO),
        (THREE_FAILED, {"drugs": ()}, NO),
        (THREE_FAILED, {}, UNKNOWN),
        (DaysSince("day", "<", Decimal(84)), {"day": build.days_before(83)}, YES),
        (DaysSince("day", "<", Decimal(84)), {"day": build.days_before(84)}, NO),
        (DaysSince("day", "<", Decimal(84)), {}, UNKNOWN),
        (FALL, {"start": Decimal(20), "now": Decimal(14)}, NO),
        (FALL, {"start": Decimal(20), "now": Decimal("14.2")}, YES),
        (FALL, {"start": Decimal(0), "now": Decimal(0)}, UNKNOWN),
        (FALL, {"start": Decimal(20)}, UNKNOWN),
        (
            Arithmetic("difference", ("now", "start"), ">=", Decimal(5)),
            {"start": Decimal(10), "now": Decimal(15)},
            YES,
        ),
        (
            Arithmetic("sum", ("now", "start"), "==", Decimal(25)),
            {"start": Decimal(10), "now": Decimal(15)},
            YES,
        ),
        (All((Is("a"), Is("b"))), {"a": True}, UNKNOWN),
        (All((Is("a"), Is("b"))), {"a": False}, NO),
        (AnyOf((Is("a"), Is("b"))), {"a": True}, YES),
        (AtLeast(2, (Is("a"), Is("b"), Is("c"))), {"a": True, "b": True}, YES),
        (AtLeast(2, (Is("a"), Is("b"), Is("c"))), {"a": True}, UNKNOWN),
        (AtLeast(2, (Is("a"), Is("b"), Is("c"))), {"a": False, "b": False}, NO),
        (Not(Is("a")), {}, UNKNOWN),
        (Not(Is("a")), {"a": False}, YES),
    ],
)
def test_answers(node: Node, values: dict[str, FactValue], truth: Truth) -> None:
    assert asked(node, **values).truth is truth


def test_an_answer_names_the_facts_it_used() -> None:
    answer = asked(All((Is("a"), ADULT)), a=True, age=40)

    assert [(fact.id, fact.value) for fact in answer.used] == [("a", True), ("age", 40)]


def test_an_open_answer_names_what_could_settle_it() -> None:
    node = All((Is("a"), AnyOf((Is("b"), Is("c")))))

    answer = asked(node, a=True, b=False)

    assert answer.missing == (Missing("c", Absence.NOT_RECORDED),)


def test_a_settled_answer_misses_nothing() -> None:
    assert asked(AnyOf((Is("a"), Is("b"))), b=True).missing == ()


def test_gaps_in_a_diary_are_named_as_what_is_missing() -> None:
    answer = asked(FIFTEEN, months=months(15, None, 15))

    assert [(m.id, m.reason) for m in answer.missing] == [
        ("months", Absence.INCOMPLETE)
    ]


def test_nodes_name_the_facts_they_speak_of() -> None:
    node = All((Is("a"), Not(FALL), AtLeast(1, (Is("a"), Known("b"))), AnyOf((ADULT,))))

    assert node.names() == ("a", "start", "now", "b", "age")
    assert [type(leaf).__name__ for leaf in leaves(node)] == [
        "Is",
        "Arithmetic",
        "Is",
        "Known",
        "Compare",
    ]


@pytest.mark.parametrize(
    "node", [Compare("a", ">", Decimal(1)), DaysSince("a", ">", Decimal(1))]
)
def test_a_form_that_does_not_fit_its_fact_is_a_broken_promise(node: Node) -> None:
    build_wrong = build.fact_set(a="words" if isinstance(node, Compare) else True)

    with pytest.raises(TypeError, match='"a" is no'):
        node.answer(build_wrong)


NAMES = "abcdef"
LEAVES = st.sampled_from(NAMES).map(Is)
TREES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda p: All(tuple(p)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda p: AnyOf(tuple(p)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda p: AtLeast(2, tuple(p)))
        | inner.map(Not)
    ),
    max_leaves=8,
)
PEOPLE = st.dictionaries(st.sampled_from(NAMES), st.booleans())


@given(node=TREES, known=PEOPLE, name=st.sampled_from(NAMES), value=st.booleans())
def test_knowing_more_never_overturns_a_yes_or_a_no(
    node: Node, known: dict[str, bool], name: str, *, value: bool
) -> None:
    before = asked(node, **known).truth
    after = asked(node, **{name: value, **known}).truth

    assert before is UNKNOWN or after is before


@given(TREES, PEOPLE)
def test_an_unknown_answer_always_says_what_is_missing(
    node: Node, known: dict[str, bool]
) -> None:
    answer = asked(node, **known)

    assert (answer.truth is UNKNOWN) == bool(answer.missing)


def test_the_day_of_the_question_decides() -> None:
    facts = build.fact_set(
        build.fact("day", date(2026, 1, 1)), known=KNOWN, on=date(2026, 3, 26)
    )

    assert facts.answer(DaysSince("day", "==", Decimal(84))).truth is YES


def doubtful(name: str, value: FactValue, node: Node) -> Truth:
    fact = build.fact(name, value, certainty=INCOMPLETE_LIST)
    return build.fact_set(fact, known=KNOWN).answer(node).truth


@pytest.mark.parametrize(
    ("node", "value", "truth"),
    [
        (THREE_FAILED, drugs("failed", "failed"), UNKNOWN),
        (THREE_FAILED, drugs("failed", "failed", "failed"), YES),
        (Count("drugs", FAILED, "<", Decimal(3)), drugs("failed"), UNKNOWN),
        (Count("drugs", FAILED, "==", Decimal(3)), drugs("failed"), UNKNOWN),
        (Count("drugs", FAILED, "==", Decimal(0)), drugs("failed"), NO),
    ],
)
def test_a_list_that_may_be_incomplete_may_hold_more(
    node: Node, value: FactValue, truth: Truth
) -> None:
    assert doubtful("drugs", value, node) is truth


@pytest.mark.parametrize(("age_days", "truth"), [(83, YES), (84, UNKNOWN)])
def test_the_last_date_of_an_incomplete_list_may_be_later(
    age_days: int, truth: Truth
) -> None:
    recent = DaysSince("day", "<", Decimal(84))

    assert doubtful("day", build.days_before(age_days), recent) is truth
