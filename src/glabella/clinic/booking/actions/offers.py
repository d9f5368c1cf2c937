"""Deeds of offers: made in turn, held while they run, answered once.

Staff offer by name, the worker by itself. Whoever answers first settles it: each answer
is written under the condition that there is none yet.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.actions.appointments import take_time
from glabella.clinic.booking.actions.holds import hold_time, release
from glabella.clinic.booking.candidates import (
    ASKED_BY_US,
    Candidate,
    as_log,
    candidates,
    open_freed,
)
from glabella.clinic.booking.laws import objections
from glabella.clinic.booking.models import (
    Appointment,
    Cell,
    FairLog,
    FreedTime,
    Hold,
    Offer,
    WaitingEntry,
)
from glabella.clinic.booking.values import (
    LEAST_NOTICE,
    OFFER_LASTS,
    HeldTime,
    NewAppointment,
)
from glabella.clinic.messages.actions import withdraw, write
from glabella.clinic.messages.leaving import absolute
from glabella.clinic.messages.quiet import after_quiet_hours
from glabella.clinic.messages.texts import text_of
from glabella.clinic.messages.values import NewMessage
from glabella.clinic.messages.whom import Contact
from glabella.clinic.people.cards import person


@attrs.frozen
class _Turn:
    """Whose turn it is for a freed time, in which ranking, and until when."""

    time: FreedTime
    chosen: Candidate
    ranking: Sequence[Candidate]
    until: datetime
    reason: str = ""


@transaction.atomic
def offer_next(freed: UUID, *, by: Actor, at: datetime) -> Offer | None:
    """Offer a freed time to the next person whom interval and stock permit it.

    Whoever is next and may not be written to is called by staff: nobody is passed over
    because a message cannot reach them. Then nothing is offered by itself.

    Returns:
        None if nobody may take it, if the next one has to be called, if an offer of
        this time runs, or if too little time is left for an answer.
    """
    time = FreedTime.objects.select_for_update().get(id=freed)
    until = _expires(time, at=at)
    if time.settled_at or until is None or time.offers.filter(answer="").exists():
        return None
    ranking = candidates(time, at=at)
    chosen = next((one for one in ranking if one.may_be_offered), None)
    if chosen is None or chosen.contact is None:
        return None
    turn = _Turn(time, chosen, ranking, until)
    return _offer(turn, by=by, at=at)


@transaction.atomic
def offer_to(
    freed: UUID, entry: UUID, *, reason: str = "", by: Actor, at: datetime
) -> Offer:
    """Offer a freed time to somebody by name; by telephone if no message may go out.

    Raises:
        DeedRefusedError: If something bars it, if an offer of this time runs, or if it
            is out of turn and no reason is given.
    """
    time = FreedTime.objects.select_for_update().get(id=freed)
    ranking = candidates(time, at=at)
    chosen = next((one for one in ranking if one.waiting.entry.id == entry), None)
    if chosen is None or not chosen.staff_may_offer:
        why = chosen.barred[0][1] if chosen and chosen.barred else _("nobody waits")
        raise _refusal(_("this time cannot be offered: %(why)s.") % {"why": why})
    if time.settled_at or time.offers.filter(answer="").exists():
        raise _refusal(_("this time is taken, or offered to somebody just now."))
    first = next((one for one in ranking if one.may_be_offered), chosen)
    is_in_turn = chosen is first and chosen.may_be_offered
    if not is_in_turn and not reason.strip():
        raise _refusal(_("say why it is offered out of turn, or without known stock."))
    until = _expires(time, at=at) or time.starts_at
    turn = _Turn(time, chosen, ranking, until, reason)
    return _offer(turn, by=by, at=at)


@transaction.atomic
def accept(offer: UUID, *, by: Actor, at: datetime) -> Appointment:
    """Book what was offered; the place on the list ends.

    Raises:
        DeedRefusedError: If the offer has ended, or something has come up meanwhile
            that speaks against the time.
    """
    row = _answer(offer, "accepted", at=at)
    entry = WaitingEntry.objects.get(id=row.entry_id)
    new = _appointment(row, entry)
    if by.kind == "patient":
        barring = [
            one
            for one in objections(new, at=at)
            if one.bars and one.code not in ASKED_BY_US
        ]
        if barring:
            raise _refusal(barring[0].words)
    booked = take_time(new, by=by, at=at)
    Offer.objects.filter(id=row.id).update(appointment=booked)
    WaitingEntry.objects.filter(id=entry.id, ended_at__isnull=True).update(
        ended_at=at, ended_as="booked", version=entry.version + 1
    )
    if row.freed_id is not None:
        _settle(row.freed_id, "taken", at=at)
    withdraw(row.id, by=by, at=at)
    about = (row.id, booked.id)
    record("booking.accept", by=by, at=at, patient=booked.patient_id, about=about)
    return booked


@transaction.atomic
def decline(offer: UUID, *, by: Actor, at: datetime) -> None:
    """Give an offered time back; the person stays on the list.

    Raises:
        DeedRefusedError: If the offer has ended.
    """
    row = _answer(offer, "declined", at=at)
    withdraw(row.id, by=by, at=at)
    patient = row.entry.patient_id
    record("booking.decline", by=by, at=at, patient=patient, about=row.id)


def lapse_offers(*, by: Actor, at: datetime) -> int:
    """End the offers that have run out, and offer what is free to the next.

    Returns:
        How many lapsed.
    """
    late = Offer.objects.filter(answer="", expires_at__lte=at)
    lapsed = sum(_lapse(row.id, by=by, at=at) for row in late)
    offer_freed(by=by, at=at)
    return lapsed


def offer_freed(*, by: Actor, at: datetime) -> int:
    """Offer each freed time to whoever is next; return how many were offered."""
    past = FreedTime.objects.filter(settled_at__isnull=True, starts_at__lte=at)
    past.update(settled_at=at, settled_as="past")
    made = 0
    for time in open_freed(None, at=at):
        if _is_taken(time):
            _settle(time.id, "taken", at=at)
            continue
        try:
            made += offer_next(time.id, by=by, at=at) is not None
        except DeedRefusedError:  # somebody was quicker; the next look will tell
            continue
    return made


@transaction.atomic
def _lapse(offer: UUID, *, by: Actor, at: datetime) -> int:
    rows = Offer.objects.filter(id=offer, answer="", expires_at__lte=at)
    if not rows.update(answer="lapsed", answered_at=at):
        return 0
    row = Offer.objects.select_related("entry").get(id=offer)
    _let_go(row)
    withdraw(row.id, by=by, at=at)
    patient = row.entry.patient_id
    record("booking.lapse", by=by, at=at, patient=patient, about=row.id)
    return 1


def _offer(turn: _Turn, *, by: Actor, at: datetime) -> Offer:
    """Hold the time, keep why it is theirs, and write where they may be written to."""
    entry, contact = turn.chosen.waiting.entry, turn.chosen.contact
    WaitingEntry.objects.select_for_update().get(id=entry.id)
    hold = _hold(turn, at=at)
    row = Offer.objects.create(
        entry=entry,
        freed=turn.time,
        hold=hold,
        outlet_id=hold.outlet_id,
        clinician_id=hold.clinician_id,
        room_id=hold.room_id,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        channel=contact.channel if contact else "phone",
        offered_at=at,
        offered_by_id=by.user,
        expires_at=turn.until,
    )
    FairLog.objects.create(
        offer=row,
        place=turn.ranking.index(turn.chosen) + 1,
        ranking=as_log(turn.ranking),
        reason=turn.reason.strip()[:200],
        ranked_at=at,
        ranked_by_id=by.user,
    )
    if contact is not None:
        _write(row, contact, by=by, at=at)
    record("booking.offer", by=by, at=at, patient=entry.patient_id, about=row.id)
    return row


def _hold(turn: _Turn, *, at: datetime) -> Hold:
    slot = turn.chosen.slot
    if slot is None:
        raise _refusal(_("the time is taken."))
    new = HeldTime(
        outlet=slot.outlet,
        service=turn.chosen.waiting.entry.service_id,
        clinician=slot.clinician,
        starts_at=slot.starts_at,
        expires_at=turn.until,
        room=slot.room,
    )
    return hold_time(new, at=at)


def _write(row: Offer, contact: Contact, *, by: Actor, at: datetime) -> None:
    """Write where and when, and nothing else."""
    link = _link()
    words = text_of(
        "offer",
        language=contact.language,
        outlet=row.outlet,
        at=row.starts_at,
        until=row.expires_at,
        **({"link": link} if link else {}),
    )
    new = NewMessage(
        outlet=row.outlet_id,
        kind="offer",
        channel=contact.channel,
        address=contact.address,
        language=contact.language,
        subject=words.subject,
        text=words.of(contact.channel),
        key=f"offer:{row.id}",
        patient=row.entry.patient_id,
        about=row.id,
        expires_at=row.expires_at,
    )
    write(new, by=by, at=at)


def _link() -> str:
    try:
        return absolute(reverse("portal:visits"))
    except NoReverseMatch:
        return ""


def _expires(time: FreedTime, *, at: datetime) -> datetime | None:
    """Return until when an answer is waited for; None if too little time is left."""
    zone = ZoneInfo(time.outlet.time_zone)
    latest = time.starts_at - LEAST_NOTICE
    awake = after_quiet_hours(at, zone=zone)
    return min(awake + OFFER_LASTS, latest) if awake < latest else None


def _answer(offer: UUID, answer: str, *, at: datetime) -> Offer:
    rows = Offer.objects.filter(id=offer, answer="", expires_at__gt=at)
    if not rows.update(answer=answer, answered_at=at):
        raise DeedRefusedError(
            _("this offer has ended."),
            where=_("waiting list"),
            mending=_("The place on the list stays; another time will be offered."),
        )
    row = Offer.objects.select_related("entry").get(id=offer)
    _let_go(row)
    return row


def _let_go(row: Offer) -> None:
    """Give the held time back, in the same transaction as the answer."""
    if row.hold_id is not None:
        release(row.hold_id)


def _appointment(row: Offer, entry: WaitingEntry) -> NewAppointment:
    who = person(entry.patient_id)
    return NewAppointment(
        patient=who.id if who else entry.patient_id,
        outlet=row.outlet_id,
        service=entry.service_id,
        starts_at=row.starts_at,
        clinician=row.clinician_id,
        room=row.room_id,
        protocol=entry.protocol,
    )


def _is_taken(time: FreedTime) -> bool:
    """Return whether appointments fill the time again; a hold may still end."""
    cells = Cell.objects.filter(
        resource=time.clinician_id,
        starts_at__gte=time.starts_at,
        starts_at__lt=time.ends_at,
        appointment__isnull=False,
    )
    minutes = (time.ends_at - time.starts_at).total_seconds() // 60
    return cells.count() * 5 >= minutes


def _settle(freed: UUID, as_: str, *, at: datetime) -> None:
    rows = FreedTime.objects.filter(id=freed, settled_at__isnull=True)
    rows.update(settled_at=at, settled_as=as_)


def _refusal(why: str) -> DeedRefusedError:
    return DeedRefusedError(
        why,
        where=_("waiting list"),
        mending=_("Look at the list again, and offer another time."),
    )
