"""The one deed of the trail: add an event to the chain, inside the caller's work."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.chain import digest_of, is_sealed, seal_of
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
    # A head whose seal was broken is never sealed again: work goes on, and
    # `verify` keeps telling.
    sealed = is_sealed(head)
    head.sequence, head.digest = event.sequence, event.digest
    head.seal = seal_of(head.sequence, head.digest) if sealed else ""
    head.save()
    return event


def _lock_head() -> Head:
    # The lock makes writers wait for each other, so the chain has one next link.
    # SQLite locks the whole file at the start of the transaction (IMMEDIATE).
    return Head.objects.select_for_update().get_or_create(id=1)[0]
