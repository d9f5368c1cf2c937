"""One message about an appointment: to whom, in which words, and what was said before.

Each message names its appointment in `about`. The key ends with the time it speaks of,
so that it can be told later which time somebody was told last.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import attrs
from django.conf import settings
from django.urls import reverse

from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.booking import calendars
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.rules import rules_of
from glabella.clinic.messages.actions import withdraw, write
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.texts import text_of
from glabella.clinic.messages.values import NewMessage
from glabella.clinic.messages.whom import Contact, contact_for
from glabella.clinic.people.cards import Person, person
from glabella.clinic.practice.lexicon import outlet_mail

WORKER = system("worker")
# Out of the house, or perhaps: whoever got one knows the time.
OUT = ("claimed", "handed_over", "uncertain")
STAMP = "%Y%m%dT%H%MZ"


@attrs.frozen
class Reader:
    """Who reads a message about an appointment, and where."""

    row: Appointment
    who: Person
    to: Contact

    def entry(self, method: str) -> str:
        """Return the calendar entry of the appointment: "REQUEST" or "CANCEL"."""
        make = calendars.REQUESTS[method]
        sender = outlet_mail(self.row.outlet, otherwise=settings.GLABELLA_MAIL_FROM)
        return make(self.row, to=self.to.address, by=sender, language=self.to.language)


def tell_moved(old: Appointment, row: Appointment, *, by: Actor, at: datetime) -> None:
    """Withdraw what waits about the old time; who knew it is told the new one.

    Args:
        old: As it was, with `starts_at`.
        row: As it is.
    """
    if old.starts_at == row.starts_at:
        return  # another room or clinician: nobody comes at a wrong time
    withdraw(row.id, by=by, at=at)
    told = told_last(row.id, otherwise=old.starts_at)
    if told is None or told == row.starts_at or row.starts_at <= at:
        return
    reader = reader_of(row, kind="moved")
    if reader is None:
        return
    rules = rules_of(row.outlet_id)
    has_entry = reader.to.channel == "email" and rules.sends_invitations
    new = letter(
        reader,
        "moved",
        key=f"moved:{row.id}:{row.version}",
        method="REQUEST" if has_entry else "",
        values={"at": row.starts_at, "was": told},
    )
    write(new, by=by, at=at)


def tell_cancelled(row: Appointment, *, by: Actor, at: datetime) -> None:
    """Withdraw what waits about an appointment; who knew of it hears that it is off."""
    withdraw(row.id, by=by, at=at)
    told = told_last(row.id, otherwise=row.starts_at)
    if told is None or row.starts_at <= at:
        return
    reader = reader_of(row, kind="cancelled")
    if reader is None:
        return
    has_entry = reader.to.channel == "email" and was_invited(row.id)
    new = letter(
        reader,
        "cancellation" if has_entry else "cancelled",
        key=f"cancelled:{row.id}:{row.version}",
        method="CANCEL" if has_entry else "",
        values={"at": told},
    )
    write(new, by=by, at=at)


def reader_of(row: Appointment, *, kind: str) -> Reader | None:
    """Return where a message of a kind about an appointment may go; None if nowhere."""
    who = person(row.patient_id)
    to = contact_for(who, kind=kind) if who is not None else None
    return Reader(row, who, to) if who is not None and to is not None else None


def letter(
    reader: Reader,
    kind: str,
    *,
    key: str,
    method: str = "",
    values: Mapping[str, datetime | str],
) -> NewMessage:
    """Return a message about an appointment, of no use once it has begun.

    Args:
        key: What it is known by; the time it speaks of is added.
        method: Of the calendar entry that comes with it; "" for none.
        values: What its text speaks of, see `messages.texts`.
    """
    row, to = reader.row, reader.to
    words = text_of(
        kind,
        language=to.language,
        outlet=row.outlet,
        **values,
        **portal_of(reader.who),
    )
    return NewMessage(
        outlet=row.outlet_id,
        kind=kind,
        channel=to.channel,
        address=to.address,
        language=to.language,
        subject=words.subject,
        text=words.of(to.channel),
        key=stamped(key, row.starts_at),
        patient=reader.who.id,
        about=row.id,
        attachment=reader.entry(method) if method else "",
        method=method,
        expires_at=row.starts_at,
    )


def told_last(appointment: UUID, *, otherwise: datetime) -> datetime | None:
    """Return the time that somebody was told last; None if they were told nothing.

    Args:
        otherwise: The time of messages whose key says none.
    """
    rows = Message.objects.filter(about=appointment, state__in=OUT)
    last = rows.order_by("-claimed_at").values_list("key", flat=True).first()
    if last is None:
        return None
    try:
        return datetime.strptime(last.rpartition(":")[2], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return otherwise


def was_invited(appointment: UUID) -> bool:
    """Return whether a calendar entry is out of the house."""
    rows = Message.objects.filter(about=appointment, state__in=OUT)
    return rows.exclude(attachment="").exists()


def stamped(key: str, moment: datetime) -> str:
    """Return a key that ends with the time the message speaks of."""
    return f"{key}:{moment.astimezone(UTC).strftime(STAMP)}"


def portal_of(who: Person) -> dict[str, str]:
    """Return the link to somebody's own pages, if the practice opened them any."""
    # `doors` is a table of the portal, asked by its relation: that app builds on this.
    has_door = type(who.patient).objects.filter(
        id__in=who.ids, doors__isnull=False, doors__closed_at__isnull=True
    )
    if not has_door.exists():
        return {}
    return {"link": f"{settings.GLABELLA_ADDRESS}{reverse('portal:enter')}"}
