"""What leaves the command line: one JSON document, or one page for a person."""

import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

import simplejson


def document(verb: str, answer: Mapping[str, object]) -> dict[str, object]:
    """Return an answer as the published document of a verb."""
    return {"schema": f"glabella.{verb}/1", **answer}


def print_json(verb: str, answer: Mapping[str, object]) -> None:
    """Print an answer as the published document of a verb, numbers exact."""
    made = plain(document(verb, answer))
    print(simplejson.dumps(made, use_decimal=True, indent=2, ensure_ascii=False))


def print_page(text: str) -> None:
    """Print a page for a person, whole or not at all."""
    sys.stdout.write(text)


def plain(value: object) -> object:
    """Return a value as JSON holds it: dates in ISO, numbers without idle zeros."""
    match value:
        case bool() | str() | None:
            return value
        case Decimal():
            return plain_number(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case _:
            return value


def plain_number(value: Decimal) -> int | Decimal:
    """Return a whole number as such, another one with its own digits."""
    if value == value.to_integral_value():
        return int(value)
    return Decimal(f"{value.normalize():f}")
