"""Reads about people: search, duplicates, and what surrounds a person."""

from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from glabella.clinic.people.cards import Person, fold
from glabella.clinic.people.models import (
    Alert,
    Allergy,
    Contact,
    LegalHold,
    Merge,
    NotTheSame,
    Patient,
    Registration,
    Relation,
)
from glabella.clinic.people.retention import retention_of
from glabella.clinic.people.spellings import (
    day_of,
    digits,
    is_phone,
    phone_numbers,
)
from glabella.clinic.people.values import Duplicate, Header, NewPatient, Retention
from glabella.clinic.practice.models import Outlet
from glabella.core.derived import full_years

# Letters of two names that must agree for them to be called similar.
SIMILAR = 0.85
_LONGEST_OWN_NUMBER = 6
_SHORTEST_PHONE_END = 6
_MOST_WORDS = 12  # of one search; each is a condition of the query
_MOST_CARDS = 500  # with one phone number or address: a home, a hotel


def search(
    text: str, *, outlets: frozenset[UUID] | None, limit: int = 25, offset: int = 0
) -> list[Patient]:
    """Return the people that a text may mean, by name.

    Args:
        text: Parts of the name in any order, a birth date (1980-05-01 or 01.05.1980),
            a phone number in any spelling, an e-mail address, a number of the outlet,
            or several of these together.
        outlets: Where the people must be registered; None for the whole practice.
        limit: The most cards to look at.
        offset: How many to pass over.
    """
    # PostgreSQL takes no text with this sign in it, and no name has one.
    wanted = _wanted(text.replace("\x00", " ").strip(), outlets=outlets)
    if wanted is None:
        return []
    cards = Patient.objects.filter(wanted, erased_at__isnull=True)
    if outlets is not None:
        cards = cards.filter(_is_here(outlets))
    page = cards.order_by("search_name", "id")[offset : offset + limit]
    return _kept(list(page))


def _wanted(text: str, *, outlets: frozenset[UUID] | None) -> Q | None:
    if not text:
        return None
    if is_phone(text):
        return _by_phone(text, outlets=outlets) | _by_number(text)
    wanted = Q()
    for word in text.replace(",", " ").replace(";", " ").split()[:_MOST_WORDS]:
        wanted &= _by_word(word)
    return wanted


def _by_word(word: str) -> Q:
    day = day_of(word)
    if day is not None:
        return Q(birth_date=day)
    if "@" in word:
        value = word.casefold()
        return _cards(Contact.objects.filter(search_value=value, ended_at__isnull=True))
    if digits(word):
        return _by_number(word)
    wanted = Q()
    for part in fold(word).split():
        wanted &= Q(search_name__startswith=part) | Q(search_name__contains=f" {part}")
    return wanted


def _by_number(text: str) -> Q:
    """Return the cards whose number it is; "123" also means "P-000123"."""
    numbers = {text, text.upper()}
    if text.isdecimal() and len(text) <= _LONGEST_OWN_NUMBER:
        numbers.add(f"P-{int(text):06}")
    return _cards(Registration.objects.filter(number__in=numbers))


def _by_phone(text: str, *, outlets: frozenset[UUID] | None) -> Q:
    places = Outlet.objects.order_by("profile")
    if outlets is not None:
        places = places.filter(id__in=outlets)
    profiles = places.values_list("profile", flat=True).distinct()
    # A number that no country knows is kept as its digits.
    known = [*phone_numbers(text, profiles=list(profiles)), digits(text)]
    running = Contact.objects.filter(kind="phone", ended_at__isnull=True)
    whole = running.filter(search_value__in=known)
    end = digits(text).lstrip("0")
    if len(end) < _SHORTEST_PHONE_END or whole.exists():
        return _cards(whole)
    return _cards(running.filter(search_value__endswith=end))


def _cards(rows: QuerySet[Any]) -> Q:
    """Return the cards that rows name, asked at once: then the key finds each card."""
    return Q(id__in=list(rows.values_list("patient_id", flat=True)[:_MOST_CARDS]))


def _is_here(outlets: frozenset[UUID]) -> Q:
    """Return the cards registered there, themselves or as another card of the person.

    Merges are few beside the cards, so they are asked for first, all of them.
    """
    here = Registration.objects.filter(outlet_id__in=outlets, ended_at__isnull=True)
    own = Q(Exists(here.filter(patient_id=OuterRef("id"))))
    merged = Merge.objects.filter(undone_at__isnull=True)
    above = dict(merged.values_list("merged_id", "kept_id"))
    if not above:
        return own
    people: dict[UUID, set[UUID]] = {}
    for card in above:
        top = card
        while top in above:
            top = above[top]
        people.setdefault(top, {top}).add(card)
    cards = {card for each in people.values() for card in each}
    found = set(here.filter(patient_id__in=cards).values_list("patient_id", flat=True))
    theirs = [card for each in people.values() if each & found for card in each]
    return own | Q(id__in=theirs)


def _kept(cards: list[Patient]) -> list[Patient]:
    """Return the kept card of each, once, in the same order."""
    above = {card.id: card for card in cards}
    rows = cards
    while missing := {row.merged_into_id for row in rows} - {None, *above}:
        rows = list(Patient.objects.filter(id__in=missing))
        above.update((row.id, row) for row in rows)
    tops: dict[UUID, Patient] = {}
    for card in cards:
        top = card
        while top.merged_into_id is not None:
            top = above[top.merged_into_id]
        tops.setdefault(top.id, top)
    return list(tops.values())


