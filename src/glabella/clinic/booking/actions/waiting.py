"""Deeds of the waiting list: onto it, off it, and how urgent somebody is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.booking.actions.holds import release
from glabella.clinic.booking.models import Offer, WaitingEntry
from glabella.clinic.booking.values import URGENCIES, NewWaiting, Urgency
from glabella.clinic.messages.actions import withdraw
from glabella.clinic.people.cards import person
from glabella.clinic.practice.models import Outlet


@transaction.atomic
def join(new: NewWaiting, *, by: Actor, at: datetime) -> WaitingEntry:
    """Put somebody on the waiting list.

    Raises:
        DeedRefusedError: If they wait for the same already, or their wishes contradict
            each other.
    """
    who = person(new.patient)
    cards = who.ids if who else (new.patient,)
    _check(new)
    same = WaitingEntry.objects.filter(
        patient_id__in=cards, service_id=new.service, ended_at__isnull=True
    )
    if same.exists():
        raise DeedRefusedError(
            _("this person is on the list for it already."),
            where=_("waiting list"),
            mending=_("Take them off the list first if their wishes have changed."),
        )
    row = WaitingEntry.objects.create(
        patient_id=new.patient,
        service_id=new.service,
        protocol=new.protocol,
        clinician_id=new.clinician,
        earliest=new.earliest,
        latest=new.latest,
        weekdays="".join(str(day) for day in sorted(set(new.weekdays))),
        from_time=new.from_time,
        until_time=new.until_time,
        since=new.since or at.date(),
        needed_again_on=new.needed_again_on,
        note=new.note,
        entered_at=at,
        entered_by_id=by.user,
    )
    row.outlets.set(Outlet.objects.filter(id__in=new.outlets))
    record("booking.join", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def leave(
    entry: UUID, *, reason: str, version: int, by: Actor, at: datetime
) -> WaitingEntry:
    """Take somebody off the waiting list; an offer that runs is withdrawn.

    Raises:
        StaleError: If somebody else has changed the entry since.
    """
    row = _change(
        entry, version, ended_at=at, ended_as="left", ended_reason=reason[:200]
    )
    withdraw_offers(row, by=by, at=at)
    record("booking.leave", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def set_urgency(
    entry: UUID, new: Urgency, *, version: int, by: Actor, at: datetime
) -> WaitingEntry:
    """Say by name how urgent it is, and why; 0 takes the urgency back.

    Raises:
        DeedRefusedError: If there is no such urgency, or no reason for it.
        StaleError: If somebody else has changed the entry since.
    """
    if new.level not in URGENCIES or (new.level and not new.reason.strip()):
        raise DeedRefusedError(
            _("urgency is usual, soon or urgent, and has a reason."),
            where=_("waiting list"),
            mending=_("Choose one and say why."),
        )
    row = _change(
        entry,
        version,
        urgency=new.level,
        urgency_reason=new.reason.strip()[:200] if new.level else "",
        urged_at=at,
        urged_by_id=by.account,
    )
    record("booking.set_urgency", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


def withdraw_offers(row: WaitingEntry, *, by: Actor, at: datetime) -> None:
    """Withdraw what is offered to somebody, as a part of a deed that ends it."""
    for offer in Offer.objects.filter(entry=row, answer=""):
        changed = Offer.objects.filter(id=offer.id, answer="")
        if changed.update(answer="withdrawn", answered_at=at) and offer.hold_id:
            release(offer.hold_id)
            withdraw(offer.id, by=by, at=at)


def _change(entry: UUID, version: int, **changes: object) -> WaitingEntry:
    rows = WaitingEntry.objects.filter(id=entry, version=version, ended_at__isnull=True)
    if not rows.update(version=version + 1, **changes):
        now = WaitingEntry.objects.get(id=entry)
        raise StaleError({"urgency": str(now.urgency), "ended_as": now.ended_as})
    return WaitingEntry.objects.get(id=entry)


def _check(new: NewWaiting) -> None:
    days = new.earliest and new.latest and new.latest < new.earliest
    hours = new.from_time and new.until_time and new.until_time <= new.from_time
    if days or hours or not new.weekdays:
        raise DeedRefusedError(
            _("these wishes leave no day or no time."),
            where=_("waiting list"),
            mending=_("Put the earlier first, and leave at least one weekday."),
        )
