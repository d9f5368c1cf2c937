"""Values as JSON holds them: dates in ISO, choices by name, numbers exact."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum


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
