"""Whether a rule can ever be answered with yes, or with no.

A rule such as "at least 18 and under 10" can never be true; nobody would notice it at
work. Each fact is narrowed by the leaves that speak of it, one branch after another; a
branch in which some fact has no value left is impossible.
What the tree does not say of each other (sums, differences) is taken as independent, so
a rule called unreachable is so for certain, and some unreachable ones are missed.
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import attrs

from glabella.core.criteria import (
    OPPOSITE,
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
from glabella.core.fact_types import Catalogue, FactType
from glabella.core.truth import Truth

Numeric = Compare | Months | Count | DaysSince | Arithmetic


@attrs.frozen
class Span:
    """The numbers still possible; None is open at that end."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_included: bool = True
    high_included: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no number is left."""
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return not (self.low_included and self.high_included)
        return self.low > self.high

    def narrowed(self, op: str, value: Decimal) -> "Span":
        """Return the numbers that also stand in this relation to the value."""
        match op:
            case "<" | "<=" if self.high is None or value <= self.high:
                included = op == "<=" and (value != self.high or self.high_included)
                return attrs.evolve(self, high=value, high_included=included)
            case ">" | ">=" if self.low is None or value >= self.low:
                included = op == ">=" and (value != self.low or self.low_included)
                return attrs.evolve(self, low=value, low_included=included)
            case "==":
                return self.narrowed(">=", value).narrowed("<=", value)
            case _:
                return self


Options = frozenset[object]
World = Mapping[object, Span | Options]

EVERYTHING: World = {}


def can_be(node: Node, catalogue: Catalogue, wanted: Truth) -> bool:
    """Return whether some patient would answer the tree so."""
    return any(True for _ in _worlds(node, catalogue, wanted, EVERYTHING))


def _worlds(
    node: Node, catalogue: Catalogue, wanted: Truth, world: World
) -> Iterator[World]:
    """Yield the worlds, narrowed, in which the tree has the wanted answer."""
    match node:
        case Not(part=part):
            yield from _worlds(part, catalogue, ~wanted, world)
        case All(parts=parts) | AnyOf(parts=parts):
            if isinstance(node, All) is (wanted is Truth.YES):
                yield from _jointly(parts, catalogue, wanted, world)
            else:
                for part in parts:
                    yield from _worlds(part, catalogue, wanted, world)
        case AtLeast(least=least, parts=parts):
            if wanted is Truth.NO or least <= len(parts):
                yield world
        case _:
            narrowed = _narrowed(node, catalogue, wanted, world)
            if narrowed is not None:
                yield narrowed


def _jointly(
    parts: tuple[Node, ...], catalogue: Catalogue, wanted: Truth, world: World
) -> Iterator[World]:
    if not parts:
        yield world
        return
    for narrower in _worlds(parts[0], catalogue, wanted, world):
        yield from _jointly(parts[1:], catalogue, wanted, narrower)


def _narrowed(
    leaf: Leaf, catalogue: Catalogue, wanted: Truth, world: World
) -> World | None:
    """Return the world in which the leaf has the wanted answer, or None."""
    match leaf:
        case Is(fact=fact):
            return _chosen(fact, frozenset({wanted}), world)
        case OneOf(fact=fact, choices=choices):
            definition = catalogue[fact]
            if definition.type is not FactType.CHOICE:
                return world
            named = frozenset(choices)
            others = frozenset(definition.choices) - named
            return _chosen(fact, named if wanted is Truth.YES else others, world)
        case Known():
            return world
        case _:
            return _measured(leaf, catalogue, wanted, world)


def _chosen(fact: str, allowed: Options, world: World) -> World | None:
    known = world.get(fact)
    left = allowed & known if isinstance(known, frozenset) else allowed
    return {**world, fact: left} if left else None


def _measured(
    leaf: Numeric, catalogue: Catalogue, wanted: Truth, world: World
) -> World | None:
    key = attrs.evolve(leaf, op="==", value=Decimal(0))
    known = world.get(key)
    span = known if isinstance(known, Span) else _limits(leaf, catalogue)
    is_yes = wanted is Truth.YES
    op, value = leaf.op if is_yes else OPPOSITE[leaf.op], leaf.value
    if _is_whole(leaf, catalogue):
        op, value = _whole_edge(op, value)
    is_each = isinstance(leaf, Months) and (leaf.quantifier == "every") is not is_yes
    narrowed = span.narrowed(op, value)
    if narrowed.is_empty:
        return None
    return world if is_each else {**world, key: narrowed}


def _limits(leaf: Numeric, catalogue: Catalogue) -> Span:
    match leaf:
        case Compare(fact=fact) | Months(fact=fact):
            definition = catalogue[fact]
            return Span(definition.minimum, definition.maximum)
        case Count():
            return Span(low=Decimal(0))
        case _:
            return Span()


def _is_whole(leaf: Numeric, catalogue: Catalogue) -> bool:
    match leaf:
        case Compare(fact=fact):
            return catalogue[fact].type is FactType.INTEGER
        case Count() | DaysSince():
            return True
        case _:
            return False


def _whole_edge(op: str, value: Decimal) -> tuple[str, Decimal]:
    """Return the same edge for whole numbers: more than 14 is at least 15."""
    match op:
        case ">":
            return ">=", value.to_integral_value(ROUND_FLOOR) + 1
        case "<":
            return "<=", value.to_integral_value(ROUND_CEILING) - 1
        case _:
            return op, value
