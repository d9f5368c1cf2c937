"""The folder of a practice: where its keys, database, files and anchors lie.

Nothing here needs Django: the folder must be there before the settings are read.
"""

import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

from glabella.core.errors import InputError

KEYS = ("secret", "trail", "files")
DATABASE = "practice.sqlite3"
VARIABLE = "GLABELLA_HOME"


def home_of(given: str | None) -> Path:
    """Return the folder that is given, or that the environment names."""
    named = given or os.environ.get(VARIABLE) or "glabella-home"
    return Path(named).expanduser().absolute()


def key_file(home: Path, name: str) -> Path:
    """Return where a key lies."""
    return home / "keys" / f"{name}.key"


def missing_keys(home: Path) -> tuple[str, ...]:
    """Return the names of the keys that are not there."""
    return tuple(name for name in KEYS if not key_file(home, name).is_file())


def make_keys(folder: Path) -> None:
    """Make the three keys in a folder; one that is there is never overwritten.

    Each is 32 random bytes in URL-safe Base64, as Fernet wants them, and readable by
    its owner alone.

    Raises:
        InputError: If the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in KEYS:
            file = folder / f"{name}.key"
            if not file.exists():
                write_private(file, urlsafe_b64encode(secrets.token_bytes(32)))
    except OSError as error:
        raise InputError(
            f"the keys cannot be written: {error.strerror}.",
            where=str(folder),
            mending="Choose a folder that you may write, with --home.",
        ) from error


def write_private(file: Path, content: bytes) -> None:
    """Write a new file that only its owner may read, and wait for the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(file, flags, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
