"""How one event holds on to the one before, and how the end of the chain is sealed.

The digest of an event covers its content and the digest before it. The seal of the
head is keyed, and the key lies outside the database: whoever can write the tables can
make digests, but no seal.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings

from glabella.clinic.audit.models import Event, Head
from glabella.core.errors import InputError

# What a digest covers, in this order; never change it, or no old trail verifies.
CONTENT = (
    "sequence",
    "at",
    "actor_kind",
    "actor",
    "role",
    "origin",
    "purpose",
    "deed",
    "outlet",
    "patient",
    "subject",
    "ids",
    "previous",
)


class TrailKeyError(InputError):
    """The key of the trail cannot be read, so nothing can be sealed or verified."""


def digest_of(event: Event) -> str:
    """Return the digest of an event's content and of the link before it."""
    return digest_of_content([getattr(event, name) for name in CONTENT])


def digest_of_content(values: Sequence[Any]) -> str:
    """Return the digest of the values of `CONTENT`, in that order.

    A value that cannot be read gives some digest too, which then fits nothing.
    """
    sequence, at, kind, actor, role, origin, purpose, deed, *rest = values
    outlet, patient, subject, ids, previous = rest
    content = [
        sequence,
        at.astimezone(UTC).isoformat(timespec="microseconds") if at else "",
        kind,
        str(actor or ""),
        role,
        origin,
        purpose,
        deed,
        str(outlet or ""),
        str(patient or ""),
        str(subject or ""),
        ids,
        previous,
    ]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(sequence: int, digest: str) -> str:
    """Return the keyed seal of a head.

    Raises:
        TrailKeyError: If the key cannot be read.
    """
    return seal_with(read_key(), sequence=sequence, digest=digest)


def is_sealed(head: Head) -> bool:
    """Return whether the seal of a head is ours; an empty trail needs none.

    Raises:
        TrailKeyError: If the key cannot be read.
    """
    if head.sequence == 0 and not head.digest:
        return True
    return hmac.compare_digest(head.seal, seal_of(head.sequence, head.digest))


def seal_with(key: bytes, *, sequence: int, digest: str) -> str:
    """Return the seal that a key gives to a head."""
    return hmac.new(key, f"{sequence}:{digest}".encode(), "sha256").hexdigest()


def read_key() -> bytes:
    """Return the key of the trail.

    Raises:
        TrailKeyError: If it is not there, or empty.
    """
    file = Path(settings.GLABELLA_TRAIL_KEY_FILE)
    try:
        key = file.read_bytes()
    except OSError as error:
        raise TrailKeyError(
            f"the key of the trail cannot be read: {error.strerror}.",
            where=str(file),
            mending="Put the key back from the place where it is kept apart.",
        ) from error
    if not key:
        raise TrailKeyError(
            "the key of the trail is empty.",
            where=str(file),
            mending="Put the key back from the place where it is kept apart.",
        )
    return key
