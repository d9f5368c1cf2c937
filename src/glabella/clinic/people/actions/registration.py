"""Deeds that make a card, register it at outlets, and change what stands on it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.borders import profiles_of
from glabella.clinic.people.cards import person
from glabella.clinic.people.columns import column_label
from glabella.clinic.people.models import (
    Identifier,
    NumberSeries,
    Patient,
    Registration,
)
from glabella.clinic.people.spellings import search_name
from glabella.clinic.people.values import CAPACITIES, SEXES, BorderBasis, NewPatient
from glabella.clinic.practice.models import Outlet

CHANGEABLE = frozenset(
    {
        "family_name",
        "given_names",
        "birth_date",
        "sex",
        "language",
        "interpreter_language",
        "capacity",
        "capacity_note",
        "deceased_on",
    }
)
_NAMES = frozenset({"family_name", "given_names"})
_CHOICES = {"sex": SEXES, "capacity": CAPACITIES}


@transaction.atomic
def register_patient(
    new: NewPatient, *, by: Actor, at: datetime, outlet: UUID, number: str = ""
) -> Patient:
    """Make a card and register it at an outlet.

    Args:
        number: As the outlet knows the person; "" for the next of its own series.

    Raises:
        DeedRefusedError: If a name is empty, the birth date lies ahead, or the number
            is taken.
    """
    row = Patient.objects.create(
        family_name=laws.words(new.family_name, where=_("family name")),
        given_names=new.given_names.strip(),
        search_name=search_name(new.family_name, new.given_names),
        birth_date=laws.not_after(new.birth_date, at, where=_("birth date")),
        sex=laws.one_of(new.sex, SEXES, where=_("sex")),
        language=new.language,
        created_at=at,
        created_by_id=by.user,
    )
    Registration.objects.create(
        patient=row,
        outlet_id=outlet,
        number=_number(outlet, number),
        registered_at=at,
        registered_by_id=by.user,
    )
    record("people.register_patient", by=by, at=at, patient=row.id, about=row.id)
    return row


@transaction.atomic
def register_at(
    patient: UUID,
    *,
    by: Actor,
    at: datetime,
    outlet: UUID,
    border: BorderBasis | None = None,
) -> Registration:
    """Register a card at one more outlet, under the next number of its series.

    Where the registration was ended there, it runs again under its old number.

    Raises:
        DeedRefusedError: If it is registered there, or the outlet lies in a country
            where the record has never been and no basis for that is given.
    """
    who = person(patient)
    if who is None:
        raise DeedRefusedError(
            _("there is no such patient."), mending=_("Search again.")
        )
    _check_border(profiles_of(who.ids), outlet=outlet, border=border, at=at)
    basis = border.basis.strip() if border else ""
    told = border.told_patient_on if border else None
    old = Registration.objects.filter(patient_id=patient, outlet_id=outlet).first()
    if old is not None:
        row = _registered_again(
            old, basis=basis or old.border_basis, told=told or old.told_patient_on
        )
    else:
        row = Registration.objects.create(
            patient_id=patient,
            outlet_id=outlet,
            number=_number(outlet, ""),
            border_basis=basis,
            told_patient_on=told,
            registered_at=at,
            registered_by_id=by.user,
        )
    record("people.register_at", by=by, at=at, patient=patient, about=row.id)
    return row


def _check_border(
    profiles: frozenset[str], *, outlet: UUID, border: BorderBasis | None, at: datetime
) -> None:
    profile = Outlet.objects.values_list("profile", flat=True).get(id=outlet)
    if not profiles or profile in profiles:
        return
    if border is None:
        raise DeedRefusedError(
            _("the record has never been in %(profile)s.") % {"profile": profile},
            where=_("registration"),
            mending=_("Write what allows it there, and when the person was told."),
        )
    laws.words(border.basis, where=_("basis"))
    laws.not_after(border.told_patient_on, at, where=_("day the person was told"))


def _registered_again(
    old: Registration, *, basis: str, told: date | None
) -> Registration:
    if old.ended_at is None:
        raise DeedRefusedError(
            _("this card is registered there."),
            where=old.number,
            mending=_("There is nothing to do."),
        )
    old.ended_at, old.ended_by = None, None
    old.border_basis, old.told_patient_on = basis, told
    old.save()
    return old


def _number(outlet: UUID, asked: str) -> str:
    if not asked.strip():
        return _next_number(outlet)
    number = asked.strip()
    if Registration.objects.filter(outlet_id=outlet, number=number).exists():
        raise DeedRefusedError(
            _("this number is taken."),
            where=_('number "%(number)s"') % {"number": number},
            mending=_("Use another, or leave it empty for the next one."),
        )
    return number


def _next_number(outlet: UUID) -> str:
    """Return the next free number of the outlet's own series, such as "P-000123"."""
    taken = Registration.objects.filter(outlet_id=outlet)
    # The lock of the row makes two desks take one number after the other.
    series, _made = NumberSeries.objects.select_for_update().get_or_create(
        outlet_id=outlet, defaults={"last": taken.count()}
    )
    series.last += 1
    while taken.filter(number=_spelled(series.last)).exists():
        series.last += 1
    series.save()
    return _spelled(series.last)


