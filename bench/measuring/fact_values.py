"""Fact sets as JSON values for the peer.

A date travels as {"date": "2026-03-02"}; a fact without a current value, and an empty
cell of a row, is left out.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from glabella.core.facts import Fact, FactSet
from glabella.interop.cql import companion


def fact_values(facts: FactSet, names: Iterable[str]) -> dict[str, object]:
    """Return the current values of facts by name."""
    found = [facts.lookup(name) for name in names]
    known = [fact for fact in found if isinstance(fact, Fact)]
    values = {fact.id: _json(fact.value) for fact in known}
    open_lists = [companion(fact.id) for fact in known if fact.may_be_incomplete]
    return values | dict.fromkeys(open_lists, True)


def _json(value: object) -> object:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return {"date": value.isoformat()}
        case tuple():
            return [_json(item) for item in value]
        case Mapping():
            cells = value.items()
            return {key: _json(cell) for key, cell in cells if cell is not None}
        case _:
            return value
