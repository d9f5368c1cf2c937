"""Flip points: the single facts that would turn a verdict into another."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from glabella.core.criteria import (
    AnyOf,
    Arithmetic,
    Compare,
    Count,
    DaysSince,
    Is,
    Known,
    Leaf,
    Months,
    Node,
    OneOf,
)
from glabella.core.derived import with_derived
from glabella.core.eligibility import Verdict, assess
from glabella.core.fact_types import FactType, FactValue
from glabella.core.facts import Fact, FactSet
from glabella.core.interview import Flip, flips
from glabella.core.protocol import Criterion, Kind, Phase
from tests import build
from tests.core import interview_builders as made

FITS, UNFIT = Verdict.INDICATED, Verdict.NOT_INDICATED

SIXTEEN, FIFTEEN, FOURTEEN = Decimal(16), Decimal(15), Decimal(14)


def inclusion(when: Node) -> Criterion:
    return build.criterion("rule", Kind.INCLUSION, when)


def flips_of(*rules: Criterion, facts: FactSet) -> tuple[Flip, ...]:
    answer = assess(build.protocol(*rules), facts, setting=build.setting())
    return flips(answer, setting=build.setting())


def flips_at(leaf: Leaf, name: str, now: FactValue, **others: FactValue) -> list[Flip]:
    facts = build.stated({name: now, **others}, known=made.KNOWN)
    return list(flips_of(inclusion(leaf), facts=facts))


# ---- the nearest value on the other side of each edge -------------------------------


@pytest.mark.parametrize(
    ("op", "inside", "outside"),
    [
        ("<", 14, 15),
        ("<=", 15, 16),
        ("==", 15, 16),
        ("!=", 16, 15),
        (">=", 15, 14),
        (">", 16, 15),
    ],
)
def test_a_number_flips_at_its_edge(op: str, inside: int, outside: int) -> None:
    leaf = Compare("n", op, FIFTEEN)

    assert flips_at(leaf, "n", inside) == [Flip("n", inside, outside, UNFIT)]
    assert flips_at(leaf, "n", outside) == [Flip("n", outside, inside, FITS)]


def test_fourteen_and_fifteen_headache_days() -> None:
    leaf = Months("days", "every", 3, ">=", FIFTEEN)
    fourteen, fifteen = made.months(14), made.months(15)

    assert flips_at(leaf, "days", fourteen) == [Flip("days", fourteen, fifteen, FITS)]
    assert flips_at(leaf, "days", fifteen) == [Flip("days", fifteen, fourteen, UNFIT)]


def test_eighty_three_and_eighty_four_days() -> None:
    rule = build.criterion(
        "wait", Kind.DEFERRAL, DaysSince("last", "<", Decimal(84)), ending=None
    )
    early, late = (build.ON - timedelta(days=days) for days in (83, 84))

    found = [
        flips_of(rule, facts=build.stated({"last": day}, known=made.KNOWN))
        for day in (early, late)
    ]

    assert found == [
        (Flip("last", early, late, FITS),),
        (Flip("last", late, early, Verdict.DEFERRED),),
    ]


def test_an_exact_number_stays_exact() -> None:
    now = Decimal("15.5")

    [flip] = flips_at(Compare("m", ">=", FIFTEEN), "m", now)

    assert flip == Flip("m", now, FOURTEEN, UNFIT)
    assert isinstance(flip.then, Decimal)


def test_a_whole_number_stays_whole() -> None:
    [flip] = flips_at(Compare("n", ">=", FIFTEEN), "n", 20)

    assert (flip, type(flip.then)) == (Flip("n", 20, 14, UNFIT), int)


def test_another_choice() -> None:
    leaf = OneOf("one", ("low", "mid"))

    assert flips_at(leaf, "one", "mid") == [Flip("one", "mid", "high", UNFIT)]
    assert flips_at(leaf, "one", "high") == [Flip("one", "high", "low", FITS)]


def test_another_list_of_choices() -> None:
    leaf = OneOf("some", ("low", "mid"))

    assert flips_at(leaf, "some", ("high",)) == [
        Flip("some", ("high",), ("low",), FITS)
    ]


def test_one_row_more_or_less() -> None:
    leaf = Count("tried", made.FAILED, ">=", Decimal(3))
    two, three = made.rows(2), made.rows(3)

    assert flips_at(leaf, "tried", two) == [Flip("tried", two, three, FITS)]
    assert flips_at(leaf, "tried", three) == [Flip("tried", three, two, UNFIT)]


def test_the_later_number_of_a_difference() -> None:
    leaf = Arithmetic("difference", ("x", "y"), ">=", Decimal(5))

    assert flips_at(leaf, "y", 9, x=14) == [Flip("y", 9, 10, UNFIT)]
    assert flips_at(leaf, "y", 10, x=14) == [Flip("y", 10, 9, FITS)]


def test_the_later_number_of_an_exact_difference() -> None:
    leaf = Arithmetic("difference", ("m", "y"), ">=", Decimal(5))

    assert flips_at(leaf, "y", 9, m=FOURTEEN) == [Flip("y", 9, 10, UNFIT)]


@pytest.mark.parametrize("form", ["sum", "percent_fall"])
def test_a_sum_or_a_fall_may_change_in_many_ways_and_names_none(form: str) -> None:
    leaf = Arithmetic(form, ("x", "y"), ">=", FIFTEEN)

    assert flips_at(leaf, "y", 9, x=14) == []


def test_without_the_first_number_a_difference_has_no_edge() -> None:
    leaf = Arithmetic("difference", ("x", "y"), ">=", Decimal(5))

    assert flips_at(leaf, "y", 9) == []


def test_that_a_fact_is_on_record_names_no_value() -> None:
    assert flips_at(Known("m"), "n", 1) == []


def test_an_answer_nobody_could_give_is_not_tried() -> None:
    """A month has 31 days at most: "more than 31" cannot come true."""
    assert flips_at(Compare("n", ">", Decimal(31)), "n", 20) == []
    assert flips_at(Compare("n", "<", Decimal(0)), "n", 20) == []
    assert (
        flips_at(Months("days", "any", 2, "<", Decimal(0)), "days", made.months(1))
        == []
    )


# ---- which flips are named ----------------------------------------------------------


def test_an_open_answer_flips_to_both_sides() -> None:
    rule = build.criterion("rule", Kind.CONTRAINDICATION, Is("a"))

    found = flips_of(rule, facts=build.fact_set())

    assert found == (
        Flip("a", None, then=True, verdict=Verdict.BLOCKED),
        Flip("a", None, then=False, verdict=FITS),
    )


def test_of_two_edges_with_the_same_verdict_the_nearer_is_named() -> None:
    too_many = build.criterion("many", Kind.EXCLUSION, Compare("n", ">", Decimal(30)))
    too_few = inclusion(Compare("n", ">=", FIFTEEN))

    def nearest(now: int) -> tuple[Flip, ...]:
        known = build.stated({"n": now}, known=made.KNOWN)
        return flips_of(too_many, too_few, facts=known)

    assert nearest(16) == (Flip("n", 16, 14, UNFIT),)
    assert nearest(29) == (Flip("n", 29, 31, UNFIT),)


def test_of_two_days_with_the_same_verdict_the_nearer_is_named() -> None:
    rules = [
        build.criterion(name, Kind.EXCLUSION, DaysSince("last", op, Decimal(days)))
        for name, op, days in (("early", "<", 10), ("late", ">", 90))
    ]
    now = build.days_before(80)

    found = flips_of(*rules, facts=build.stated({"last": now}, known=made.KNOWN))

    assert found == (Flip("last", now, build.days_before(91), UNFIT),)


def test_a_caution_flips_nothing() -> None:
    rule = build.criterion("weigh", Kind.CAUTION, Is("a"))

    assert flips_of(rule, facts=build.fact_set(a=True)) == ()


def test_a_leaf_of_two_rules_is_tried_once() -> None:
    leaf = Is("a")
    rules = (inclusion(leaf), build.criterion("more", Kind.INCLUSION, leaf))

    assert flips_of(*rules, facts=build.fact_set(a=True)) == (
        Flip("a", now=True, then=False, verdict=UNFIT),
    )


# ---- what follows from the other value ----------------------------------------------

SCORED = made.with_(
    build.definition("birth_date", FactType.DATE),
    build.definition("age", FactType.INTEGER, derived_from=("birth_date",)),
    *(build.definition(f"phq9_item{n}", FactType.INTEGER) for n in range(1, 10)),
    build.definition(
        "phq9_total",
        FactType.INTEGER,
        derived_from=tuple(f"phq9_item{n}" for n in range(1, 10)),
    ),
    build.definition("suicide_item_positive", derived_from=("phq9_item9",)),
)

NINE = [build.fact(f"phq9_item{n}", 1) for n in range(1, 10)]


def test_a_derived_fact_cannot_be_changed() -> None:
    facts = build.derived_set(
        build.fact("birth_date", build.days_before(9999)), known=SCORED
    )

    assert flips_of(inclusion(Compare("age", ">=", Decimal(18))), facts=facts) == ()


def test_what_follows_from_the_other_value_follows() -> None:
    """Item 9 at 3 makes the total 11, whatever the total was before."""
    enough = inclusion(Compare("phq9_total", ">=", Decimal(11)))
    item = build.criterion("item", Kind.CAUTION, Compare("phq9_item9", ">", Decimal(2)))

    found = flips_of(enough, item, facts=build.derived_set(*NINE, known=SCORED))

    assert found == (Flip("phq9_item9", 1, 3, FITS),)


def test_a_stated_total_stays_what_a_person_stated() -> None:
    enough = inclusion(Compare("phq9_total", ">=", Decimal(11)))
    item = build.criterion("item", Kind.CAUTION, Compare("phq9_item9", ">", Decimal(2)))
    facts = build.derived_set(
        build.fact("phq9_total", 20), build.fact("phq9_item9", 1), known=SCORED
    )

    assert flips_of(enough, item, facts=facts) == ()


def test_a_zero_of_today_closes_no_older_positive_answer() -> None:
    """A single item is no complete screening: the older positive stays open."""
    open_item = build.criterion(
        "open",
        Kind.EXCLUSION,
        AnyOf((Is("suicide_item_positive"), Compare("phq9_item9", ">=", Decimal(1)))),
    )
    facts = build.derived_set(
        build.fact("phq9_item9", 2, as_of=build.days_before(20)), known=SCORED
    )

    assert flips_of(open_item, facts=facts) == ()


# ---- the running course -------------------------------------------------------------


def test_the_frozen_baseline_cannot_be_changed() -> None:
    entry = build.criterion("entry", Kind.INCLUSION, Is("a"), entry=True)
    now = build.criterion("now", Kind.CONTRAINDICATION, Is("b"))

    answer = assess(
        build.protocol(entry, now),
        build.fact_set(a=True, b=False),
        setting=build.setting(),
        phase=Phase.CONTINUE,
        baseline=build.fact_set(a=True),
    )

    assert flips(answer, setting=build.setting()) == (
        Flip("b", now=False, then=True, verdict=Verdict.BLOCKED),
    )


# ---- the law ------------------------------------------------------------------------


@given(made.RULES, made.VALUES)
def test_a_flip_gives_its_verdict_when_asserted(
    rules: list[Criterion], values: dict[str, FactValue]
) -> None:
    answer = made.answer(rules, values)
    facts = build.stated(values, known=made.KNOWN)

    for flip in flips(answer, setting=build.setting()):
        asserted = with_derived(
            facts.with_facts([Fact(flip.fact, flip.then, build.ON)])
        )
        then = assess(answer.protocol, asserted, setting=build.setting()).verdict

        assert (then, flip.now) == (flip.verdict, values.get(flip.fact))
        assert then is not answer.verdict


@given(made.RULES, made.VALUES)
def test_each_fact_has_one_flip_for_each_other_verdict(
    rules: list[Criterion], values: dict[str, FactValue]
) -> None:
    found = flips(made.answer(rules, values), setting=build.setting())

    keys = [(flip.fact, flip.verdict) for flip in found]

    assert len(set(keys)) == len(keys)
