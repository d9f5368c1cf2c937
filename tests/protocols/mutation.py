"""Wrong versions of a criterion: inverted, or with an edge moved by one step.

If no case notices a wrong version, no case stands at that edge.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

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
    Leaf,
    Months,
    Node,
    Not,
    leaves,
)
from glabella.core.protocol import Criterion, Protocol

TOGGLED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "==", "!=": "!="}

# Where the value moves so that the first value beyond the edge changes side.
BEYOND = {"<": -1, ">=": -1, "<=": 1, ">": 1}


def replaced(node: Node, old: Leaf, new: Node) -> Node:
    if node is old:
        return new
    if isinstance(node, All | AnyOf | AtLeast):
        parts = tuple(replaced(part, old, new) for part in node.parts)
        return attrs.evolve(node, parts=parts)
    if isinstance(node, Not):
        return Not(replaced(node.part, old, new))
    return node


def wrong_versions(criterion: Criterion) -> Iterator[tuple[str, Criterion]]:
    yield "inverted", attrs.evolve(criterion, when=Not(criterion.when))
    for number, leaf in enumerate(leaves(criterion.when)):
        for name, wrong in wrong_leaves(leaf):
            when = replaced(criterion.when, leaf, wrong)
            yield f"leaf {number} {name}", attrs.evolve(criterion, when=when)


def wrong_leaves(leaf: Leaf) -> Iterator[tuple[str, Node]]:
    if not isinstance(leaf, Compare | DaysSince | Months | Count | Arithmetic):
        return
    if leaf.op not in BEYOND:
        yield f"{leaf.op} inverted", attrs.evolve(leaf, op=OPPOSITE[leaf.op])
        return
    yield f"{leaf.op} {leaf.value} inverted", attrs.evolve(leaf, op=OPPOSITE[leaf.op])
    yield f"{leaf.op} {leaf.value} toggled", attrs.evolve(leaf, op=TOGGLED[leaf.op])
    if not isinstance(leaf, Arithmetic):
        value = leaf.value + Decimal(BEYOND[leaf.op])
        if value >= 0:
            yield f"{leaf.op} {leaf.value} moved", attrs.evolve(leaf, value=value)


def with_criterion(protocol: Protocol, wrong: Criterion) -> Protocol:
    swap: Callable[[Criterion], Criterion] = lambda old: (  # noqa: E731 - one expression
        wrong if old.id == wrong.id and old.profiles == wrong.profiles else old
    )
    return attrs.evolve(protocol, criteria=tuple(map(swap, protocol.criteria)))
