"""Our own small facts file: JSON or TOML with what a person knows of a patient.

    on = 2026-03-02
    [facts]
    birth_date = 1980-05-01
    phq9_total = { value = 12, as_of = 2026-02-20, source = "letter" }

A fact is a value, a statement with its day, or a list of statements (its history).
A file is read whole or not at all: every mistake in it is told at once.
"""

from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum

import attrs

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue, FactValue
from glabella.core.facts import Fact
from glabella.interop.mistakes import placed, raise_any
from glabella.interop.notes import Note
from glabella.interop.strict_text import check_size, read_json, read_toml, too_deep

SESSIONS = "toxin_sessions"

# Undated in a file, it is a statement of the birth itself, not of the day of the file.
_SINCE_ITSELF = "birth_date"

_TOP_NAMES = ("on", "facts", "baseline", "sessions", "practice")
_BASELINE_NAMES = ("on", "facts", "sessions")
_STATEMENT_NAMES = ("value", "as_of", "source", "certainty")

Table = Mapping[str, object]


class FileKind(Enum):
    """How a facts file is written."""

    JSON = "json"
    TOML = "toml"


@attrs.frozen
class Baseline:
    """What was known before the first injection of a course, frozen on its day."""

    on: date
    facts: tuple[Fact, ...]


@attrs.frozen
class FactsFile:
    """What one facts file says; `on` is None if it names no day."""

    on: date | None
    facts: tuple[Fact, ...]
    baseline: Baseline | None = None
    practice: Table | None = None
    notes: tuple[Note, ...] = ()


@attrs.frozen
class _Place:
    """What every part of a file needs to be read: names, its place, a list of mistakes.

    `on` is the day of a statement that names none.
    """

    catalogue: Catalogue
    name: str
    on: date | None
    errors: list[InputError] = attrs.field(factory=list)

    def blame(self, error: InputError, *, at: str = "") -> None:
        """Add a mistake with its place."""
        inner = placed(error, at) if at else error
        self.errors.append(placed(inner, self.name))


def read_facts_file(
    text: str,
    *,
    kind: FileKind,
    catalogue: Catalogue,
    on: date | None = None,
    name: str = "facts file",
) -> FactsFile:
    """Return what a facts file says.

    Args:
        text: The whole file.
        kind: JSON or TOML.
        catalogue: The facts that exist, with their types and limits.
        on: The day of statements without one, if the file names no day either.
        name: How messages call the file.

    Raises:
        InputError: If anything in the file cannot be used; SeveralMistakesError if more
            than one thing cannot.
    """
    check_size(len(text), name)
    raw = read_json(text, name) if kind is FileKind.JSON else read_toml(text, name)
    return facts_of_value(raw, catalogue=catalogue, on=on, name=name)


def facts_of_value(
    raw: object, *, catalogue: Catalogue, on: date | None, name: str
) -> FactsFile:
    """Return what a facts file says, once its text has become plain values."""
    if not isinstance(raw, Mapping):
        raise InputError(
            "the top level is no table.",
            where=name,
            mending='Write {"on": ..., "facts": {...}}.',
        )
    try:
        return _read(raw, _Place(catalogue, name, on))
    except RecursionError:
        raise too_deep(name) from None


def _read(raw: Table, place: _Place) -> FactsFile:
    _check_names(raw, _TOP_NAMES, place=place)
    own_day = _optional_day(raw, place)
    place = attrs.evolve(place, on=own_day or place.on)
    result = FactsFile(
        on=own_day,
        facts=_facts(raw, place),
        baseline=_baseline(raw, place),
        practice=_table(raw, "practice", place=place),
    )
    raise_any(place.errors)
    return result


def stated_day(raw: object) -> date | None:
    """Return the day a facts file names, if it names one that exists."""
    if not isinstance(raw, Mapping):
        return None
    try:
        return day_of(raw["on"]) if "on" in raw else None
    except InputError:
        return None  # the reading of the file reports it


def day_of(raw: object) -> date:
    """Return a calendar day from a TOML date or an ISO text.

    Raises:
        InputError: If there is no such day, or a time of day stands with it.
    """
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        if isinstance(raw, str) and len(raw) == len("2026-03-31"):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise InputError(
        f"{raw!r} is no day of the calendar.", mending="Use a date such as 2026-03-31."
    )


