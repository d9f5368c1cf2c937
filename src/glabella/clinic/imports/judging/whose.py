"""Which patient a row is about: by number, by outside number, or by name and birth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import attrs

from glabella.clinic.imports.judging.patients import (
    birth_date_of,
    chunks,
    ids_of,
    names_of,
    numbers_at,
)
from glabella.clinic.imports.lines import Line
from glabella.clinic.imports.values import Place
from glabella.clinic.people.cards import Person, fold, person
from glabella.clinic.people.models import Patient

Words = tuple[str, ...]
BY_NAME = ("family_name", "given_names", "name")


@attrs.frozen
class Whose:
    """Who is known at an outlet under what stands in a file.

    Args:
        numbers: Of the outlet.
        ids: Of the other system.
        born: Cards by day of birth and words of the name.
        people: The person of each of these cards.
    """

    numbers: Mapping[str, UUID]
    ids: Mapping[str, UUID]
    born: Mapping[tuple[date, Words], frozenset[UUID]]
    people: Mapping[UUID, Person]

    @classmethod
    def of(cls, lines: Iterable[Line], place: Place) -> "Whose":
        """Look up everything that the lines of a file name, at once."""
        rows = list(lines)
        numbers = numbers_at(place, _said(rows, "number"))
        ids = ids_of(place, _said(rows, "external_id"))
        born = _born(rows, place)
        cards = {*numbers.values(), *ids.values()}.union(*born.values())
        found = {card: person(card) for card in cards}
        people = {card: who for card, who in found.items() if who is not None}
        return cls(numbers, ids, born, people)

    def ask(self, line: Line) -> Person | None:
        """Return the person of a row; None, and a finding, if nobody can say who."""
        cards = self._cards(line)
        if cards is None:
            return None
        people = {
            who.id: who for card in cards if (who := self.people.get(card)) is not None
        }
        if len(people) != 1:
            code = "several_patients" if people else "no_such_patient"
            line.find(_asked_by(line), code)
            return None
        (found,) = people.values()
        if found.patient.restricted_at is not None:
            line.find(_asked_by(line), "patient_rests")
        _check_name(line, found)
        return found

    def _cards(self, line: Line) -> frozenset[UUID] | None:
        """Return the cards that a row names; None if it names nobody."""
        for field, known in (("external_id", self.ids), ("number", self.numbers)):
            said = line.text(field, most=80)
            if said:
                return frozenset({known[said]} if said in known else ())
        words, birth = _key(line)
        if not words or line.is_bad():
            return None
        if birth is None:
            line.find("birth_date", "birth_date_needed")
            return None
        return self.born.get((birth, words), frozenset())


def _said(lines: Iterable[Line], field: str) -> set[str]:
    return {said for line in lines if (said := str(line.text(field)))}


def _asked_by(line: Line) -> str:
    for field in ("external_id", "number", *BY_NAME):
        if line.text(field):
            return field
    return ""


def _key(line: Line) -> tuple[Words, date | None]:
    family, given = names_of(line)
    return _words(f"{family} {given}"), birth_date_of(line)


def _words(name: str) -> Words:
    return tuple(sorted(fold(name).split()))


def _born(
    lines: Iterable[Line], place: Place
) -> dict[tuple[date, Words], frozenset[UUID]]:
    """Return the cards of this outlet that were born on one of the days of a file."""
    days = {found.day for line in lines if (found := line.peek("birth_date"))}
    here = Patient.objects.filter(
        registrations__outlet_id=place.outlet.id,
        registrations__ended_at__isnull=True,
        erased_at__isnull=True,
    )
    cards: dict[tuple[date, Words], set[UUID]] = defaultdict(set)
    for chunk in chunks(day.isoformat() for day in days):
        rows = here.filter(birth_date__in=chunk)
        for card in rows.only("id", "birth_date", "family_name", "given_names"):
            if card.birth_date is not None:
                name = _words(f"{card.family_name} {card.given_names}")
                cards[card.birth_date, name].add(card.id)
    return {key: frozenset(found) for key, found in cards.items()}


def _check_name(line: Line, who: Person) -> None:
    """Find a row whose number is of one person and whose name is of another."""
    said = {
        word for field in BY_NAME for word in fold(line.text(field, most=160)).split()
    }
    said = {word.strip(",;.") for word in said}
    card = who.patient
    known = set(fold(f"{card.family_name} {card.given_names}").split())
    if said and not said & known:
        line.find(_asked_by(line), "name_of_another")


def label_of(line: Line, who: Person | None) -> str:
    """Return whom a row is about, to know it again."""
    if who is not None:
        return f"{who.patient.family_name}, {who.patient.given_names}".strip(", ")
    fields = ("family_name", "given_names", "name", "number", "external_id")
    return " ".join(said for field in fields if (said := line.text(field, most=160)))
