"""Deeds of a stranger: a time is kept, a code proves the contact, then it is booked.

Whoever asks learns nothing about anybody: a new card is made for each, whether or not
the person is known; whether two cards are one is told to staff alone.
"""

import secrets
from datetime import datetime
from typing import NoReturn
from uuid import UUID

import attrs
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.actions import book, hold_time, release
from glabella.clinic.booking.calendars import request_of
from glabella.clinic.booking.choices import Wish, slot_at
from glabella.clinic.booking.models import Appointment, Hold, Service
from glabella.clinic.booking.values import HeldTime, NewAppointment
from glabella.clinic.messages.actions import write
from glabella.clinic.messages.texts import text_of
from glabella.clinic.messages.values import NewMessage
from glabella.clinic.online.models import Asking
from glabella.clinic.online.values import (
    CHANNEL_OF,
    DUPLICATE_TASK,
    HELD_FOR,
    OPEN_ASKINGS,
    WRONG_CODES,
    NewAsking,
)
from glabella.clinic.people.actions import add_contact, register_patient
from glabella.clinic.people.models import Patient
from glabella.clinic.people.queries import likely_duplicates
from glabella.clinic.people.values import NewContact, NewPatient
from glabella.clinic.portal.actions import open_own_door
from glabella.clinic.portal.values import Entry
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.clinic.public.actions import hashed, redeem_waiting
from glabella.clinic.record.actions import open_task
from glabella.clinic.record.values import NewTask

DIGITS = 6


@attrs.frozen
class Booked:
    """What came of a code: the appointment, and the way into the own page."""

    appointment: Appointment
    entry: Entry | None


@transaction.atomic
def ask(new: NewAsking, *, by: Actor, at: datetime) -> Asking:
    """Keep a free time for somebody, and send them a code.

    Raises:
        DeedRefusedError: If the time is not free any more, or too many ask just now.
    """
    sweep(at=at)
    if Asking.objects.count() >= OPEN_ASKINGS:
        raise DeedRefusedError(
            _("many people are booking at this moment."),
            where=_("appointment"),
            mending=_("Try again in a quarter of an hour, or call us."),
        )
    hold = _kept(new, at=at)
    code = _new_code()
    row = Asking.objects.create(
        hold=hold,
        family_name=new.who.family_name,
        given_names=new.who.given_names,
        birth_date=new.who.birth_date,
        kind=new.contact.kind,
        contact=new.contact.value,
        may_write=new.may_write,
        wants_portal=new.wants_portal,
        language=new.who.language,
        handover=new.handover,
        code_hash=hashed(code),
        asked_at=at,
        expires_at=hold.expires_at,
    )
    _send_code(row, code, by=by, at=at)
    record("online.ask", by=by, at=at, about=row.id)
    return row


def _kept(new: NewAsking, *, at: datetime) -> Hold:
    place = Outlet.objects.get(id=new.outlet)
    service = Service.objects.get(id=new.service)
    slot = slot_at(Wish(service, place, at), new.starts_at)
    if slot is None:
        raise DeedRefusedError(
            _("this time is not free any more."),
            where=_("appointment"),
            mending=_("Choose another time."),
        )
    held = HeldTime(
        outlet=slot.outlet,
        service=service.id,
        clinician=slot.clinician,
        starts_at=slot.starts_at,
        expires_at=at + HELD_FOR,
        room=slot.room,
    )
    return hold_time(held, at=at)


@transaction.atomic
def send_again(asking: UUID, *, by: Actor, at: datetime) -> None:
    """Send a new code in place of the one before; the time is kept no longer for it.

    Raises:
        DeedRefusedError: If the time of the request is over.
    """
    row = Asking.objects.filter(id=asking, expires_at__gt=at).first()
    if row is None:
        _refuse()
    code = _new_code()
    Asking.objects.filter(id=asking).update(code_hash=hashed(code))
    _send_code(row, code, by=by, at=at)


def confirm(asking: UUID, code: str, *, link: str, by: Actor, at: datetime) -> Booked:
    """Book what somebody asked for, once the code shows that the contact is theirs.

    A wrong code is counted even though it is refused: the count stands in a transaction
    of its own.

    Args:
        link: Address of the entrance to the portal, for the message.

    Raises:
        DeedRefusedError: In the same words whatever is wrong with the code; in others
            if something speaks against the appointment by now.
    """
    rows = Asking.objects.filter(
        id=asking, expires_at__gt=at, wrong_codes__lt=WRONG_CODES
    )
    # Counted first: of many guesses at once each finds its own number.
    if not rows.update(wrong_codes=F("wrong_codes") + 1):
        _refuse()
    row = rows_of(asking)
    if row is None or not secrets.compare_digest(row.code_hash, hashed(code)):
        _refuse()
    return _book(row, link=link, by=by, at=at)


def rows_of(asking: UUID) -> Asking | None:
    """Return a request with its hold."""
    return Asking.objects.filter(id=asking).select_related("hold__outlet").first()


