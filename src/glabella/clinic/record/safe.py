"""The files of documents: encrypted beside the database, under the row's id."""

import hashlib
import os
from pathlib import Path
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from glabella.core.errors import InputError


def store(name: UUID, content: bytes) -> None:
    """Keep a file: whole or not at all, on the disk before this returns."""
    place = _place(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(_box().encrypt(content))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)


def take(name: UUID, *, sha256: str) -> bytes:
    """Return a file as it was received.

    Raises:
        InputError: If it is missing, or is not what was received.
    """
    try:
        content = _box().decrypt(_place(name).read_bytes())
    except (OSError, InvalidToken) as error:
        raise _lost(name) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _lost(name)
    return content


def drop(name: UUID) -> None:
    """Remove a file for good; one that is gone already is no error."""
    _place(name).unlink(missing_ok=True)


def _lost(name: UUID) -> InputError:
    return InputError(
        "the file is missing, or is not what was received.",
        where=f"document {name}",
        mending="Restore it from a backup.",
    )


def _box() -> Fernet:
    return Fernet(Path(settings.GLABELLA_FILE_KEY_FILE).read_bytes())


def _place(name: UUID) -> Path:
    return Path(settings.GLABELLA_FILES) / str(name)
