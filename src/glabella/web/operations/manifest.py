"""What a backup says of itself: its parts with their hashes, and what they must hold.

The names inside: `database.sqlite3` or `database.dump`, `anchors.jsonl`, `files/...`,
`keys/...` if they were asked for, and this manifest, which stands last.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import attrs

from glabella.core.errors import InputError

NAME = "manifest.json"
FORMAT = "glabella.backup/1"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
ANCHORS = "anchors.jsonl"
BLOCK = 1024 * 1024  # bytes read at a time


@attrs.frozen
class Manifest:
    """What a backup holds.

    Args:
        made_at: ISO time, UTC.
        made_by: Version of the program.
        database: "sqlite" or "postgresql".
        migrations: Those the tables had, "app.name".
        counts: Rows of each table.
        sequence: Number of the last event on the trail.
        digest: Of that event.
        parts: SHA-256 of each part by its name.
    """

    made_at: str
    made_by: str
    database: str
    migrations: tuple[str, ...]
    counts: Mapping[str, int]
    sequence: int
    digest: str
    parts: Mapping[str, str]

    @property
    def has_keys(self) -> bool:
        """Whether the keys are inside."""
        return any(name.startswith("keys/") for name in self.parts)

    def as_json(self) -> dict[str, object]:
        """Return the manifest as JSON holds it."""
        return {"format": FORMAT, **attrs.asdict(self)}


def read_manifest(file: Path, *, where: str) -> Manifest:
    """Return the manifest of an unpacked backup.

    Raises:
        InputError: There is none, or another program's.
    """
    try:
        content = json.loads(file.read_text("utf-8"))
        if content.pop("format") == FORMAT:
            content["migrations"] = tuple(content["migrations"])
            return Manifest(**content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    raise InputError(
        "this is no backup that this version of the program can read.",
        where=where,
        mending="Name a file that `glabella backup` has written.",
    )


def hash_of(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
