"""What each plan makes, through the deeds of its app; each row it made is named."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions as booking
from glabella.clinic.imports.judging.appointments import BookingPlan
from glabella.clinic.imports.judging.patients import CardPlan
from glabella.clinic.imports.judging.stock import VialsPlan
from glabella.clinic.imports.judging.treatments import SessionPlan
from glabella.clinic.imports.values import Place
from glabella.clinic.people import actions as people
from glabella.clinic.people import cards
from glabella.clinic.people.models import (
    Allergy,
    Contact,
    Identifier,
    Registration,
    Relation,
)
from glabella.clinic.record import actions as record
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Holding, Lot, Movement


@attrs.frozen
class Made:
    """One row that was made: its table, such as "people.Patient", and its key."""

    table: str
    row: UUID


Make = Callable[[Any, Place, "Doer"], Iterator[Made]]


@attrs.frozen
class Doer:
    """Who imports, when, and what was chosen for this row.

    Args:
        same: The card that the row is about; None to make a new one.
    """

    by: Actor
    at: datetime
    same: UUID | None = None


def make_card(plan: CardPlan, place: Place, doer: Doer) -> Iterator[Made]:
    """Make a card, or add what one lacks that is of the same person."""
    if doer.same is not None:
        yield from _complete(plan, place, doer, card=doer.same)
        return
    card = people.register_patient(
        plan.new,
        by=doer.by,
        at=doer.at,
        outlet=place.outlet.id,
        number=plan.number,
    )
    yield Made("people.Patient", card.id)
    registration = card.registrations.get()
    yield Made("people.Registration", registration.id)
    yield from _surround(plan, place, doer, card=card.id)


def _complete(
    plan: CardPlan, place: Place, doer: Doer, *, card: UUID
) -> Iterator[Made]:
    who = cards.person(card)
    if who is None:  # pragma: no cover  a card is never removed while a run knows it
        return
    if place.outlet.id not in cards.outlets_of(who):
        _refuse_ended(who, place)
        row = people.register_at(who.id, by=doer.by, at=doer.at, outlet=place.outlet.id)
        yield Made("people.Registration", row.id)
    yield from _surround(_lacking(plan, who, place), place, doer, card=who.id)


def _refuse_ended(who: cards.Person, place: Place) -> None:
    """Refuse where somebody ended the registration: opening it is a deed of its own."""
    ended = Registration.objects.filter(
        patient_id__in=who.ids, outlet_id=place.outlet.id, ended_at__isnull=False
    )
    if ended.exists():
        raise DeedRefusedError(
            _("the registration of this person here was ended."),
            where=_("registration"),
            mending=_("Register the person here again first, or leave the row out."),
        )


def _lacking(plan: CardPlan, who: cards.Person, place: Place) -> CardPlan:
    """Return of a plan what the cards of a person do not say yet."""
    mine = {"patient_id__in": who.ids}
    running = {**mine, "ended_at__isnull": True}
    contacts = {
        (row.kind, fold_contact(row.value)) for row in Contact.objects.filter(**running)
    }
    relations = {
        (row.kind, cards.fold(row.name)) for row in Relation.objects.filter(**running)
    }
    allergies = {cards.fold(row.substance) for row in Allergy.objects.filter(**running)}
    ids = Identifier.objects.filter(system=place.system, value=plan.external_id)
    return attrs.evolve(
        plan,
        external_id="" if ids.exists() else plan.external_id,
        contacts=tuple(
            new
            for new in plan.contacts
            if (new.kind, fold_contact(new.value)) not in contacts
        ),
        relations=tuple(
            new
            for new in plan.relations
            if (new.kind, cards.fold(new.name)) not in relations
        ),
        allergies=tuple(
            new for new in plan.allergies if cards.fold(new.substance) not in allergies
        ),
    )


def fold_contact(value: str) -> str:
    """Return a contact as it is compared: letters, digits and the at sign."""
    return "".join(sign for sign in cards.fold(value) if sign.isalnum() or sign == "@")


def _surround(
    plan: CardPlan, place: Place, doer: Doer, *, card: UUID
) -> Iterator[Made]:
    who: dict[str, Any] = {"by": doer.by, "at": doer.at}
    if plan.external_id:
        kept = people.add_identifier(
            card, system=place.system, value=plan.external_id, **who
        )
        yield Made("people.Identifier", kept.id)
    for contact in plan.contacts:
        yield Made("people.Contact", people.add_contact(card, contact, **who).id)
    for relation in plan.relations:
        yield Made("people.Relation", people.add_relation(card, relation, **who).id)
    for allergy in plan.allergies:
        yield Made("people.Allergy", people.add_allergy(card, allergy, **who).id)


def make_session(plan: SessionPlan, place: Place, doer: Doer) -> Iterator[Made]:  # noqa: ARG001 every maker is asked alike
    """Record a session as imported.

    It is not sealed: to seal is to vouch by name for what one has done, and a sealed
    session could never be taken back.
    """
    row = record.record_session(plan.patient, plan.new, by=doer.by, at=doer.at)
    yield Made("record.Session", row.id)
    for lot in row.lots.all():
        yield Made("record.SessionLot", lot.id)


def make_appointment(plan: BookingPlan, place: Place, doer: Doer) -> Iterator[Made]:  # noqa: ARG001 every maker is asked alike
    """Book an appointment."""
    row = booking.book(plan.new, by=doer.by, at=doer.at)
    yield Made("booking.Appointment", row.id)


def make_vials(plan: VialsPlan, place: Place, doer: Doer) -> Iterator[Made]:
    """Receive vials of a lot; the lot and its holding count as made if they are new."""
    outlet = place.outlet.id
    lots = Lot.objects.filter(
        product=plan.new.product,
        vial_units=plan.new.vial_units,
        number=plan.new.number,
    )
    held = Holding.objects.filter(lot__in=lots, outlet_id=outlet)
    was_known, was_held = lots.exists(), held.exists()
    moves = Movement.objects.filter(lot__in=lots, outlet_id=outlet)
    before = list(moves.values_list("id", flat=True))
    lot = stock.receive(
        plan.new, outlet=outlet, vials=plan.vials, by=doer.by, at=doer.at
    )
    yield Made("stock.Movement", moves.exclude(id__in=before).get().id)
    if not was_held:
        yield Made("stock.Holding", held.get().id)
    if not was_known:
        yield Made("stock.Lot", lot.id)


MAKERS: Mapping[str, Make] = MappingProxyType(
    {
        "patients": make_card,
        "treatments": make_session,
        "appointments": make_appointment,
        "stock": make_vials,
    }
)
