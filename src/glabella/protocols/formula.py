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


def _leaf(node: Node) -> str:
    match node:
        case Is(fact=fact):
            return fact
        case Known(fact=fact):
            return f"known({fact})"
        case Compare(fact=fact, op=op, value=value):
            return f"{fact} {op} {value}"
        case OneOf(fact=fact, choices=choices):
            return f"{fact} in [{', '.join(choices)}]"
        case Months():
            which = "each" if node.quantifier == "every" else node.quantifier
            return f"{which} of the last {node.last} {node.fact} {node.op} {node.value}"
        case DaysSince(fact=fact, op=op, value=value):
            return f"days since {fact} {op} {value}"
        case Count():
            return _count(node)
        case Arithmetic(form=form, facts=facts, op=op, value=value):
            return f"{form}({', '.join(facts)}) {op} {value}"
        case _:
            return type(node).__name__


def _count(node: Count) -> str:
    where = ", ".join(f"{field} in [{', '.join(wanted)}]" for field, wanted in node.where)
    inner = f"{node.fact} where {where}" if where else node.fact
    return f"count({inner}) {node.op} {node.value}"
