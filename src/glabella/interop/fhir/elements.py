"""The parts of a FHIR resource, read with care.

A part that is absent is None or empty; a part of the wrong shape raises InputError.

Vocabulary: a *span* is what a FHIR date says: "2016-06" is the span from 1 to 30 June.
Dates are taken as written; a time of day and its zone do not move them to another day.
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import attrs

from glabella.core.errors import InputError

Element = Mapping[str, object]

_OBJECTS = frozenset({dict})

# No clinical number comes near; a larger one could only exhaust the memory.
_MOST_DIGITS = 40

_DATE_TIME = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
    r"(?:Z|[+-]\d\d:\d\d)?)?)?)?"
)


@attrs.frozen
class Span:
    """The days a FHIR date may mean, both included."""

    first: date
    last: date


@attrs.frozen
class Coding:
    """A code with the system it belongs to."""

    system: str
    code: str
    display: str
    element: Element = attrs.field(eq=False, repr=False)


@attrs.frozen
class Concept:
    """One idea, in several codes and perhaps in words."""

    codings: tuple[Coding, ...]
    text: str

    @property
    def words(self) -> str:
        """All displays and the text, in small letters, to search in."""
        displays = [coding.display for coding in self.codings]
        return " ".join([*displays, self.text]).casefold()

    @property
    def label(self) -> str:
        """The text, or the first display, to show."""
        displays = [coding.display for coding in self.codings if coding.display]
        return self.text or (displays[0] if displays else "")

    def first_code(self) -> str:
        """Return the first code, or nothing."""
        return self.codings[0].code if self.codings else ""


def part(node: Element, name: str) -> Element | None:
    """Return an inner object, or None."""
    value = node.get(name)
    if value is None or isinstance(value, dict):
        return value
    raise _shape(name, "an object")


def parts(node: Element, name: str) -> list[Element]:
    """Return a list of inner objects; empty if there is none."""
    value = node.get(name)
    if value is None:
        return []
    if isinstance(value, list) and _OBJECTS.issuperset(map(type, value)):
        return value
    raise _shape(name, "a list of objects")


def word(node: Element, name: str) -> str:
    """Return a string; empty if there is none."""
    value = node.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise _shape(name, "a text")


def flag(node: Element, name: str) -> bool | None:
    """Return true, false, or None."""
    value = node.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise _shape(name, "true or false")


def number(node: Element, name: str) -> Decimal | None:
    """Return an exact number, or None; a float is taken as it is printed."""
    value = node.get(name)
    if value is None:
        return None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if exact.is_finite() and abs(exact.adjusted()) < _MOST_DIGITS:
            return exact
    raise _shape(name, "a number")


def concept(node: Element, name: str) -> Concept | None:
    """Return a codeable concept, or None."""
    value = part(node, name)
    if value is None:
        return None
    codings = tuple(map(coding_of, parts(value, "coding")))
    return Concept(codings, word(value, "text"))


def concepts(node: Element, name: str) -> list[Concept]:
    """Return a list of codeable concepts; a single one counts as a list of one."""
    if isinstance(node.get(name), dict):
        single = concept(node, name)
        return [single] if single else []
    found = [concept({"one": item}, "one") for item in parts(node, name)]
    return [item for item in found if item is not None]


def coding_of(value: Element) -> Coding:
    """Return one coding."""
    return Coding(
        word(value, "system"), word(value, "code"), word(value, "display"), value
    )


def span(node: Element, name: str) -> Span | None:
    """Return the days that a date or dateTime may mean, or None."""
    text = word(node, name)
    return span_of(text, name) if text else None


def span_of(text: str, name: str) -> Span:
    """Return the days that the text of a date or dateTime may mean."""
    found = _DATE_TIME.fullmatch(text)
    try:
        days = _days(found) if found else None
    except ValueError:
        days = None
    if days is None:
        raise InputError(
            f'"{text[:_MOST_DIGITS]}" is no day of the calendar.',
            where=name,
            mending="Use a date such as 2026-03-31.",
        )
    return days


def _days(found: re.Match[str]) -> Span:
    """Return the span; raise ValueError if the calendar has no such day."""
    year, month, day = found.groups()
    if day is not None:
        only = date.fromisoformat(found.string[: found.end(3)])
        return Span(only, only)
    first = date(int(year), int(month or 1), 1)
    last = calendar.monthrange(first.year, int(month or 12))[1]
    return Span(first, date(first.year, int(month or 12), last))


def extensions(node: Element, ending: str) -> list[Element]:
    """Return the extensions whose address ends like this."""
    return [
        item for item in parts(node, "extension") if word(item, "url").endswith(ending)
    ]


def _shape(name: str, wanted: str) -> InputError:
    return InputError(
        f"this is not {wanted}.", where=name, mending="Export the bundle again."
    )
