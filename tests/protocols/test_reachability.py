"""Whether a rule can be answered at all, worked out from its edges."""

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
from glabella.core.fact_types import FactType
from glabella.core.truth import Truth
from glabella.protocols.reachability import can_be
from tests import build

KNOWN = build.catalogue(
    build.definition("age", FactType.INTEGER, minimum=Decimal(0), maximum=Decimal(99)),
    build.definition("dose", FactType.DECIMAL),
    build.definition("day", FactType.DATE),
    build.definition("side", FactType.CHOICE, choices=("left", "right")),
    build.definition("signs", FactType.CHOICES, choices=("x", "y")),
    build.definition("months", FactType.MONTHLY),
    build.definition("rows", FactType.RECORDS, fields={"x": FactType.TEXT}),
)


def age(op: str, years: int) -> Node:
    return Compare("age", op, Decimal(years))


def dose(op: str, units: str) -> Node:
    return Compare("dose", op, Decimal(units))


def both(*parts: Node) -> Node:
    return All(parts)


@pytest.mark.parametrize(
    ("node", "yes", "no"),
    [
        (Is("a"), True, True),
        (both(Is("a"), Not(Is("a"))), False, True),
        (both(both(Is("a")), Not(Is("a"))), False, True),
        (AnyOf((Is("a"), Not(Is("a")))), True, False),
        (age(">=", 18), True, True),
        (age(">=", 0), True, False),
        (age(">", 99), False, True),
        (age("<", 0), False, True),
        (both(age(">=", 18), age("<", 10)), False, True),
        (both(age(">", 17), age("<", 19)), True, True),
        (both(age(">", 17), age("<", 18)), False, True),
        (both(dose(">", "17"), dose("<", "18")), True, True),
        (both(dose(">", "17"), dose("<=", "17")), False, True),
        (both(dose("==", "17"), dose("==", "18")), False, True),
        (both(dose("==", "17"), dose("!=", "18")), True, True),
        (both(dose("<", "5"), dose("<=", "5"), dose(">=", "5")), False, True),
        (both(dose("<=", "5"), dose("<", "9"), dose(">=", "5")), True, True),
        (OneOf("side", ("left",)), True, True),
        (OneOf("side", ("left", "right")), True, False),
        (both(OneOf("side", ("left",)), OneOf("side", ("right",))), False, True),
        (both(OneOf("signs", ("x",)), Not(OneOf("signs", ("x",)))), True, True),
        (Known("a"), True, True),
        (Count("rows", (), ">=", Decimal(0)), True, False),
        (Count("rows", (), "<", Decimal(1)), True, True),
        (DaysSince("day", "<", Decimal(84)), True, True),
        (Arithmetic("sum", ("age", "dose"), ">", Decimal(1)), True, True),
        (
            both(
                Months("months", "every", 3, ">=", Decimal(15)),
                Months("months", "every", 3, "<", Decimal(8)),
            ),
            False,
            True,
        ),
        (
            both(
                Months("months", "any", 3, ">=", Decimal(15)),
                Months("months", "any", 3, "<", Decimal(8)),
            ),
            True,
            True,
        ),
        (AtLeast(2, (Is("a"), Is("b"))), True, True),
        (AtLeast(3, (Is("a"), Is("b"))), False, True),
        (All(()), True, False),
    ],
)
def test_what_a_rule_can_be(node: Node, *, yes: bool, no: bool) -> None:
    found = [can_be(node, KNOWN, truth) for truth in (Truth.YES, Truth.NO)]

    assert found == [yes, no]