def _spelled(number: int) -> str:
    return f"P-{number:06}"


@transaction.atomic
def end_registration(registration: UUID, *, by: Actor, at: datetime) -> None:
    """End a registration: the outlet no longer sees the record.

    Raises:
        DeedRefusedError: If it is the last one: then nobody could open the record.
    """
    row = laws.found(Registration.objects.filter(id=registration))
    running = Registration.objects.filter(
        patient_id=row.patient_id, ended_at__isnull=True
    )
    if not running.exclude(id=row.id).exists():
        raise DeedRefusedError(
            _("this is the last outlet where the person is registered."),
            where=row.number,
            mending=_("Register the person elsewhere first, or restrict the record."),
        )
    laws.end(Registration.objects.filter(id=row.id), "ended", by=by, at=at)
    record(
        "people.end_registration",
        by=by,
        at=at,
        patient=row.patient_id,
        about=row.id,
    )


@transaction.atomic
def change_patient(
    patient: UUID,
    changes: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    version: int,
) -> Patient:
    """Change what stands on a card that was read at `version`.

    Raises:
        StaleError: If somebody else has changed it meanwhile.
        DeedRefusedError: If a change is not one of `CHANGEABLE`, or does not fit.
    """
    _check_changes(changes, at=at)
    also = {}
    if _NAMES & set(changes):
        also["search_name"] = _new_search_name(patient, changes)
    laws.change(Patient, patient, version=version, changes=changes, also=also)
    record("people.change_patient", by=by, at=at, patient=patient, about=patient)
    return Patient.objects.get(id=patient)


def _check_changes(changes: Mapping[str, object], *, at: datetime) -> None:
    for name in changes:
        laws.one_of(name, sorted(CHANGEABLE), where=_("field of a card"))
    for name, known in _CHOICES.items():
        if name in changes:
            laws.one_of(str(changes[name]), known, where=column_label(name))
    if "family_name" in changes:
        laws.words(str(changes["family_name"]), where=_("family name"))
    for name in ("birth_date", "deceased_on"):
        laws.not_after(changes.get(name), at, where=column_label(name))  # type: ignore[arg-type]  # a form has made it a date


def _new_search_name(patient: UUID, changes: Mapping[str, object]) -> str:
    known = Patient.objects.filter(id=patient).values(*_NAMES).first() or {}
    names = {**known, **{name: changes[name] for name in _NAMES if name in changes}}
    return search_name(
        str(names.get("family_name", "")), str(names.get("given_names", ""))
    )


@transaction.atomic
def add_identifier(
    patient: UUID, *, system: str, value: str, by: Actor, at: datetime
) -> Identifier:
    """Keep the number that another system knows a person by.

    Raises:
        DeedRefusedError: If that number names a card already.
    """
    if Identifier.objects.filter(system=system, value=value).exists():
        raise DeedRefusedError(
            _("this number names another card, or this one, already."),
            where=f"{system} {value}",
            mending=_("Look at that card; the two may be one person."),
        )
    row = Identifier.objects.create(patient_id=patient, system=system, value=value)
    record("people.add_identifier", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def take_back_card(patient: UUID, *, by: Actor, at: datetime) -> None:
    """Remove a card that an import made and nothing has touched since: undoing it.

    Raises:
        DeedRefusedError: Unless an import is undone, or if the card was changed or
            merged, or something else refers to it.
    """
    row: Patient = laws.found(Patient.objects.filter(id=patient))
    if by.purpose != "import" or row.version > 1 or row.merged_into_id is not None:
        raise DeedRefusedError(
            _("only an imported card that nobody has changed can be taken back."),
            where=_("card"),
            mending=_("It stays; restrict it if it should not be read."),
        )
    try:
        for own in (row.registrations, row.identifiers, row.contacts):
            own.all().delete()
        row.delete()
    except ProtectedError:
        raise DeedRefusedError(
            _("something refers to this card."),
            where=_("card"),
            mending=_("It stays; the import is undone without it."),
        ) from None
    record("people.take_back_card", by=by, at=at, patient=patient, about=patient)
