"""Who wants no reminders, known by a hash and by nothing else."""

import hashlib

from glabella.clinic.messages.models import OptOut


def hashed(address: str) -> str:
    """Return the hash under which the wish of an address is kept."""
    return hashlib.sha256(address.strip().casefold().encode()).hexdigest()


def is_opted_out(address: str) -> bool:
    """Return whether an address wants no reminders now."""
    rows = OptOut.objects.filter(address_hash=hashed(address), lifted_at__isnull=True)
    return rows.exists()
