"""What facts mean: their types, units, limits and life spans.

Vocabulary: a *definition* says what a fact means and how long it stays current.
The *catalogue* holds all definitions; it turns raw values from files into fact values
or says what is wrong with them.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import cached_property

import attrs

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.sources import Text

Record = Mapping[str, object]
FactValue = bool | int | Decimal | date | str | tuple[object, ...]


class FactType(Enum):
    """What kind of value a fact has."""

    __hash__ = object.__hash__  # as of Truth

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    MONTHLY = "monthly"
    """One number a month, oldest first; a month nobody counted is None."""
    RECORDS = "records"
    """Rows such as earlier preventives or earlier toxin sessions."""


@attrs.frozen
class Validity:
    """How long a fact stays current.

    `days` None means for life; 0 means only on the same day.
    """

    id: str
    days: int | None

    def covers(self, as_of: date, on: date) -> bool:
        """Return whether a statement of `as_of` still counts on `on`."""
        return self.days is None or (on - as_of).days <= self.days


@attrs.frozen
class FactDefinition:
    """The meaning of a fact: type, unit, limits, question, life span."""

    id: str
    type: FactType
    question: Text
    validity: Validity
    unit: str | None = None
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    fields: Mapping[str, FactType] = attrs.field(factory=dict)
    topic: str = ""
    derived_from: tuple[str, ...] = ()


@attrs.frozen
class Catalogue:
    """All fact definitions, by id."""

    definitions: Mapping[str, FactDefinition]

    @cached_property
    def followers(self) -> Mapping[str, frozenset[str]]:
        """The facts that follow from each fact, by the fact they follow from."""
        found: dict[str, set[str]] = {}
        for definition in self.definitions.values():
            for origin in definition.derived_from:
                found.setdefault(origin, set()).add(definition.id)
        return {origin: frozenset(names) for origin, names in found.items()}

    def __getitem__(self, fact_id: str) -> FactDefinition:
        """Return the definition; raise UnknownNameError for a name nobody defined."""
        if fact_id not in self.definitions:
            near = get_close_matches(fact_id, self.definitions, n=1)
            hint = f'Did you mean "{near[0]}"? ' if near else ""
            raise UnknownNameError(
                f'there is no fact "{fact_id}".',
                mending=f"{hint}`glabella facts` lists all facts.",
            )
        return self.definitions[fact_id]

    def __contains__(self, fact_id: object) -> bool:
        """Return whether the fact is defined."""
        return fact_id in self.definitions

    def normalise(self, fact_id: str, raw: object) -> FactValue:
        """Return the value in the type of the fact.

        Args:
            fact_id: Name of the fact.
            raw: A value as JSON or TOML gives it; numbers as int or Decimal.

        Raises:
            InputError: If the value does not fit the type or its limits.
        """
        definition = self[fact_id]
        value = _NORMALISERS[definition.type](raw, definition)
        _check_limits(value, definition)
        return value


def _misfit(raw: object, wanted: str, definition: FactDefinition) -> InputError:
    shown = str(raw) if isinstance(raw, Decimal) else repr(raw)
    return InputError(
        f"{shown} is not {wanted}.",
        where=f'fact "{definition.id}"',
        mending=f"Its type is {definition.type.value}"
        + (f" in {definition.unit}." if definition.unit else "."),
    )


def _boolean(raw: object, definition: FactDefinition) -> FactValue:
    if isinstance(raw, bool):
        return raw
    raise _misfit(raw, "true or false", definition)


def _integer(raw: object, definition: FactDefinition) -> FactValue:
    number = _number(raw)
    if number is None or number != number.to_integral_value():
        raise _misfit(raw, "a whole number", definition)
    return int(number)


def _decimal(raw: object, definition: FactDefinition) -> FactValue:
    number = _number(raw)
    if number is None:
        raise _misfit(raw, "a number", definition)
    return number


def _number(raw: object) -> Decimal | None:
    """Return a finite exact number, or None; truth values and floats are no numbers."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        return None
    number = Decimal(raw)
    return number if number.is_finite() else None


def _date(raw: object, definition: FactDefinition) -> FactValue:
    if type(raw) is date:
        return raw
    if isinstance(raw, str) and _ISO_DATE.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise _misfit(raw, "a day of the calendar", definition) from None
    raise _misfit(raw, "a date such as 2026-03-31", definition)


_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _text(raw: object, definition: FactDefinition) -> FactValue:
    if isinstance(raw, str):
        return raw
    raise _misfit(raw, "a text", definition)


def _choice(raw: object, definition: FactDefinition) -> FactValue:
    if isinstance(raw, str) and raw in definition.choices:
        return raw
    raise _misfit(raw, f"one of {', '.join(definition.choices)}", definition)


def _choices(raw: object, definition: FactDefinition) -> FactValue:
    if not isinstance(raw, list | tuple):
        raise _misfit(raw, "a list of choices", definition)
    return tuple(sorted({str(_choice(item, definition)) for item in raw}))


def _monthly(raw: object, definition: FactDefinition) -> FactValue:
    if not isinstance(raw, list | tuple) or not raw:
        raise _misfit(raw, "a list of monthly numbers, oldest first", definition)
    months: list[Decimal | None] = []
    for item in raw:
        number = _number(item)
        if item is not None and number is None:
            raise _misfit(item, "a number or an empty month", definition)
        months.append(number)
    return tuple(months)


def _records(raw: object, definition: FactDefinition) -> FactValue:
    if not isinstance(raw, list | tuple):
        raise _misfit(raw, "a list of rows", definition)
    return tuple(_record(row, definition) for row in raw)


def _record(row: object, definition: FactDefinition) -> Record:
    if not isinstance(row, Mapping):
        raise _misfit(row, "a row of named values", definition)
    strange = [name for name in row if name not in definition.fields]
    if strange:
        fields = ", ".join(definition.fields)
        raise _misfit(strange[0], f"a field ({fields})", definition)
    return {name: _cell(row.get(name), name, definition) for name in definition.fields}


def _cell(raw: object, name: str, definition: FactDefinition) -> FactValue | None:
    """Return one value of a row; an empty cell stays None: unknown, not zero."""
    if raw is None:
        return None
    column = FactDefinition(
        id=f"{definition.id}.{name}",
        type=definition.fields[name],
        question=definition.question,
        validity=definition.validity,
        minimum=Decimal(0),
    )
    value = _NORMALISERS[column.type](raw, column)
    _check_limits(value, column)
    return value


_NORMALISERS = {
    FactType.BOOLEAN: _boolean,
    FactType.INTEGER: _integer,
    FactType.DECIMAL: _decimal,
    FactType.DATE: _date,
    FactType.TEXT: _text,
    FactType.CHOICE: _choice,
    FactType.CHOICES: _choices,
    FactType.MONTHLY: _monthly,
    FactType.RECORDS: _records,
}


def _check_limits(value: FactValue, definition: FactDefinition) -> None:
    numbers = value if definition.type is FactType.MONTHLY else (value,)
    for number in numbers if isinstance(numbers, tuple) else ():
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            continue
        if definition.minimum is not None and number < definition.minimum:
            raise _misfit(number, f"at least {definition.minimum}", definition)
        if definition.maximum is not None and number > definition.maximum:
            raise _misfit(number, f"at most {definition.maximum}", definition)
