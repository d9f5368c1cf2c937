"""What is asked next, in which order, and when the asking ends."""

import pytest
from hypothesis import given

from glabella.core.criteria import (
    All,
    AnyOf,
    Arithmetic,
    AtLeast,
    Compare,
    Is,
    Known,
    Months,
    Node,
    Not,
)
from glabella.core.eligibility import Assessment, Outcome, Verdict, assess
from glabella.core.fact_types import Catalogue, FactType, FactValue
from glabella.core.facts import Fact
from glabella.core.interview import confirmations, questions
from glabella.core.protocol import Criterion, Kind, Phase
from glabella.core.shortest import facts_needed
from glabella.core.truth import Truth
from tests import build
from tests.core import interview_builders as made

YES, NO = Truth.YES, Truth.NO

A, B, C, D = (Is(name) for name in "abcd")


def asked(*criteria: Criterion, **values: FactValue) -> tuple[str, ...]:
    facts = build.stated(values)
    return questions(assess(build.protocol(*criteria), facts, setting=build.setting()))


def danger(name: str, when: Node, **others: object) -> Criterion:
    return build.criterion(name, Kind.CONTRAINDICATION, when, **others)


# ---- order and end ------------------------------------------------------------------


def test_the_fact_that_most_rules_wait_for_is_asked_first() -> None:
    rules = (danger("x", A), danger("y", All((B, C))), danger("z", AnyOf((C, D))))

    assert asked(*rules) == ("a", "b", "c", "d")
    assert asked(*rules, b=True) == ("c", "a", "d")


def test_of_equal_facts_the_first_rule_is_asked_first() -> None:
    assert asked(danger("x", B), danger("y", A)) == ("b", "a")


@pytest.mark.parametrize(
    ("kind", "answer", "rest"),
    [
        (Kind.REQUIREMENT, False, ()),
        (Kind.CONTRAINDICATION, True, ()),
        (Kind.INCLUSION, False, ()),
        (Kind.EXCLUSION, True, ()),
        (Kind.DEFERRAL, True, ("b",)),
        (Kind.CAUTION, True, ("b",)),
        (Kind.CONTRAINDICATION, False, ("b",)),
    ],
)
def test_the_interview_ends_where_no_answer_could_help(
    kind: Kind, *, answer: bool, rest: tuple[str, ...]
) -> None:
    rule = build.criterion("rule", kind, A)

    assert asked(rule, danger("other", B), a=answer) == rest


@pytest.mark.parametrize("kind", [Kind.CAUTION, Kind.TRIAL_POPULATION, Kind.STOP])
def test_a_rule_that_refuses_nobody_is_not_asked_about(kind: Kind) -> None:
    assert asked(build.criterion("rule", kind, A)) == ()


def test_an_unread_rule_that_fired_is_confirmed_and_not_asked() -> None:
    unread = danger("unread", AnyOf((A, B)), basis=build.RECALLED)
    protocol = build.protocol(unread, danger("read", C))

    facts = build.fact_set(a=True)
    answer = assess(protocol, facts, setting=build.setting())

    assert (questions(answer), confirmations(answer)) == (("c",), ("unread",))


def test_an_unread_rule_nobody_has_answered_is_asked() -> None:
    unread = danger("unread", A, basis=build.RECALLED)
    answer = assess(build.protocol(unread), build.fact_set(), setting=build.setting())

    assert (questions(answer), confirmations(answer)) == (("a",), ())


# ---- the fewest facts ---------------------------------------------------------------

SCREENED_OR_EACH = AnyOf((All((B, C)), A))


def test_one_screening_answer_is_asked_before_many_single_ones() -> None:
    rule = build.criterion("rule", Kind.INCLUSION, SCREENED_OR_EACH)

    assert asked(rule) == ("a",)
    assert asked(rule, a=False) == ("b", "c")


@pytest.mark.parametrize(
    ("node", "wish", "known", "needed"),
    [
        (A, YES, {}, ("a",)),
        (A, NO, {}, ("a",)),
        (A, YES, {"a": True}, ()),
        (A, NO, {"a": True}, None),
        (Not(A), YES, {"a": True}, None),
        (Not(A), NO, {"a": True}, ()),
        (All((A, B)), YES, {}, ("a", "b")),
        (All((A, B)), NO, {}, ("a",)),
        (All((A, B)), NO, {"a": True}, ("b",)),
        (All((A, B)), YES, {"a": False}, None),
        (AnyOf((A, B)), YES, {}, ("a",)),
        (AnyOf((A, B)), NO, {}, ("a", "b")),
        (AnyOf((A, B)), NO, {"a": True}, None),
        (AtLeast(2, (A, B, C)), YES, {"a": True}, ("b",)),
        (AtLeast(2, (A, B, C)), NO, {"a": True}, ("b", "c")),
        (AtLeast(2, (A, All((A, B)), C)), YES, {}, ("a", "c")),
        (AnyOf((All((A, B)), C)), YES, {"a": False}, ("c",)),
        (Known("a"), YES, {}, ("a",)),
        (Known("a"), NO, {}, ()),
        (Known("a"), YES, {"a": False}, ()),
        (Known("a"), NO, {"a": False}, None),
    ],
)
def test_the_fewest_facts_that_could_settle_a_tree(
    node: Node, wish: Truth, known: dict[str, bool], needed: tuple[str, ...] | None
) -> None:
    assert facts_needed(node, wish, build.stated(known)) == needed