@transaction.atomic
def _book(row: Asking, *, link: str, by: Actor, at: datetime) -> Booked:
    hold = row.hold
    # Request and hold go together: of two clicks one finds them.
    if not release(hold.id):
        _refuse()
    card = _card(row, hold.outlet_id, by=by, at=at)
    new = NewAppointment(
        patient=card.id,
        outlet=hold.outlet_id,
        service=hold.service_id,
        starts_at=hold.starts_at,
        clinician=hold.clinician_id,
        room=hold.room_id,
    )
    appointment = book(new, by=by, at=at)
    if row.handover is not None:
        redeem_waiting(row.handover, patient=card.id, by=by, at=at)
    _tell_of_duplicates(card, appointment, by=by, at=at)
    _send_booked(row, appointment, link=link if row.wants_portal else "", by=by, at=at)
    entry = None
    if row.wants_portal:
        day = today_at(hold.outlet, at=at)
        entry = open_own_door(
            card.id, outlet=hold.outlet_id, agreed_on=day, by=by, at=at
        )
    about = appointment.id
    record("online.confirm", by=by, at=at, patient=card.id, about=about)
    return Booked(appointment=appointment, entry=entry)


def _card(row: Asking, outlet: UUID, *, by: Actor, at: datetime) -> Patient:
    new = NewPatient(
        family_name=row.family_name,
        given_names=row.given_names,
        birth_date=row.birth_date,
        language=row.language,
    )
    card = register_patient(new, by=by, at=at, outlet=outlet)
    contact = NewContact(
        kind=row.kind,
        value=row.contact,
        is_safe=True if row.may_write else None,
        may_remind=row.may_write,
    )
    add_contact(card.id, contact, by=by, at=at)
    return card


def _tell_of_duplicates(
    card: Patient, appointment: Appointment, *, by: Actor, at: datetime
) -> None:
    """Ask the front desk to compare cards; nobody outside learns that there are any."""
    new = NewPatient(card.family_name, card.given_names, card.birth_date)
    if not likely_duplicates(new, outlets=None, card=card.id, limit=1):
        return
    with translation.override(appointment.outlet.language):
        title = _("Booked online, perhaps known already: compare the cards.")
    task = NewTask(
        outlet=appointment.outlet_id,
        kind=DUPLICATE_TASK,
        title=title,
        due_at=appointment.starts_at,
        patient=card.id,
        about=appointment.id,
    )
    open_task(task, by=by, at=at)


@transaction.atomic
def give_up(asking: UUID, *, by: Actor, at: datetime) -> None:
    """Give the kept time back, and erase what was asked for."""
    row = Asking.objects.filter(id=asking).first()
    if row is not None and release(row.hold_id):
        record("online.give_up", by=by, at=at, about=asking)


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Erase what was not confirmed in its time; return how many requests."""
    late = list(Asking.objects.filter(expires_at__lte=at).values_list("hold_id"))
    for (hold,) in late:
        release(hold)
    return len(late)


# ---- messages -----------------------------------------------------------------------


def _new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _send_code(row: Asking, code: str, *, by: Actor, at: datetime) -> None:
    outlet = row.hold.outlet
    channel = CHANNEL_OF[row.kind]
    text = text_of("code", language=row.language, outlet=outlet, code=code)
    new = NewMessage(
        outlet=outlet.id,
        kind="code",
        channel=channel,
        address=row.contact,
        language=row.language,
        subject=text.subject,
        text=text.of(channel),
        key=f"online:{row.id}:{secrets.token_hex(8)}",
        expires_at=row.expires_at,
    )
    write(new, by=by, at=at)


def _send_booked(
    row: Asking, appointment: Appointment, *, link: str, by: Actor, at: datetime
) -> None:
    outlet = appointment.outlet
    channel = CHANNEL_OF[row.kind]
    values = {"at": appointment.starts_at} | ({"link": link} if link else {})
    text = text_of("booked", language=row.language, outlet=outlet, **values)
    new = NewMessage(
        outlet=outlet.id,
        kind="booked",
        channel=channel,
        address=row.contact,
        language=row.language,
        subject=text.subject,
        text=text.of(channel),
        attachment=_entry(row, appointment),
        method="REQUEST" if row.kind == "email" and row.may_write else "",
        key=f"booked:{appointment.id}",
        patient=appointment.patient_id,
        about=appointment.id,
        expires_at=appointment.starts_at,
    )
    write(new, by=by, at=at)


def _entry(row: Asking, appointment: Appointment) -> str:
    """Return the calendar entry, where they said that we may write."""
    if row.kind != "email" or not row.may_write:
        return ""
    sender = appointment.outlet.email or settings.GLABELLA_MAIL_FROM
    return request_of(appointment, to=row.contact, by=sender, language=row.language)


def _refuse() -> NoReturn:
    raise DeedRefusedError(
        _("this code opens nothing."),
        where=_("code"),
        mending=_("Check the digits, ask for a new code, or choose a time anew."),
    )