def likely_duplicates(
    new: NewPatient,
    *,
    outlets: frozenset[UUID] | None,
    card: UUID | None = None,
    limit: int = 10,
) -> list[Duplicate]:
    """Return the cards that may be of the same person, the surest first.

    Args:
        new: The card to be made, or what stands on `card`.
        outlets: Where to look; None for the whole practice.
        card: Left out itself, and so are those that somebody has told apart from it.
        limit: The most to return.
    """
    cards = Patient.objects.filter(
        _candidates(new), merged_into__isnull=True, erased_at__isnull=True
    )
    if card is not None:
        cards = cards.exclude(id__in={card, *_told_apart(card)})
    if outlets is not None:
        cards = cards.filter(_is_here(outlets))
    judged = ((_why(new, each), each) for each in cards.order_by("search_name", "id"))
    found = [Duplicate(patient=each, why=why) for why, each in judged if why]
    return sorted(found, key=lambda one: _ORDER.index(one.why))[:limit]


_ORDER = (
    "same_name_and_birth_date",
    "similar_name_and_birth_date",
    "same_name_and_swapped_birth_date",
    "same_name_birth_date_unknown",
)


def _candidates(new: NewPatient) -> Q:
    first = fold(new.family_name)
    by_name = Q(search_name__startswith=first) | Q(search_name__contains=f" {first}")
    if new.birth_date is None:
        return by_name
    days = [day for day in (new.birth_date, _swapped(new.birth_date)) if day]
    return Q(birth_date__in=days) | (Q(birth_date__isnull=True) & by_name)


def _why(new: NewPatient, card: Patient) -> str:
    mine = _words(new.family_name, new.given_names)
    theirs = _words(card.family_name, card.given_names)
    is_same = mine == theirs
    if new.birth_date is None or card.birth_date is None:
        return "same_name_birth_date_unknown" if is_same else ""
    if new.birth_date == card.birth_date:
        if is_same:
            return "same_name_and_birth_date"
        likeness = SequenceMatcher(None, " ".join(mine), " ".join(theirs)).ratio()
        is_part = set(mine) <= set(theirs) or set(theirs) <= set(mine)
        is_similar = is_part or likeness >= SIMILAR
        return "similar_name_and_birth_date" if is_similar else ""
    if is_same and _swapped(new.birth_date) == card.birth_date:
        return "same_name_and_swapped_birth_date"
    return ""


def _words(*names: str) -> list[str]:
    return sorted(fold(" ".join(names)).split())


def _swapped(day: date | None) -> date | None:
    """Return the date with day and month changed round, if there is one."""
    if day is None or day.day > 12 or day.day == day.month:  # noqa: PLR2004 a year has twelve months
        return None
    return date(day.year, day.day, day.month)


def _told_apart(card: UUID) -> Iterable[UUID]:
    rows = NotTheSame.objects.filter(Q(first_id=card) | Q(second_id=card))
    for first, second in rows.values_list("first_id", "second_id"):
        yield second if first == card else first


def header(who: Person, *, on: date, is_clinical: bool) -> Header:
    """Return what stands at the top of every page about a person.

    Args:
        on: The day at the outlet.
        is_clinical: Whether the reader may see clinical content; else allergies and
            clinical alerts stay empty.
    """
    born = who.patient.birth_date
    shown = allergies(who) if is_clinical else []
    return Header(
        patient=who.patient,
        age=full_years(born, on) if born and born <= on else None,
        numbers=tuple(numbers(who)),
        alerts=tuple(row.text for row in alerts(who, is_clinical=is_clinical)),
        allergies=tuple(shown),
        allergies_asked_on=who.patient.allergies_asked_on if is_clinical else None,
        is_held=holds(who).exists(),
        cards=who.ids,
    )


def numbers(who: Person) -> list[Registration]:
    """Return the running registrations of a person, each with its outlet."""
    rows = Registration.objects.filter(patient_id__in=who.ids, ended_at__isnull=True)
    return list(rows.select_related("outlet").order_by("outlet__name", "number"))


def contacts(who: Person) -> list[Contact]:
    """Return the contacts in use, oldest first."""
    rows = Contact.objects.filter(patient_id__in=who.ids, ended_at__isnull=True)
    return list(rows.order_by("kind", "value"))


def relations(who: Person) -> list[Relation]:
    """Return the people beside a person."""
    rows = Relation.objects.filter(patient_id__in=who.ids, ended_at__isnull=True)
    return list(rows.order_by("kind", "name"))


def allergies(who: Person) -> list[Allergy]:
    """Return the allergies that stand."""
    rows = Allergy.objects.filter(patient_id__in=who.ids, ended_at__isnull=True)
    return list(rows.order_by("substance", "id"))


def alerts(who: Person, *, is_clinical: bool = True) -> list[Alert]:
    """Return the alerts that stand; without `is_clinical` only those for everybody."""
    rows = Alert.objects.filter(patient_id__in=who.ids, ended_at__isnull=True)
    if not is_clinical:
        rows = rows.filter(is_clinical=False)
    return list(rows.order_by("noted_at", "id"))


def holds(who: Person) -> QuerySet[LegalHold]:
    """Return the legal holds that stand."""
    return LegalHold.objects.filter(patient_id__in=who.ids, lifted_at__isnull=True)


def merges(who: Person) -> list[Merge]:
    """Return the merges of a person's cards that stand, newest first."""
    rows = Merge.objects.filter(kept_id__in=who.ids, undone_at__isnull=True)
    return list(rows.select_related("merged", "merged_by").order_by("-merged_at"))


def retention(who: Person) -> Retention:
    """Return how long the record must be kept and whether it may be erased."""
    return retention_of(who)
