"""Builders of the interview: facts of every type, rules and answers at random."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

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
    Leaf,
    Months,
    Node,
    Not,
    OneOf,
)
from glabella.core.eligibility import Assessment, assess
from glabella.core.fact_types import Catalogue, FactDefinition, FactType, FactValue
from glabella.core.protocol import Criterion, Kind
from tests import build

EDGE = Decimal(15)

NUMBERS = (
    build.definition("n", FactType.INTEGER, minimum=Decimal(0), maximum=Decimal(31)),
    build.definition("m", FactType.DECIMAL),
    build.definition("x", FactType.INTEGER, minimum=Decimal(0)),
    build.definition("y", FactType.INTEGER, minimum=Decimal(0)),
)

OTHERS = (
    build.definition("last", FactType.DATE),
    build.definition("days", FactType.MONTHLY, minimum=Decimal(0)),
    build.definition("one", FactType.CHOICE, choices=("low", "mid", "high")),
    build.definition("some", FactType.CHOICES, choices=("low", "mid", "high")),
    build.definition("tried", FactType.RECORDS, fields={"outcome": FactType.TEXT}),
)


def with_(*more: FactDefinition) -> Catalogue:
    """Return the usual facts and these."""
    return build.catalogue(*NUMBERS, *OTHERS, *more)


KNOWN = with_()


def months(number: int, last: int = 3) -> tuple[Decimal, ...]:
    """Return so many months with the same number."""
    return (Decimal(number),) * last


def rows(number: int, outcome: str = "failed") -> tuple[dict[str, str], ...]:
    """Return so many rows with the same outcome."""
    return ({"outcome": outcome},) * number


FAILED = (("outcome", ("failed", "not_tolerated")),)

LEAVES: tuple[Leaf, ...] = (
    *(Is(name) for name in "abc"),
    *(Compare("n", op, EDGE) for op in ("<", "<=", "==", "!=", ">=", ">")),
    Compare("n", ">", Decimal(30)),
    Compare("m", ">=", EDGE),
    DaysSince("last", "<", Decimal(84)),
    DaysSince("last", ">=", Decimal(70)),
    Months("days", "every", 3, ">=", EDGE),
    Months("days", "any", 2, "<", EDGE),
    OneOf("one", ("low", "mid")),
    OneOf("some", ("high",)),
    Count("tried", FAILED, ">=", Decimal(3)),
    Arithmetic("difference", ("x", "y"), ">=", Decimal(5)),
    Arithmetic("sum", ("x", "y"), ">=", EDGE),
    Known("m"),
)

NODES: st.SearchStrategy[Node] = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        inner.map(Not),
        st.tuples(inner, inner).map(All),
        st.tuples(inner, inner).map(AnyOf),
        st.tuples(inner, inner, inner).map(lambda parts: AtLeast(2, parts)),
    ),
    max_leaves=4,
)


def _rule(name: str) -> st.SearchStrategy[Criterion]:
    return st.builds(
        lambda kind, when, basis: build.criterion(name, kind, when, basis=basis),
        st.sampled_from(Kind),
        NODES,
        st.sampled_from((build.SEEN, build.SEEN, build.RECALLED)),
    )


RULES: st.SearchStrategy[list[Criterion]] = st.tuples(*map(_rule, "pqr")).map(list)

_LEVELS = ("low", "mid", "high")

_EACH: dict[str, st.SearchStrategy[FactValue]] = {
    **{name: st.booleans() for name in "abc"},
    **{name: st.integers(0, 31) for name in "nxy"},
    "m": st.integers(0, 31).map(Decimal),
    "last": st.integers(0, 100).map(lambda days: build.ON - timedelta(days=days)),
    "days": st.tuples(*[st.integers(10, 20).map(Decimal)] * 3),
    "one": st.sampled_from(_LEVELS),
    "some": st.sampled_from(_LEVELS).map(lambda choice: (choice,)),
    "tried": st.integers(0, 4).map(rows),
}

EVERY_VALUE: st.SearchStrategy[dict[str, FactValue]] = st.fixed_dictionaries(_EACH)

VALUES: st.SearchStrategy[dict[str, FactValue]] = st.fixed_dictionaries(
    {}, optional=_EACH
)


def answer(rules: list[Criterion], values: Mapping[str, FactValue]) -> Assessment:
    """Return what a protocol with these rules says of a person with these values."""
    facts = build.stated(values, known=KNOWN)
    return assess(build.protocol(*rules), facts, setting=build.setting())
