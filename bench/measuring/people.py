"""The people on whom assessments are timed: the worked cases of all protocols.

A worked case knows only what its own protocol asks. Completed with what all the other
cases know, it is a patient of whom nearly everything is recorded: more to look at.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs
from attrs import evolve

from glabella.core.derived import with_derived
from glabella.core.facts import INCOMPLETE_LIST, FactSet
from glabella.protocols.cases import Case, fact_set, read_cases
from glabella.protocols.loader import Library


@attrs.frozen
class Person:
    """Raw facts of one person, from which a fresh fact set is built for each run.

    A fact set remembers its answers, so timing the same set twice would time memory.
    """

    on: date
    facts: dict[str, object]
    certainty: str | None = None

    def fact_set(self, library: Library) -> FactSet:
        """Return a fact set that nobody has asked anything yet."""
        made = fact_set(library.catalogue, on=self.on, facts=self.facts)
        if self.certainty is not None:
            doubted = [
                evolve(each, certainty=self.certainty) for each in made.all_facts()
            ]
            made = FactSet(library.catalogue, on=self.on, facts=doubted)
        return with_derived(made)


def worked_cases(library: Library) -> tuple[Case, ...]:
    """Return the worked cases of all protocols."""
    return tuple(read_cases(library.raw)[0])


def as_recorded(cases: Sequence[Case]) -> list[Person]:
    """Return each case with its own facts."""
    return [Person(case.on, dict(case.facts)) for case in cases]


def in_doubt(person: Person) -> Iterator[Person]:
    """Yield the person as recorded, with open lists, and with every other fact gone."""
    yield person
    yield evolve(person, certainty=INCOMPLETE_LIST)
    for start in (0, 1):
        kept = list(person.facts)[start::2]
        yield evolve(person, facts={name: person.facts[name] for name in kept})


def completed(cases: Sequence[Case]) -> list[Person]:
    """Return each case with its own facts and those of all other cases."""
    everything: dict[str, object] = {}
    for case in cases:
        everything = {**case.facts, **everything}
    return [Person(case.on, everything | dict(case.facts)) for case in cases]
