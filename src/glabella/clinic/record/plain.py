"""Fact values as JSON and back, exactly: a decimal stays the decimal it was."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import simplejson

from glabella.core.fact_types import FactValue
from glabella.core.facts import Fact


class ExactEncoder(json.JSONEncoder):
    """Writes a Decimal as the number it is, which the standard encoder cannot."""

    def encode(self, o: object) -> str:
        """Return the text of a value."""
        return simplejson.dumps(o, use_decimal=True)


class ExactDecoder(json.JSONDecoder):
    """Reads a number with a point as a Decimal, never as a float."""

    def __init__(self, **words: Any) -> None:  # noqa: ANN401 those of the standard library
        """Keep the standard reader but for its floats."""
        super().__init__(**{**words, "parse_float": Decimal})


def plain(value: object) -> object:
    """Return a fact value in the form of a facts file."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def facts_file(facts: Iterable[Fact], *, on: date) -> dict[str, object]:
    """Return facts in the form of a facts file, without those that follow from others.

    What follows is derived again when the file is read: so a replay shows a change.
    """
    stated: dict[str, list[dict[str, object]]] = {}
    for fact in facts:
        if not fact.is_derived:
            stated.setdefault(fact.id, []).append(_statement(fact))
    return {"on": on.isoformat(), "facts": stated}


def _statement(fact: Fact) -> dict[str, object]:
    value: FactValue = fact.value
    return {
        "value": plain(value),
        "as_of": fact.as_of.isoformat(),
        "source": fact.source,
        "certainty": fact.certainty,
    }
