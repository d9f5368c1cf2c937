"""Deeds of holds: time is kept for somebody for a while, and given back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from glabella.clinic.booking.actions.cells import refusing, take_cells, wait_for
from glabella.clinic.booking.models import Hold, Service
from glabella.clinic.booking.values import HeldTime


@transaction.atomic
def hold_time(new: HeldTime, *, at: datetime) -> Hold:
    """Keep time for somebody until a moment; whoever asks keeps the id.

    It names nobody and is no event of its own: the deed that holds says what for.

    Raises:
        DeedRefusedError: If clinician or room are taken then, or the start is not on a
            whole five minutes.
    """
    service = Service.objects.get(id=new.service)
    wait_for(new.clinician, new.room)
    start = new.starts_at.astimezone(UTC)
    row = Hold(
        outlet_id=new.outlet,
        service=service,
        clinician_id=new.clinician,
        room_id=new.room,
        starts_at=start,
        ends_at=start + timedelta(minutes=service.minutes),
        expires_at=new.expires_at,
        held_at=at,
    )
    with refusing():
        row.save(force_insert=True)
        take_cells(row, at=at)
    return row


def release(hold: UUID) -> bool:
    """Give the time of a hold back, with its cells; return whether it was there."""
    count, _rows = Hold.objects.filter(id=hold).delete()
    return bool(count)
