"""Deeds that let a record rest: legal hold, restriction, and erasure at the end."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person, person
from glabella.clinic.people.models import (
    Alert,
    Contact,
    Identifier,
    LegalHold,
    Patient,
    Registration,
    Relation,
)
from glabella.clinic.people.retention import retention_of
from glabella.clinic.people.values import Retention


@transaction.atomic
def set_hold(patient: UUID, *, reason: str, by: Actor, at: datetime) -> LegalHold:
    """Forbid that anything of this person is erased, until the hold is lifted.

    Raises:
        DeedRefusedError: If no reason is given.
    """
    row = LegalHold.objects.create(
        patient_id=patient,
        reason=laws.words(reason, where=_("reason")),
        set_at=at,
        set_by_id=by.account,
    )
    record("people.set_hold", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def lift_hold(hold: UUID, *, by: Actor, at: datetime) -> None:
    """Lift a hold."""
    rows = LegalHold.objects.filter(id=hold)
    row = laws.found(rows)
    laws.end(rows, "lifted", by=by, at=at)
    record("people.lift_hold", by=by, at=at, patient=row.patient_id, about=hold)


@transaction.atomic
def restrict(patient: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Let a record rest: it is kept, and only few may still look at it.

    It is the kept card that says so for all cards of the person.

    Raises:
        DeedRefusedError: If no reason is given, or it rests already.
    """
    why = laws.words(reason, where=_("reason"))
    card = _kept(patient)
    rows = Patient.objects.filter(id=card)
    laws.end(rows, "restricted", by=by, at=at, restricted_reason=why)
    record("people.restrict", by=by, at=at, patient=card, about=card)


@transaction.atomic
def lift_restriction(patient: UUID, *, by: Actor, at: datetime) -> None:
    """Let a record be read again.

    Raises:
        DeedRefusedError: If it does not rest, or was erased.
    """
    card = _kept(patient)
    resting = Patient.objects.filter(
        id=card, restricted_at__isnull=False, erased_at__isnull=True
    )
    if not resting.update(restricted_at=None, restricted_by=None, restricted_reason=""):
        raise DeedRefusedError(
            _("the record does not rest, or it was erased."),
            where=_("restriction"),
            mending=_("There is nothing to do."),
        )
    record("people.lift_restriction", by=by, at=at, patient=card, about=card)


def _kept(card: UUID) -> UUID:
    who = person(card)
    if who is None:
        raise DeedRefusedError(
            _("there is no such patient."), mending=_("Search again.")
        )
    return who.id


@transaction.atomic
def erase(patient: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Remove whatever names a person, once the record need not be kept any longer.

    Names, birth date, contacts, relations and numbers go, on all cards of the person.
    Clinical rows stay without a name, and the record rests for good. The trail names
    opaque ids alone and is not touched.

    Raises:
        DeedRefusedError: Under a legal hold, before the retention of every country
            concerned is over, or where a period is not known; the words name the day
            and the source.
    """
    laws.words(reason, where=_("reason"))
    who = person(patient)
    if who is None or who.patient.erased_at is not None:
        raise DeedRefusedError(
            _("there is no such patient, or it is erased already."),
            where=_("erasure"),
            mending=_("There is nothing to do."),
        )
    _check_retention(retention_of(who), at=at)
    _forget(who)
    Patient.objects.filter(id__in=who.ids).update(
        restricted_at=at,
        restricted_by_id=by.account,
        restricted_reason=f"erased: {reason.strip()}",
        erased_at=at,
        erased_by_id=by.account,
    )
    record("people.erase", by=by, at=at, patient=who.id, about=who.ids)


def _check_retention(found: Retention, *, at: datetime) -> None:
    if found.is_held:
        raise DeedRefusedError(
            _("a legal hold stands."),
            where=_("erasure"),
            mending=_("Lift the hold first."),
        )
    if found.unknown:
        raise DeedRefusedError(
            _(
                "how long a record must be kept in %(countries)s was not "
                "read in a source."
            )
            % {"countries": ", ".join(found.unknown)},
            where=_("erasure"),
            mending=_("Restrict the record, and have the period confirmed."),
        )
    if not found.allows_erasure(at.date()):
        until = (
            found.keep_until.isoformat() if found.keep_until else _("a day not known")
        )
        raise DeedRefusedError(
            _("the record must be kept until %(until)s (%(sources)s).")
            % {"until": until, "sources": "; ".join(found.sources)},
            where=_("erasure"),
            mending=_("Restrict the record until then."),
        )


def _forget(who: Person) -> None:
    cards = who.ids
    Patient.objects.filter(id__in=cards).update(
        family_name="",
        given_names="",
        search_name="",
        birth_date=None,
        interpreter_language="",
        capacity_note="",
    )
    Contact.objects.filter(patient_id__in=cards).update(
        value="", search_value="", hours=""
    )
    Relation.objects.filter(patient_id__in=cards).update(
        name="", organisation="", phone="", email="", address="", release_scope=""
    )
    Alert.objects.filter(patient_id__in=cards).update(text="")
    for identifier in Identifier.objects.filter(patient_id__in=cards):
        identifier.value = f"erased {identifier.id}"
        identifier.save()
    for registration in Registration.objects.filter(patient_id__in=cards):
        registration.number = f"erased {registration.id.hex[:12]}"
        registration.save()
