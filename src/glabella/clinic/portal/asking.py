"""Asking for a way in from outside: counted, and answered the same for everybody."""

from datetime import datetime, timedelta

from django.db import transaction

from glabella.clinic.audit.actor import Actor
from glabella.clinic.people.models import Contact
from glabella.clinic.portal.actions import make_link
from glabella.clinic.portal.models import Attempt, Door
from glabella.clinic.portal.queries import door_of
from glabella.clinic.portal.tokens import Token, hashed
from glabella.clinic.portal.values import ASKED_A_DAY

DAY = timedelta(days=1)


@transaction.atomic
def note_try(kind: str, key: str, *, at: datetime) -> None:
    """Count one try; whose it was stands in the row as a hash."""
    Attempt.objects.create(kind=kind, key_hash=hashed(key), tried_at=at)


def ask_for_link(address: str, *, by: Actor, at: datetime) -> list[tuple[Door, Token]]:
    """Make a link for each open door that a safe contact belongs to.

    Args:
        address: As typed: an e-mail address or a number.

    Returns:
        What is to be sent; empty if nobody is known there, or too many were asked for.
        The asker is told nothing of it.
    """
    key = " ".join(address.split()).casefold()
    rows = Attempt.objects.filter(kind="contact", key_hash=hashed(key))
    if rows.filter(tried_at__gt=at - DAY).count() >= ASKED_A_DAY:
        return []
    note_try("contact", key, at=at)
    contacts = Contact.objects.filter(
        search_value=key, is_safe=True, ended_at__isnull=True
    )
    found = {row.patient_id: door_of((row.patient_id,)) for row in contacts}
    doors = [door for door in found.values() if door is not None]
    return [(door, make_link(door.id, by=by, at=at)) for door in doors]
