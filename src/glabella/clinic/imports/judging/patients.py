"""Rows of patients: cards to be made, and those that may be on file already."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

import attrs
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from glabella.clinic.imports.lines import Line
from glabella.clinic.imports.reading.columns import fold as fold_word
from glabella.clinic.imports.values import Judged, Place, Twin
from glabella.clinic.people.cards import fold
from glabella.clinic.people.models import Identifier, Registration
from glabella.clinic.people.queries import likely_duplicates
from glabella.clinic.people.spellings import digits, phone_numbers
from glabella.clinic.people.values import (
    NewAllergy,
    NewContact,
    NewPatient,
    NewRelation,
)

OLDEST = 120  # years
_SHORTEST_PHONE = 5
_LONG = 1000  # more is no address; what is kept is measured when it is whole


def _by_word(**words: str) -> Mapping[str, str]:
    return MappingProxyType(
        {fold_word(word): code for code, line in words.items() for word in line.split()}
    )


_SEXES = _by_word(
    female="female f w weiblich frau mrs ms miss fem weibl",
    male="male m männlich mann herr mr männl masc",
    other="other o d x divers diverse nonbinary non-binary andere",
    unknown="unknown u unbekannt n/a na keine ka",
)
_LANGUAGES = _by_word(
    de="de deu ger german deutsch de-ch de-de de-at",
    en="en eng english englisch en-gb en-us",
    fr="fr fra fre french französisch français franz fr-ch",
    it="it ita italian italienisch italiano it-ch",
    zh="zh chi zho chinese chinesisch mandarin",
    ms="ms may msa malay malaiisch",
    ta="ta tam tamil tamilisch",
    other="other andere",
)
_NO_ALLERGY = frozenset(
    {
        *("none", "no", "nil", "keine", "nein", "nka", "nkda", "noknownallergies"),
        *("noknowndrugallergies", "keinebekannt", "keinebekannten"),
        "keinebekanntenallergien",
    }
)
_NOT_SAID = frozenset({"", "na", "unknown", "unbekannt", "notasked", "nichtgefragt"})


@attrs.frozen
class CardPlan:
    """A card as a row says it.

    Args:
        number: At the outlet; "" for the next free one.
        external_id: In the other system; "" if it has none.
    """

    new: NewPatient
    number: str = ""
    external_id: str = ""
    contacts: tuple[NewContact, ...] = ()
    relations: tuple[NewRelation, ...] = ()
    allergies: tuple[NewAllergy, ...] = ()


def judge(lines: Iterable[Line], place: Place) -> list[Judged]:
    """Return what each row would make."""
    plans = [(line, _plan(line, place)) for line in lines]
    known = _Known.of([plan for _, plan in plans], place)
    seen: dict[object, int] = {}
    return [_judged(line, plan, known=known, seen=seen) for line, plan in plans]


def _plan(line: Line, place: Place) -> CardPlan:
    family, given = names_of(line)
    new = NewPatient(
        family_name=family,
        given_names=given,
        birth_date=birth_date_of(line),
        sex=_coded(line, "sex", _SEXES, default="unknown"),
        language=_coded(line, "language", _LANGUAGES, default=place.outlet.language),
    )
    return CardPlan(
        new=new,
        number=line.text("number", most=24),
        external_id=line.text("external_id", most=80),
        contacts=tuple(_contacts(line, place)),
        relations=tuple(_relations(line)),
        allergies=tuple(_allergies(line)),
    )


def names_of(line: Line) -> tuple[str, str]:
    """Return family name and given names, from two columns or from one."""
    family = line.text("family_name", most=80)
    given = line.text("given_names", most=80)
    if family:
        return family, given
    full = line.text("name", most=160)
    if not full:
        field = "family_name" if "family_name" in line.headers else "name"
        line.find_empty(field)
        return "", given
    before, comma, after = full.partition(",")
    if not comma and not given:
        line.find("name", "name_without_comma")
    return (before.strip(), after.strip() or given) if comma else (full, given)


def birth_date_of(line: Line) -> date | None:
    """Return the birth date of a row; one that cannot be is found."""
    found = line.day("birth_date")
    today = line.rules.days.on
    if found is not None and found > today:
        line.find("birth_date", "lies_ahead", day=found.isoformat())
    if found is not None and found.year < today.year - OLDEST:
        line.find("birth_date", "too_long_ago", day=found.isoformat())
    return found


def _coded(line: Line, field: str, words: Mapping[str, str], *, default: str) -> str:
    said = fold_word(line.text(field, most=40))
    if not said:
        return default
    if said not in words:
        line.find(field, f"no_such_{field}")
    return words.get(said, default)


def _contacts(line: Line, place: Place) -> Iterable[NewContact]:
    taken = set()
    for field in ("phone", "mobile"):
        phone = _phone(line, field, place)
        if phone and digits(phone) not in taken:
            taken.add(digits(phone))
            yield NewContact("phone", phone)
    email = line.text("email")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            line.find("email", "no_such_email")
        yield NewContact("email", email)
    address = _address(line)
    if address:
        yield NewContact("post", address)


def _phone(line: Line, field: str, place: Place) -> str:
    phone = line.text(field, most=60)
    if not phone:
        return ""
    if len(digits(phone)) < _SHORTEST_PHONE:
        line.find(field, "no_such_phone")
    elif isinstance(line.cell(field), int | float):
        line.find(field, "phone_was_a_number", is_error=False)
    elif not phone_numbers(phone, profiles=[place.outlet.profile]):
        line.find(field, "phone_not_possible", is_error=False)
    return phone


def _address(line: Line) -> str:
    whole = line.text("address", most=_LONG)
    town = f"{line.text('postcode', most=20)} {line.text('city', most=80)}".strip()
    parts = (
        whole,
        line.text("street", most=_LONG),
        town,
        line.text("country", most=60),
    )
    address = ", ".join(part for part in parts if part)
    if len(address) > 200:  # noqa: PLR2004 the column of a contact
        field = "street" if line.text("street", most=_LONG) else "address"
        line.find(field, "too_long", most="200")
    return " ".join(address.split())


def _relations(line: Line) -> Iterable[NewRelation]:
    for kind in ("referrer", "gp"):
        name = line.text(kind, most=120)
        if name:
            yield NewRelation(kind, name)


def _allergies(line: Line) -> Iterable[NewAllergy]:
    said = line.text("allergies", most=1000)
    if fold_word(said) in _NO_ALLERGY:
        line.find("allergies", "no_allergy_said", is_error=False)
        return
    for part in re.split(r"[,;/\n|]+", said):
        substance = part.strip()
        if fold_word(substance) in _NOT_SAID:
            continue
        if len(substance) > 120:  # noqa: PLR2004 the column of a substance
            line.find("allergies", "too_long", most="120")
        yield NewAllergy(substance)


@attrs.frozen
class _Known:
    """What is on file of the numbers in a file.

    Args:
        numbers: Who has a number at the outlet.
        ids: Who has a number of the other system.
    """

    place: Place
    numbers: Mapping[str, UUID]
    ids: Mapping[str, UUID]

    @classmethod
    def of(cls, plans: Iterable[CardPlan], place: Place) -> "_Known":
        rows = list(plans)
        numbers = {row.number for row in rows if row.number}
        ids = {row.external_id for row in rows if row.external_id}
        return cls(place, numbers_at(place, numbers), ids_of(place, ids))


def numbers_at(place: Place, numbers: Iterable[str]) -> dict[str, UUID]:
    """Return who has one of these numbers at the outlet."""
    rows = Registration.objects.filter(outlet_id=place.outlet.id)
    found: dict[str, UUID] = {}
    for chunk in chunks(numbers):
        there = rows.filter(number__in=chunk)
        found.update(there.values_list("number", "patient_id"))
    return found


def ids_of(place: Place, ids: Iterable[str]) -> dict[str, UUID]:
    """Return who has one of these numbers in the other system."""
    rows = Identifier.objects.filter(system=place.system)
    found: dict[str, UUID] = {}
    for chunk in chunks(ids):
        there = rows.filter(value__in=chunk)
        found.update(there.values_list("value", "patient_id"))
    return found


def chunks(items: Iterable[str], size: int = 500) -> Iterable[list[str]]:
    """Return items in pieces that any database takes in one question."""
    ordered = sorted(items)
    return (ordered[i : i + size] for i in range(0, len(ordered), size))


def _judged(
    line: Line, plan: CardPlan, *, known: _Known, seen: dict[object, int]
) -> Judged:
    _find_twice(line, plan, seen=seen)
    label = ", ".join(
        part for part in (plan.new.family_name, plan.new.given_names) if part
    )
    if line.is_bad():
        return Judged(line.number, label, None, tuple(line.findings))
    owners = {known.numbers.get(plan.number), known.ids.get(plan.external_id)} - {None}
    twins = tuple(_twins(line, plan, known=known, seen=seen))
    return Judged(
        line.number,
        label,
        plan,
        tuple(line.findings),
        twins,
        may_be_another=not owners,
        may_be_same=any(twin.patient for twin in twins),
    )


def _find_twice(line: Line, plan: CardPlan, *, seen: dict[object, int]) -> None:
    for field in ("number", "external_id"):
        value = getattr(plan, field)
        first = seen.setdefault((field, value), line.number)
        if value and first != line.number:
            line.find(field, "number_twice", line=str(first))


def _twins(
    line: Line, plan: CardPlan, *, known: _Known, seen: dict[object, int]
) -> Iterable[Twin]:
    told: set[UUID] = set()
    sure = (
        ("same_number", known.numbers.get(plan.number)),
        ("same_external_id", known.ids.get(plan.external_id)),
    )
    likely = likely_duplicates(plan.new, outlets=known.place.outlets)
    for why, patient in (*sure, *((one.why, one.patient.id) for one in likely)):
        if patient is not None and patient not in told:
            told.add(patient)
            yield Twin(why, patient)
    words = tuple(
        sorted(fold(f"{plan.new.family_name} {plan.new.given_names}").split())
    )
    first = seen.setdefault((words, plan.new.birth_date), line.number)
    if first != line.number:
        yield Twin("same_in_this_file", line=first)