def test_a_list_with_gaps_is_asked_for_again() -> None:
    days = build.definition("days", FactType.MONTHLY)
    rule = build.criterion(
        "rule", Kind.INCLUSION, Months("days", "every", 3, ">=", made.EDGE)
    )
    facts = build.stated({"days": (None, *made.months(15, 2))}, known=made.with_(days))

    answer = assess(build.protocol(rule), facts, setting=build.setting())

    assert questions(answer) == ("days",)


def test_a_fall_from_zero_leaves_nothing_to_ask() -> None:
    """The two numbers are known; no answer to anything makes a percentage of them."""
    rule = build.criterion(
        "rule", Kind.INCLUSION, Arithmetic("percent_fall", ("x", "y"), "<", made.EDGE)
    )
    facts = build.stated({"x": 0, "y": 0}, known=made.KNOWN)

    answer = assess(build.protocol(rule), facts, setting=build.setting())

    assert (answer.verdict, questions(answer)) == (Verdict.NEEDS_FACTS, ())


def test_what_the_frozen_baseline_lacks_is_asked() -> None:
    rule = build.criterion("rule", Kind.INCLUSION, AnyOf((A, B)), entry=True)

    answer = assess(
        build.protocol(rule),
        build.fact_set(a=False, b=False),
        setting=build.setting(),
        phase=Phase.CONTINUE,
        baseline=build.fact_set(a=False),
    )

    assert questions(answer) == ("b",)


# ---- facts that follow from others --------------------------------------------------

ITEMS = ("item1", "item2", "item3")

SCORED: Catalogue = made.with_(
    *(build.definition(name, FactType.INTEGER) for name in ITEMS),
    build.definition("total", FactType.INTEGER, derived_from=ITEMS),
)

ENOUGH = build.criterion("enough", Kind.INCLUSION, Compare("total", ">=", made.EDGE))


def total_asked_after(*facts: Fact) -> tuple[str, ...]:
    known = build.fact_set(*facts, known=SCORED)
    return questions(assess(build.protocol(ENOUGH), known, setting=build.setting()))


def test_a_fact_that_follows_from_others_is_asked_for_through_them() -> None:
    assert total_asked_after() == ITEMS


def test_what_was_answered_that_day_is_not_asked_again() -> None:
    assert total_asked_after(build.fact("item2", 1)) == ("item1", "item3")


def test_older_items_are_asked_again_because_a_total_is_of_one_day() -> None:
    old = [
        build.fact(name, 1, as_of=build.days_before(1)) for name in ("item1", "item2")
    ]

    assert total_asked_after(*old) == ITEMS
    assert total_asked_after(*(build.fact(name, 1) for name in ITEMS)) == ITEMS


# ---- laws ---------------------------------------------------------------------------


def waits_for(answer: Assessment, name: str) -> bool:
    """Return whether an undecided rule misses the fact."""
    return any(
        name in {missing.id for missing in judgement.missing}
        for judgement in answer.judgements
        if judgement.outcome is Outcome.NEEDS_FACTS and judgement.truth is Truth.UNKNOWN
    )


@given(made.RULES, made.VALUES)
def test_only_what_an_undecided_rule_misses_is_asked(
    rules: list[Criterion], values: dict[str, FactValue]
) -> None:
    answer = made.answer(rules, values)

    names = questions(answer)

    assert [name for name in names if not waits_for(answer, name)] == []
    assert [name for name in names if name in values] == []
    assert len(set(names)) == len(names)
    is_open = answer.verdict is Verdict.NEEDS_FACTS and not confirmations(answer)
    assert names or not is_open


@given(made.RULES, made.VALUES, made.EVERY_VALUE)
def test_answering_all_questions_ends_the_interview(
    rules: list[Criterion],
    values: dict[str, FactValue],
    truth: dict[str, FactValue],
) -> None:
    answer = made.answer(rules, values)
    asked_so_far: set[str] = set()
    while names := questions(answer):
        assert asked_so_far.isdisjoint(names)
        asked_so_far |= set(names)
        values = {**values, **{name: truth[name] for name in names}}
        answer = made.answer(rules, values)

    assert answer.verdict is not Verdict.NEEDS_FACTS or confirmations(answer)
