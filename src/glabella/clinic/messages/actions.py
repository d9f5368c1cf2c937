"""Deeds about messages: written once, claimed once, handed over at most once.

Between claim and note stands the hand-over itself, outside of any transaction. Whoever
dies there leaves the claim behind; `sweep` turns it into *uncertain*, for staff to see.
"""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.messages.models import Message, OptOut
from glabella.clinic.messages.quiet import after_quiet_hours
from glabella.clinic.messages.values import (
    ASKED_FOR,
    CHANNELS,
    FIRST_PAUSE,
    KINDS,
    SETTLED_AS,
    TRIES,
    NewMessage,
)
from glabella.clinic.messages.wishes import hashed, is_opted_out
from glabella.clinic.people import laws
from glabella.clinic.practice.models import Outlet

# What a message that is sent again has in common with the one nobody is certain of.
COPIED = (
    "patient_id",
    "outlet_id",
    "kind",
    "channel",
    "address",
    "language",
    "subject",
    "text",
    "attachment",
    "method",
    "about",
    "expires_at",
)


@transaction.atomic
def write(new: NewMessage, *, by: Actor, at: datetime) -> Message | None:
    """Write a message that a worker will hand over.

    Returns:
        None if it was written before under its key, or the address opted out.

    Raises:
        DeedRefusedError: If kind, channel, address or text will not do.
    """
    laws.one_of(new.kind, KINDS, where=_("message"))
    laws.one_of(new.channel, CHANNELS, where=_("message"))
    laws.words(new.address, where=_("address"))
    laws.words(new.text, where=_("message"))
    if new.kind not in ASKED_FOR and is_opted_out(new.address):
        return None
    try:
        with transaction.atomic():
            row = _written(new, by=by, at=at)
    except IntegrityError:
        return None
    patient = new.patient
    record("messages.write", by=by, at=at, patient=patient, about=row.id)
    return row


def _written(new: NewMessage, *, by: Actor, at: datetime) -> Message:
    zone = ZoneInfo(Outlet.objects.get(id=new.outlet).time_zone)
    wanted = max(new.not_before or at, at)
    is_asked_for = new.kind in ASKED_FOR
    return Message.objects.create(
        patient_id=new.patient,
        outlet_id=new.outlet,
        kind=new.kind,
        channel=new.channel,
        address=new.address.strip(),
        language=new.language,
        subject=new.subject,
        text=new.text,
        attachment=new.attachment,
        method=new.method,
        about=new.about,
        key=new.key,
        not_before=wanted if is_asked_for else after_quiet_hours(wanted, zone=zone),
        expires_at=new.expires_at,
        written_at=at,
        written_by_id=by.user,
    )


def claim(message: UUID, *, worker: str, at: datetime) -> bool:
    """Take a message that waits, for one hand-over; return whether it was there.

    The condition stands in the update: of two workers one gets it. It is committed at
    once, so that the claim is seen even if the worker dies in the next moment.
    """
    rows = Message.objects.filter(id=message, state="waiting", not_before__lte=at)
    late = rows.filter(expires_at__lte=at)
    if late.update(state="cancelled", failure="too late"):
        return False
    return bool(rows.update(state="claimed", worker=worker, claimed_at=at))


def note_handed_over(message: UUID, *, worker: str, at: datetime) -> None:
    """Note that a message is out of the house."""
    _mine(message, worker).update(state="handed_over", handed_over_at=at, failure="")


def note_not_sent(message: UUID, *, worker: str, why: str, at: datetime) -> None:
    """Let a message that surely did not go out wait for another try, or give it up."""
    row = _mine(message, worker).first()
    if row is None:
        return
    tries = row.tries + 1
    pause = FIRST_PAUSE * 2 ** (tries - 1)
    _mine(message, worker).update(
        state="waiting" if tries < TRIES else "failed",
        tries=tries,
        failure=why[:200],
        not_before=at + pause,
    )


def note_uncertain(message: UUID, *, worker: str, why: str) -> None:
    """Note that nobody knows whether a message went out."""
    _mine(message, worker).update(state="uncertain", failure=why[:200])


def sweep(*, older_than: timedelta, at: datetime) -> int:
    """Turn claims that nobody has answered for into *uncertain*; return how many."""
    lost = Message.objects.filter(state="claimed", claimed_at__lt=at - older_than)
    return lost.update(state="uncertain", failure="worker was not heard of again")


@transaction.atomic
def settle(message: UUID, *, as_: str, by: Actor, at: datetime) -> Message | None:
    """Say by name what came of a message that is uncertain or failed.

    Returns:
        The new message, if it is to be sent again; the old one stays as it is.

    Raises:
        DeedRefusedError: If it is neither, or was settled before.
    """
    laws.one_of(as_, SETTLED_AS, where=_("message"))
    rows = Message.objects.filter(
        id=message, state__in=("uncertain", "failed"), settled_at__isnull=True
    )
    old = rows.first()
    if old is None or not rows.update(
        settled_at=at, settled_by_id=by.account, settled_as=as_
    ):
        raise DeedRefusedError(
            _("this message is settled, or its way is certain."), where=_("message")
        )
    again = _again(old, by=by, at=at) if as_ == "sent_again" else None
    record("messages.settle", by=by, at=at, patient=old.patient_id, about=message)
    return again


def _again(old: Message, *, by: Actor, at: datetime) -> Message:
    values = {name: getattr(old, name) for name in COPIED}
    return Message.objects.create(
        **values,
        key=f"again:{old.id}",
        not_before=at,
        written_at=at,
        written_by_id=by.user,
    )


@transaction.atomic
def withdraw(about: UUID, *, by: Actor, at: datetime) -> int:
    """Cancel what waits about a row that has changed; return how many messages."""
    rows = Message.objects.filter(about=about, state="waiting")
    count = rows.update(state="cancelled", failure="withdrawn")
    if count:
        record("messages.withdraw", by=by, at=at, about=about)
    return count


@transaction.atomic
def opt_out(address: str, *, at: datetime) -> None:
    """Send no more reminders to an address, and cancel those that wait."""
    if not is_opted_out(address):
        OptOut.objects.create(address_hash=hashed(address), opted_out_at=at)
    waiting = Message.objects.filter(address=address, state="waiting")
    waiting.exclude(kind__in=ASKED_FOR).update(state="cancelled", failure="opted out")


def _mine(message: UUID, worker: str) -> QuerySet[Message]:
    return Message.objects.filter(id=message, state="claimed", worker=worker)
