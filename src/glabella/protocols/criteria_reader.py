"""From a `when` table to a criterion tree, with findings in plain words."""

from collections.abc import Callable

from glabella.core.criteria import (
    COMPARE,
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
from glabella.core.fact_types import Catalogue, FactType
from glabella.core.tables import Table

NUMBERS = {FactType.INTEGER, FactType.DECIMAL}

NOTHING = AnyOf(())

Reader = Callable[[Table, Catalogue], Node]


def read_node(table: Table, catalogue: Catalogue) -> Node:
    """Return the tree; an unreadable table gives a tree that is never true."""
    for key, read in _FORMS.items():
        if table.has(key):
            node = read(table, catalogue)
            table.done()
            return node
    table.blame("is no criterion.", f"Use one of the keys {', '.join(_FORMS)}.")
    return NOTHING


def _parts(table: Table, key: str, catalogue: Catalogue) -> tuple[Node, ...]:
    return tuple(read_node(part, catalogue) for part in table.tables(key))


def _all(table: Table, catalogue: Catalogue) -> Node:
    return All(_parts(table, "all", catalogue))


def _any(table: Table, catalogue: Catalogue) -> Node:
    return AnyOf(_parts(table, "any", catalogue))


def _at_least(table: Table, catalogue: Catalogue) -> Node:
    least, parts = table.integer("at_least"), _parts(table, "of", catalogue)
    if not 1 <= least <= len(parts):
        table.blame(f"asks for {least} of {len(parts)} parts.", "Ask for one to all.")
    return AtLeast(least, parts)


def _not(table: Table, catalogue: Catalogue) -> Node:
    inner = table.table("not")
    return Not(read_node(inner, catalogue)) if inner else NOTHING


def _known(table: Table, catalogue: Catalogue) -> Node:
    return Known(_fact(table, "known", catalogue, None))


def _days_since(table: Table, catalogue: Catalogue) -> Node:
    fact = _fact(table, "days_since", catalogue, {FactType.DATE})
    return DaysSince(fact, _op(table), table.decimal("value"))


def _count(table: Table, catalogue: Catalogue) -> Node:
    fact = _fact(table, "count", catalogue, {FactType.RECORDS})
    where = []
    for field, wanted in table.values("where"):
        if fact in catalogue and field not in catalogue[fact].fields:
            table.blame(f'counts rows by "{field}", no field of {fact}.', "Correct it.")
        choices = wanted if isinstance(wanted, list) else [wanted]
        if not choices:
            table.blame(f'counts rows by "{field}" of no value.', "Name the values.")
        where.append((field, tuple(str(choice) for choice in choices)))
    return Count(fact, tuple(where), _op(table), table.decimal("value"))


def _arithmetic(form: str, size: int | None) -> Reader:
    def read(table: Table, catalogue: Catalogue) -> Node:
        names = table.strings(form)
        for name in names:
            _known_fact(table, name, catalogue, NUMBERS)
        if size is not None and len(names) != size:
            table.blame(f"{form} needs {size} facts.", "Name the earlier one first.")
        elif not names:
            table.blame(f"{form} names no fact.", "Name the facts.")
        return Arithmetic(form, names, _op(table), table.decimal("value"))

    return read


def _of_fact(table: Table, catalogue: Catalogue) -> Node:
    """Read the forms that begin with `fact`: yes-or-no, choice, number, months."""
    for quantifier in ("every", "any"):
        if table.has(f"{quantifier}_of_last"):
            return _months(table, catalogue, quantifier)
    if table.has("in"):
        return _one_of(table, catalogue)
    if table.has("op"):
        fact = _fact(table, "fact", catalogue, NUMBERS)
        return Compare(fact, _op(table), table.decimal("value"))
    return Is(_fact(table, "fact", catalogue, {FactType.BOOLEAN}))


def _months(table: Table, catalogue: Catalogue, quantifier: str) -> Node:
    fact = _fact(table, "fact", catalogue, {FactType.MONTHLY})
    last = table.integer(f"{quantifier}_of_last")
    if last < 1:
        table.blame(f"looks at {last} months.", "Look at 1 or more.")
    return Months(fact, quantifier, last, _op(table), table.decimal("value"))


def _one_of(table: Table, catalogue: Catalogue) -> Node:
    fact = _fact(table, "fact", catalogue, {FactType.CHOICE, FactType.CHOICES})
    choices = table.strings("in")
    if not choices:
        table.blame("names no choice.", 'Write in = ["..."].')
    allowed = catalogue[fact].choices if fact in catalogue else choices
    for choice in choices:
        if choice not in allowed:
            table.blame(
                f'"{choice}" is no choice of {fact}.', f"Use {', '.join(allowed)}."
            )
    return OneOf(fact, choices)


def _op(table: Table) -> str:
    op = table.string("op")
    if op and op not in COMPARE:
        table.blame(f'"{op}" is no comparison.', f"Use one of {' '.join(COMPARE)}.")
    return op if op in COMPARE else "=="


def _fact(
    table: Table, key: str, catalogue: Catalogue, types: set[FactType] | None
) -> str:
    name = table.string(key)
    return _known_fact(table, name, catalogue, types)


def _known_fact(
    table: Table, name: str, catalogue: Catalogue, types: set[FactType] | None
) -> str:
    if name not in catalogue:
        table.blame(
            f'there is no fact "{name}".', "Add it to facts/ or correct the name."
        )
    elif types is not None and catalogue[name].type not in types:
        kind = catalogue[name].type.value
        table.blame(f'"{name}" is a {kind} fact.', "Use a form that fits its type.")
    return name


_FORMS: dict[str, Reader] = {
    "all": _all,
    "any": _any,
    "at_least": _at_least,
    "not": _not,
    "known": _known,
    "days_since": _days_since,
    "count": _count,
    "sum": _arithmetic("sum", None),
    "difference": _arithmetic("difference", 2),
    "percent_fall": _arithmetic("percent_fall", 2),
    "fact": _of_fact,
}
