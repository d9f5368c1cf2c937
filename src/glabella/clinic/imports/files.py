"""The files of a run: what was uploaded, and what its dry run said. Encrypted.

They hold names and birth dates of people who may never become patients, so they are
kept like documents and go when the run ends.
"""

import hashlib
import uuid
from pathlib import Path

from django.conf import settings

from glabella.clinic.record.safe import store, take

FILE, REPORT = "file", "report"


def keep(run: uuid.UUID, part: str, content: bytes) -> str:
    """Keep a part of a run; return its digest, with which it is taken out again."""
    store(_name(run, part), content)
    return hashlib.sha256(content).hexdigest()


def fetch(run: uuid.UUID, part: str, *, sha256: str) -> bytes:
    """Return a part of a run.

    Raises:
        InputError: If it is missing, or is not what was kept.
    """
    return take(_name(run, part), sha256=sha256)


def drop(run: uuid.UUID, *parts: str) -> None:
    """Remove parts of a run; those that are gone already are no matter."""
    for part in parts:
        place = Path(settings.GLABELLA_FILES) / str(_name(run, part))
        place.unlink(missing_ok=True)


def _name(run: uuid.UUID, part: str) -> uuid.UUID:
    return uuid.uuid5(run, part)
