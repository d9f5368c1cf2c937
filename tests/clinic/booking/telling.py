"""Builders for tests of what people are told: ways to write to, booked visits."""

from datetime import datetime, timedelta

from glabella.clinic.booking.actions import book
from glabella.clinic.booking.models import Appointment, Service
from glabella.clinic.messages.models import Message
from glabella.clinic.people.models import Contact
from tests import world
from tests.clinic.booking.build import NINE, service, wanted
from tests.clinic.scene import Scene

MAIL = "qqanary@example.org"
LONG_AGO = NINE - timedelta(days=60)


def reachable(
    here: Scene,
    *,
    kind: str = "email",
    value: str = MAIL,
    is_safe: bool | None = True,
    may_remind: bool | None = True,
) -> Contact:
    """Return a way to write to the person of a scene."""
    return Contact.objects.create(
        patient=here.card,
        kind=kind,
        value=value,
        search_value=value,
        is_safe=is_safe,
        may_remind=may_remind,
        asked_at=world.AT,
        asked_by=here.user,
    )


def booked(
    here: Scene, *, starts_at: datetime = NINE, at: datetime = LONG_AGO
) -> Appointment:
    """Book the person of a scene."""
    what = Service.objects.first() or service()
    row = book(wanted(here, what, starts_at=starts_at), by=here.by, at=at)
    return Appointment.objects.select_related("outlet").get(id=row.id)


def written(kind: str) -> list[Message]:
    """Return the messages of a kind, in the order they were written."""
    return list(Message.objects.filter(kind=kind).order_by("written_at", "key"))


def hand_over(message: Message, *, at: datetime) -> None:
    """Let a message be out of the house."""
    Message.objects.filter(id=message.id).update(
        state="handed_over", claimed_at=at, handed_over_at=at
    )