def _check_names(table: Table, known: tuple[str, ...], *, place: _Place) -> None:
    for name in table:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            hint = f'Did you mean "{near[0]}"? ' if near else ""
            place.blame(
                InputError(
                    f'there is no "{name}" here.',
                    mending=f"{hint}Known are {', '.join(known)}.",
                )
            )


def _optional_day(table: Table, place: _Place) -> date | None:
    if "on" not in table:
        return None
    try:
        return day_of(table["on"])
    except InputError as error:
        place.blame(error, at="on")
        return None


def _table(table: Table, name: str, *, place: _Place) -> Table | None:
    value = table.get(name)
    if value is None or isinstance(value, Mapping):
        return value
    place.blame(InputError("this is no table."), at=name)
    return None


def _facts(table: Table, place: _Place) -> tuple[Fact, ...]:
    """Return all statements of a `facts` table and of the `sessions` beside it."""
    inner = _table(table, "facts", place=place) or {}
    found: list[Fact] = []
    for fact_id, raw in inner.items():
        found += _statements(str(fact_id), raw, place=place)
    if "sessions" in table:
        if SESSIONS in inner:
            twice = InputError("the sessions stand here too.", mending="Keep one.")
            place.blame(twice, at=f"facts.{SESSIONS}")
        found += _statement(SESSIONS, table["sessions"], place=place, at="sessions")
    return tuple(found)


def _baseline(table: Table, place: _Place) -> Baseline | None:
    inner = _table(table, "baseline", place=place)
    if inner is None:
        return None
    there = attrs.evolve(place, name=f"{place.name}, baseline", on=None)
    _check_names(inner, _BASELINE_NAMES, place=there)
    day = _optional_day(inner, there)
    if day is None:
        if "on" not in inner:
            missing = "the day of the baseline is missing."
            there.blame(InputError(missing, mending="Add `on`."))
        return None
    return Baseline(day, _facts(inner, attrs.evolve(there, on=day)))


def _statements(fact_id: str, raw: object, *, place: _Place) -> list[Fact]:
    """Return all statements of one fact: one value, one statement, or a history."""
    at = f"facts.{fact_id}"
    if fact_id not in place.catalogue:
        try:
            place.catalogue[fact_id]
        except InputError as error:
            place.blame(error)
        return []
    history = _history(raw)
    if not history:
        return _statement(fact_id, raw, place=place, at=at)
    found: list[Fact] = []
    for number, item in enumerate(history, start=1):
        if "as_of" not in item:
            undated = InputError("a history needs a day for each value.")
            place.blame(undated, at=f"{at}, entry {number}")
            continue
        found += _statement(fact_id, item, place=place, at=f"{at}, entry {number}")
    return found


def _history(raw: object) -> list[Table]:
    """Return the statements of a history; none if the value is something else."""
    rows = raw if isinstance(raw, list) else []
    tables = [row for row in rows if isinstance(row, Mapping) and "value" in row]
    return tables if len(tables) == len(rows) else []


def _statement(fact_id: str, raw: object, *, place: _Place, at: str) -> list[Fact]:
    """Return one statement, or none if it cannot be used."""
    table: Table = raw if isinstance(raw, Mapping) else {"value": raw}
    _check_names(table, _STATEMENT_NAMES, place=_deeper(place, at))
    try:
        value = place.catalogue.normalise(fact_id, _value(table))
        as_of = _as_of(fact_id, value, table=table, on=place.on)
        source = _words(table, "source", default="stated")
        certainty = _words(table, "certainty", default="recorded")
    except InputError as error:
        place.blame(error, at=at)
        return []
    return [Fact(fact_id, value, as_of, source, certainty)]


def _deeper(place: _Place, at: str) -> _Place:
    return attrs.evolve(place, name=f"{place.name}, {at}")


def _value(table: Table) -> object:
    if "value" in table:
        return table["value"]
    raise InputError("the value is missing.", mending="Add `value`.")


def _as_of(fact_id: str, value: FactValue, *, table: Table, on: date | None) -> date:
    """Return the day of a statement: its own, of the birth, or of the file."""
    if "as_of" in table:
        return day_of(table["as_of"])
    if fact_id == _SINCE_ITSELF and isinstance(value, date):
        return value
    if on is not None:
        return on
    raise InputError(
        "nothing says on which day this was so.",
        mending="Add `as_of` here, or `on` to the file.",
    )


def _words(table: Table, name: str, *, default: str) -> str:
    value = table.get(name, default)
    if isinstance(value, str):
        return value
    raise InputError(f"{value!r} is no text.", where=name)
