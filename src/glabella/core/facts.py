"""What is known of a patient: facts with value, date and source.

Vocabulary: a *fact* is one statement with the day it was true.
A *fact set* holds all facts of one person as seen on one day; asking it gives a known
value or says why there is none.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Protocol

import attrs

from glabella.core.fact_types import Catalogue, FactValue, Record
from glabella.core.truth import Truth

INCOMPLETE_LIST = "list may be incomplete"
"""Certainty of rows that somebody's record happens to hold: there may be more."""


@attrs.frozen
class Fact:
    """One statement about a patient."""

    id: str
    value: FactValue
    as_of: date
    source: str = "stated"
    certainty: str = "recorded"

    @property
    def is_derived(self) -> bool:
        """Whether nobody stated it: it follows from other facts."""
        return self.source.startswith("derived from ")

    @property
    def may_be_incomplete(self) -> bool:
        """Whether there may be more rows, or a later date, than this record holds."""
        return self.certainty == INCOMPLETE_LIST


class Absence(Enum):
    """Why a fact has no value today."""

    NOT_RECORDED = "not_recorded"
    EXPIRED = "expired"
    CONFLICT = "conflict"
    INCOMPLETE = "incomplete"
    """Recorded, but with gaps that leave the answer open."""


@attrs.frozen
class Missing:
    """A fact without a current value, and why.

    For an expired fact `last` is the newest old statement; for a conflict `rivals` are
    the statements that disagree.
    """

    id: str
    reason: Absence
    last: Fact | None = None
    rivals: tuple[Fact, ...] = ()

    @classmethod
    def gaps(cls, fact: Fact) -> "Missing":
        """Return the absence of what a recorded fact leaves blank."""
        return cls(fact.id, Absence.INCOMPLETE, last=fact)


Found = Fact | Missing


@attrs.frozen
class Evaluation:
    """The answer of a criterion: the truth, the facts used, the facts missing."""

    truth: Truth
    used: tuple[Fact, ...] = ()
    missing: tuple[Missing, ...] = ()


class Question(Protocol):
    """Anything that can be asked of a fact set."""

    def answer(self, facts: "FactSet") -> Evaluation:
        """Return the truth with the facts used and missing."""


class FactSet:
    """All facts of one person, as seen on one day.

    Facts dated after `on` are set aside and counted in `ignored_future`.
    Looking up is remembered, so a set must not outlive its facts. A set that changes a
    few facts of another asks the other for the rest.
    """

    __slots__ = (
        "_answers",
        "_changed",
        "_found",
        "_history",
        "_under",
        "catalogue",
        "ignored_future",
        "on",
    )

    def __init__(
        self, catalogue: Catalogue, *, on: date, facts: Iterable[Fact]
    ) -> None:
        """Sort the facts by name and day; refuse a name nobody defined."""
        self.catalogue = catalogue
        self.on = on
        history: dict[str, list[Fact]] = {}
        ignored = 0
        for fact in facts:
            catalogue[fact.id]
            if fact.as_of > on:
                ignored += 1
            else:
                history.setdefault(fact.id, []).append(fact)
        for rows in history.values():
            rows.sort(key=lambda fact: fact.as_of)
        self.ignored_future = ignored
        self._history = {key: tuple(rows) for key, rows in history.items()}
        self._found: dict[str, Found] = {}
        self._answers: dict[int, tuple[Question, Evaluation]] = {}
        self._under: FactSet | None = None
        self._changed: frozenset[str] = frozenset()

    def history(self, fact_id: str) -> tuple[Fact, ...]:
        """Return all statements up to today, oldest first, current or not."""
        return self._history.get(fact_id, ())

    def all_facts(self) -> tuple[Fact, ...]:
        """Return every statement up to today."""
        return tuple(fact for rows in self._history.values() for fact in rows)

    def lookup(self, fact_id: str) -> Found:
        """Return the newest current statement, or why there is none."""
        found = self._found.get(fact_id)
        if found is None:
            if self._under is None or fact_id in self._changed:
                found = self._find(fact_id)
            else:
                found = self._under.lookup(fact_id)
            self._found[fact_id] = found
        return found

    def rows(self, fact_id: str) -> tuple[Record, ...]:
        """Return the rows of a records fact; none if it is missing."""
        found = self.lookup(fact_id)
        value = found.value if isinstance(found, Fact) else ()
        items = value if isinstance(value, tuple) else ()
        return tuple(row for row in items if isinstance(row, Mapping))

    def answer(self, question: Question) -> Evaluation:
        """Return the answer, remembered: a rule shared by protocols is asked once."""
        known = self._answers.get(id(question))
        if known is None:
            known = (question, question.answer(self))
            self._answers[id(question)] = known
        return known[1]

    def _find(self, fact_id: str) -> Found:
        rows = self._history.get(fact_id)
        if not rows:
            return Missing(fact_id, Absence.NOT_RECORDED)
        newest = rows[-1]
        if len(rows) > 1:
            rivals = tuple(fact for fact in rows if fact.as_of == newest.as_of)
            if any(fact.value != newest.value for fact in rivals):
                return Missing(fact_id, Absence.CONFLICT, rivals=rivals)
        if not self.catalogue[fact_id].validity.covers(newest.as_of, self.on):
            return Missing(fact_id, Absence.EXPIRED, last=newest)
        return newest

    def with_facts(self, facts: Iterable[Fact]) -> "FactSet":
        """Return a set in which these statements replace all others of their name."""
        new = tuple(facts)
        other = FactSet(self.catalogue, on=self.on, facts=new)
        other.ignored_future += self.ignored_future
        other._under, other._changed = self, frozenset(fact.id for fact in new)
        replaced = dict.fromkeys(other._changed, ())
        other._history = {**self._history, **replaced, **other._history}
        return other

    def changed_since(self, under: "FactSet") -> frozenset[str] | None:
        """Return the facts in which this set differs from the one it was made of.

        None if it was not made of that set by `with_facts`.
        """
        if self is under:
            return frozenset()
        return self._changed if self._under is under else None

    def imagine(self, fact: Fact) -> "FactSet":
        """Return the set in which this one statement is the newest of its name.

        Older ones stay on record, as they would if a person said so that day.
        Cheap, for trying out many values: nothing is checked and nothing is derived.
        """
        other = object.__new__(FactSet)
        other.catalogue, other.on = self.catalogue, self.on
        other.ignored_future = self.ignored_future
        rows = self._history.get(fact.id, ())
        older = tuple(row for row in rows if row.as_of < fact.as_of)
        other._history = {**self._history, fact.id: (*older, fact)}
        other._found = {**self._found, fact.id: fact}
        other._answers = {}
        other._under, other._changed = None, frozenset()
        return other

    def without(self, names: Iterable[str]) -> "FactSet":
        """Return a set that has forgotten these facts."""
        gone = set(names)
        kept = [fact for fact in self.all_facts() if fact.id not in gone]
        return FactSet(self.catalogue, on=self.on, facts=kept)

    def as_seen_on(self, day: date) -> "FactSet":
        """Return the set as it stood on an earlier day."""
        return FactSet(self.catalogue, on=day, facts=self.all_facts())
