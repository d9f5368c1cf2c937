"""Tries at the door, counted for an hour; whose they were stands in them as a hash."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from glabella.clinic.portal.models import Attempt

HOUR = timedelta(hours=1)
_SALT = "glabella.portal.tries"


def is_too_often(kind: str, key: str, *, at: datetime, limit: int) -> bool:
    """Return whether somebody tried more often than allowed within the hour."""
    rows = Attempt.objects.filter(kind=kind, key_hash=_hashed(key))
    return rows.filter(tried_at__gt=at - HOUR).count() >= limit


@transaction.atomic
def note_try(kind: str, key: str, *, at: datetime) -> UUID:
    """Count one try, and forget those that count no more; return what it is known by.

    Nobody can be told from them later: addresses are few, and would be guessed from a
    hash without a key.
    """
    Attempt.objects.filter(tried_at__lte=at - HOUR).delete()
    row = Attempt.objects.create(kind=kind, key_hash=_hashed(key), tried_at=at)
    key_of_row: UUID = row.id
    return key_of_row


@transaction.atomic
def take_back(tried: UUID) -> None:
    """Count a try no more: it was a good one."""
    Attempt.objects.filter(id=tried).delete()


def _hashed(key: str) -> str:
    return salted_hmac(_SALT, key, algorithm="sha256").hexdigest()
