"""Appointments as calendar entries by e-mail, to those who agreed to be written to.

The worker writes them a moment after the booking, so that a booking taken back at once
invites nobody. Moved and cancelled appointments are told by `telling`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from glabella.clinic.audit.actor import Actor
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.rules import all_rules
from glabella.clinic.booking.telling import OUT, WORKER, Reader, letter
from glabella.clinic.messages.actions import write
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.whom import contacts_for
from glabella.clinic.people.cards import person

# Older bookings are known to their people, or were taken over from another system.
FRESH = timedelta(days=2)


def write_invitations(*, at: datetime, by: Actor = WORKER) -> int:
    """Invite whoever was booked lately and has no calendar entry; return how many."""
    inviting = [key for key, one in all_rules().items() if one.sends_invitations]
    rows = Appointment.objects.filter(
        state="booked",
        outlet_id__in=inviting,
        booked_at__gt=at - FRESH,
        booked_at__lte=at,
        starts_at__gt=at,
    )
    rows = rows.select_related("outlet", "service").order_by("booked_at", "id")
    found = list(rows)
    invited = _invited(row.id for row in found)
    return sum(_invite(row, by=by, at=at) for row in found if row.id not in invited)


def _invited(ids: Iterable[UUID]) -> set[UUID | None]:
    """Return the appointments with an entry on its way, written by whatever message."""
    rows = Message.objects.filter(about__in=list(ids)).exclude(attachment="")
    standing = rows.filter(state__in=(*OUT, "waiting", "failed"))
    return set(standing.values_list("about", flat=True))


def _invite(row: Appointment, *, by: Actor, at: datetime) -> int:
    who = person(row.patient_id)
    # Stricter than the words of a confirmation: only where they said that we may write.
    ways = contacts_for(who, kind="reminder") if who is not None else []
    mails = [way for way in ways if way.channel == "email"]
    if who is None or not mails:
        return 0
    new = letter(
        Reader(row, who, mails[0]),
        "invitation",
        key=f"invitation:{row.id}:{row.version}",
        method="REQUEST",
        values={"at": row.starts_at},
    )
    return int(write(new, by=by, at=at) is not None)
