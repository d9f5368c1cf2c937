"""Tries at the door, counted; whose they were stands in them as a hash."""

from datetime import datetime

from django.db import transaction

from glabella.clinic.portal.models import Attempt
from glabella.clinic.portal.tokens import hashed


@transaction.atomic
def note_try(kind: str, key: str, *, at: datetime) -> None:
    """Count one try."""
    Attempt.objects.create(kind=kind, key_hash=hashed(key), tried_at=at)
