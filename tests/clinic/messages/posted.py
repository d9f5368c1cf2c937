"""Builders for messages: one that waits, one in doubt, a person and a safe way."""

from typing import Any

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.messages import steps
from glabella.clinic.messages.actions import write
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.values import NewMessage
from glabella.clinic.people.models import Contact, Patient
from glabella.clinic.practice.models import Outlet
from tests import world

MORNING = world.AT  # 10:00 in Zurich
TO = "canary@example.org"
MACHINE = system("test")


def message(outlet: Outlet, patient: Patient | None = None, **more: Any) -> Message:
    """Return a message that waits."""
    known: dict[str, Any] = {
        "outlet": outlet.id,
        "kind": "reminder",
        "channel": "email",
        "address": TO,
        "language": "en",
        "subject": outlet.name,
        "text": "Monday, 9:00",
        "key": "reminder:1",
        "patient": patient.id if patient else None,
    }
    row = write(NewMessage(**{**known, **more}), by=MACHINE, at=MORNING)
    assert row is not None
    return row


def in_doubt(outlet: Outlet, patient: Patient | None = None, **more: Any) -> Message:
    """Return a message that nobody is certain of."""
    row = message(outlet, patient, **more)
    steps.claim(row.id, worker="dead", at=MORNING)
    steps.note_uncertain(row.id, worker="dead", why="TimeoutError")
    return row


def way(patient: Patient, **more: Any) -> Contact:
    """Return a safe way to a person, who agreed to be reminded."""
    known: dict[str, Any] = {
        "kind": "email",
        "value": TO,
        "search_value": TO,
        "is_safe": True,
        "may_remind": True,
    }
    return Contact.objects.create(patient=patient, **{**known, **more})


def desk(outlet: Outlet) -> Actor:
    """Return somebody at the front desk."""
    return world.actor(world.member(Role.FRONT_DESK, outlet), outlet)
