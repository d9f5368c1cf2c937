"""A criterion tree as one line that a person can check against its source."""

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


def formula(node: Node) -> str:
    """Return the tree in the names of its facts, the same in every language."""
    match node:
        case All(parts=parts):
            return _joined(parts, " and ")
        case AnyOf(parts=parts):
            return _joined(parts, " or ")
        case AtLeast(least=least, parts=parts):
            return f"at least {least} of ({'; '.join(map(formula, parts))})"
        case Not(part=part):
            return f"not {_part(part)}"
        case _:
            return _leaf(node)


def _joined(parts: tuple[Node, ...], word: str) -> str:
    return word.join(map(_part, parts)) or "nothing"


def _part(node: Node) -> str:
    is_compound = isinstance(node, All | AnyOf) and len(node.parts) > 1
    return f"({formula(node)})" if is_compound else formula(node)


def _leaf(node: Leaf) -> str:
    match node:
        case Is(fact=fact):
            return fact
        case Known(fact=fact):
            return f"known({fact})"
        case OneOf(fact=fact, choices=choices):
            return f"{fact} in [{', '.join(choices)}]"
        case _:
            return f"{_measured(node)} {node.op} {node.value}"


def _measured(node: Compare | Months | DaysSince | Count | Arithmetic) -> str:
    """Return the number that a leaf holds against its edge."""
    match node:
        case Compare(fact=fact):
            return fact
        case Months():
            which = "each" if node.quantifier == "every" else node.quantifier
            return f"{which} of the last {node.last} {node.fact}"
        case DaysSince(fact=fact):
            return f"days since {fact}"
        case Count():
            return _count(node)
        case _:
            return f"{node.form}({', '.join(node.facts)})"


def _count(node: Count) -> str:
    where = [f"{field} in [{', '.join(wanted)}]" for field, wanted in node.where]
    return f"count({' where '.join([node.fact, *where])})"
