"""Deeds about what surrounds a person: contacts, relations, allergies, alerts."""

from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.opaque import OpaqueModel
from glabella.clinic.people import laws
from glabella.clinic.people.borders import profiles_of
from glabella.clinic.people.models import Alert, Allergy, Contact, Patient, Relation
from glabella.clinic.people.spellings import search_contact
from glabella.clinic.people.values import (
    CONTACTS,
    RELATIONS,
    SEVERITIES,
    NewAllergy,
    NewContact,
    NewRelation,
)


@transaction.atomic
def add_contact(patient: UUID, new: NewContact, *, by: Actor, at: datetime) -> Contact:
    """Add a way to reach a person.

    Raises:
        DeedRefusedError: If it is empty or of no known kind, or if a machine says that
            it has asked.
    """
    kind = laws.one_of(new.kind, CONTACTS, where=_("kind of contact"))
    value = laws.words(new.value, where=_("contact"))
    profiles = sorted(profiles_of([patient])) if kind == "phone" else ()
    asked = new.is_safe is not None or new.may_remind is not None
    # A stranger who books says it of their own contact, and has no account.
    asker = by.user if by.kind == "anonymous" or not asked else by.account
    row = Contact.objects.create(
        patient_id=patient,
        kind=kind,
        value=value,
        search_value=search_contact(kind, value, profiles=profiles),
        is_safe=new.is_safe,
        hours=new.hours,
        may_remind=new.may_remind,
        asked_at=at if asked else None,
        asked_by_id=asker if asked else None,
    )
    record("people.add_contact", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def note_consent(
    contact: UUID,
    *,
    is_safe: bool | None,
    may_remind: bool | None,
    by: Actor,
    at: datetime,
) -> None:
    """Note what a person said of a contact: whether it is safe and may be used."""
    row = laws.found(Contact.objects.filter(id=contact, ended_at__isnull=True))
    Contact.objects.filter(id=contact).update(
        is_safe=is_safe,
        may_remind=may_remind,
        asked_at=at,
        asked_by_id=by.account,
    )
    patient = row.patient_id
    record("people.note_consent", by=by, at=at, patient=patient, about=contact)


@transaction.atomic
def end_contact(contact: UUID, *, by: Actor, at: datetime) -> None:
    """End a contact: it is kept and no longer used."""
    _end(Contact.objects.filter(id=contact), "people.end_contact", by=by, at=at)


@transaction.atomic
def add_relation(
    patient: UUID, new: NewRelation, *, by: Actor, at: datetime
) -> Relation:
    """Add somebody beside the patient.

    Raises:
        DeedRefusedError: If the name is empty or the kind is not known.
    """
    row = Relation.objects.create(
        patient_id=patient,
        kind=laws.one_of(new.kind, RELATIONS, where=_("kind of relation")),
        name=laws.words(new.name, where=_("name")),
        organisation=new.organisation,
        phone=new.phone,
        email=new.email,
        address=new.address,
        may_be_told=new.may_be_told,
        release_scope=new.release_scope,
        noted_at=at,
        noted_by_id=by.user,
    )
    record("people.add_relation", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def end_relation(relation: UUID, *, by: Actor, at: datetime) -> None:
    """End a relation; a changed one is ended and added anew."""
    _end(Relation.objects.filter(id=relation), "people.end_relation", by=by, at=at)


@transaction.atomic
def add_allergy(patient: UUID, new: NewAllergy, *, by: Actor, at: datetime) -> Allergy:
    """Add a substance a person reacts to.

    Raises:
        DeedRefusedError: If the substance is empty or the severity is not known.
    """
    row = Allergy.objects.create(
        patient_id=patient,
        substance=laws.words(new.substance, where=_("substance")),
        reaction=new.reaction,
        severity=laws.one_of(new.severity, SEVERITIES, where=_("severity")),
        noted_at=at,
        noted_by_id=by.user,
    )
    record("people.add_allergy", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def end_allergy(allergy: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """End an allergy that was ruled out or noted by mistake.

    Raises:
        DeedRefusedError: If no reason is given, or it is ended already.
    """
    ended_reason = laws.words(reason, where=_("reason"))
    rows = Allergy.objects.filter(id=allergy)
    row = laws.found(rows)
    laws.end(rows, "ended", by=by, at=at, ended_reason=ended_reason)
    patient = row.patient_id
    record("people.end_allergy", by=by, at=at, patient=patient, about=allergy)


@transaction.atomic
def note_allergies_asked(patient: UUID, *, on: date, by: Actor, at: datetime) -> None:
    """Note the day on which somebody asked for allergies."""
    laws.not_after(on, at, where=_("day of asking"))
    laws.found(Patient.objects.filter(id=patient))
    Patient.objects.filter(id=patient).update(allergies_asked_on=on)
    deed = "people.note_allergies_asked"
    record(deed, by=by, at=at, patient=patient, about=patient)


@transaction.atomic
def add_alert(
    patient: UUID, text: str, *, is_clinical: bool, by: Actor, at: datetime
) -> Alert:
    """Add a sentence that stands on every page of the patient.

    Args:
        is_clinical: Then the front desk does not see it.
    """
    row = Alert.objects.create(
        patient_id=patient,
        text=laws.words(text, where=_("alert")),
        is_clinical=is_clinical,
        noted_at=at,
        noted_by_id=by.user,
    )
    record("people.add_alert", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def end_alert(alert: UUID, *, by: Actor, at: datetime) -> None:
    """End an alert; it is kept and no longer shown."""
    _end(Alert.objects.filter(id=alert), "people.end_alert", by=by, at=at)


def _end(
    rows: models.QuerySet[OpaqueModel], deed: str, *, by: Actor, at: datetime
) -> None:
    row = laws.found(rows)
    laws.end(rows, "ended", by=by, at=at)
    record(deed, by=by, at=at, patient=row.patient_id, about=row.id)
