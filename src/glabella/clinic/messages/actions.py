"""Deeds about messages: written, withdrawn, settled by name; wishes to get no more.

What a worker does with a message stands in `steps`.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.messages.leaving import leaving_address
from glabella.clinic.messages.models import Message, OptOut
from glabella.clinic.messages.quiet import after_quiet_hours
from glabella.clinic.messages.tasks import put_in_line
from glabella.clinic.messages.texts import text_of
from glabella.clinic.messages.values import (
    ASKED_FOR,
    CHANNELS,
    KINDS,
    SETTLED_AS,
    NewMessage,
)
from glabella.clinic.messages.whom import where_of
from glabella.clinic.messages.wishes import hashed, is_opted_out
from glabella.clinic.people import laws
from glabella.clinic.people.actions import note_consent
from glabella.clinic.people.models import Contact as Way
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
    put_in_line(row.id, after=row.not_before)
    patient = new.patient
    record("messages.write", by=by, at=at, patient=patient, about=row.id)
    return row


def _written(new: NewMessage, *, by: Actor, at: datetime) -> Message:
    outlet = Outlet.objects.get(id=new.outlet)
    wanted = max(new.not_before or at, at)
    if new.kind not in ASKED_FOR:
        wanted = after_quiet_hours(wanted, zone=ZoneInfo(outlet.time_zone))
    row = Message(
        patient_id=new.patient,
        outlet=outlet,
        kind=new.kind,
        channel=new.channel,
        address=new.address.strip(),
        language=new.language,
        # A line break in a subject would begin another header.
        subject=" ".join(new.subject.split()),
        attachment=new.attachment,
        method=new.method,
        about=new.about,
        key=new.key,
        not_before=wanted,
        expires_at=new.expires_at,
        written_at=at,
        written_by_id=by.user,
    )
    row.text = new.text + _way_out(row)
    row.save(force_insert=True)
    return row


def _way_out(row: Message) -> str:
    """Return the words under a message with which its reader gets no more of them."""
    link = leaving_address(row)
    if not link:
        return ""
    words = text_of("stop", language=row.language, outlet=row.outlet, link=link)
    between = " " if row.channel == "sms" else "\n\n"
    return between + words.of(row.channel)


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
    row = Message.objects.create(
        **values,
        key=f"again:{old.id}",
        not_before=at,
        written_at=at,
        written_by_id=by.user,
    )
    put_in_line(row.id, after=at)
    return row


@transaction.atomic
def withdraw(about: UUID, *, by: Actor, at: datetime) -> int:
    """Cancel what waits about a row that has changed; return how many messages."""
    rows = Message.objects.filter(about=about, state="waiting")
    count = rows.update(state="cancelled", failure="withdrawn")
    if count:
        record("messages.withdraw", by=by, at=at, about=about)
    return count


@transaction.atomic
def opt_out(
    address: str, *, at: datetime, under: Message | None = None, origin: str = ""
) -> None:
    """Send no more reminders to an address, and cancel those that wait.

    Args:
        under: The message whose way out was used.
        origin: From where, for the trail.
    """
    if is_opted_out(address):
        return
    row = OptOut.objects.create(
        address_hash=hashed(address), opted_out_at=at, said_under=under
    )
    waiting = Message.objects.filter(address__iexact=address.strip(), state="waiting")
    waiting.exclude(kind__in=ASKED_FOR).update(state="cancelled", failure="opted out")
    nobody = Actor(user=None, kind="anonymous", origin=origin, purpose="portal")
    patient = under.patient_id if under else None
    record("messages.opt_out", by=nobody, at=at, patient=patient, about=row.id)


@transaction.atomic
def note_no_more(ways: Iterable[Way], *, by: Actor, at: datetime) -> None:
    """Send no more reminders on some ways, as somebody said at the desk or by phone.

    Who it was stands under the name of whoever noted it, on the card of the person.

    Raises:
        DeedRefusedError: If there is no such way on file.
    """
    rows = list(ways)
    if not rows:
        raise DeedRefusedError(
            _("this address is on no card here, so that no reminder goes to it."),
            where=_("address"),
            mending=_("Ask for another spelling, or look on the card of the person."),
        )
    for row in rows:
        note_consent(row.id, is_safe=row.is_safe, may_remind=False, by=by, at=at)
        waiting = Message.objects.filter(
            patient_id=row.patient_id, address__iexact=where_of(row), state="waiting"
        )
        waiting.exclude(kind__in=ASKED_FOR).update(
            state="cancelled", failure="opted out"
        )
        record("messages.note_no_more", by=by, at=at, patient=row.patient_id)


@transaction.atomic
def lift(wish: UUID, *, by: Actor, at: datetime) -> None:
    """Send reminders again to somebody who asked for them after all.

    Raises:
        DeedRefusedError: If the wish was lifted before.
    """
    rows = OptOut.objects.filter(id=wish)
    laws.end(rows, "lifted", by=by, at=at)
    said_under = rows.get().said_under
    patient = said_under.patient_id if said_under else None
    record("messages.lift", by=by, at=at, patient=patient, about=wish)
