"""The one deed of the trail: add an event to the chain, inside the caller's work."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.models import Event, Head


@transaction.atomic
def record(
    deed: str,
    *,
    by: Actor,
    at: datetime,
    patient: UUID | None = None,
    about: UUID | Iterable[UUID] = (),
) -> Event:
    """Add one event to the chain, in the transaction of the deed that it tells of.

    Args:
        deed: "app.verb", such as "people.register_patient".
        by: Who, from where, what for.
        at: When, aware.
        patient: Opaque id of the person concerned.
        about: Opaque ids of the rows read or written; a list view names all it showed.
    """
    ids = [about] if isinstance(about, UUID) else list(about)
    head = _lock_head()
    event = Event(
        sequence=head.sequence + 1,
        at=at.astimezone(UTC),
        actor_kind=by.kind,
        actor=by.user,
        role=by.role,
        origin=by.origin[:80],
        purpose=by.purpose,
        deed=deed,
        outlet=by.outlet,
        patient=patient,
        subject=ids[0] if len(ids) == 1 else None,
        ids=[str(one) for one in ids],
        previous=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    head.sequence, head.digest = event.sequence, event.digest
    head.seal = seal_of(head.sequence, head.digest)
    head.save()
    return event


def _lock_head() -> Head:
    # The lock makes writers wait for each other, so the chain has one next link.
    # SQLite locks the whole file at the start of the transaction (IMMEDIATE).
    return Head.objects.select_for_update().get_or_create(id=1)[0]


def digest_of(event: Event) -> str:
    """Return the digest of an event's content and of the link before it."""
    content = [
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_kind,
        str(event.actor or ""),
        event.role,
        event.origin,
        event.purpose,
        event.deed,
        str(event.outlet or ""),
        str(event.patient or ""),
        str(event.subject or ""),
        event.ids,
        event.previous,
    ]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(sequence: int, digest: str) -> str:
    """Return the keyed seal of the head; the key lies outside the database."""
    key = Path(settings.GLABELLA_TRAIL_KEY_FILE).read_bytes()
    return hmac.new(key, f"{sequence}:{digest}".encode(), "sha256").hexdigest()
