"""Reads of the door: who is inside, and whether somebody tried too often."""

from datetime import datetime, timedelta
from uuid import UUID

from glabella.clinic.portal.doors import is_shut
from glabella.clinic.portal.models import Attempt, Device, Door, Proxy
from glabella.clinic.portal.tokens import hashed
from glabella.clinic.portal.values import Entry

HOUR = timedelta(hours=1)


def standing_door(entry: Entry) -> Door | None:
    """Return the door somebody came through, if it still stands open to them.

    None once the practice closed it, the proxy was ended or the device revoked; and
    while it is shut, see `doors`.
    """
    rows = Door.objects.filter(id=entry.door, closed_at__isnull=True)
    door = rows.select_related("patient", "outlet").first()
    if door is None or is_shut(door) or _is_over(entry):
        return None
    return door


def _is_over(entry: Entry) -> bool:
    if entry.proxy is not None and running_proxy(entry.proxy) is None:
        return True
    if entry.device is None:
        return False
    kept = Device.objects.filter(id=entry.device, revoked_at__isnull=True)
    return not kept.exists()


def running_proxy(proxy: UUID) -> Proxy | None:
    """Return a proxy that nobody has ended."""
    rows = Proxy.objects.filter(id=proxy, ended_at__isnull=True)
    return rows.select_related("relation").first()


def door_of(patients: tuple[UUID, ...]) -> Door | None:
    """Return the open door of a person, from any of their cards."""
    return Door.objects.filter(patient_id__in=patients, closed_at__isnull=True).first()


def devices(door: UUID) -> list[Device]:
    """Return the devices that are remembered, the latest first."""
    rows = Device.objects.filter(door_id=door, revoked_at__isnull=True)
    return list(rows.select_related("proxy__relation").order_by("-seen_at"))


def is_too_often(kind: str, key: str, *, at: datetime, limit: int) -> bool:
    """Return whether somebody tried more often than allowed within the hour."""
    rows = Attempt.objects.filter(kind=kind, key_hash=hashed(key))
    return rows.filter(tried_at__gt=at - HOUR).count() >= limit
