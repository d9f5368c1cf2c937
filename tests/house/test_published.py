"""A published protocol is never edited: a change is a new version."""

import hashlib
import re

from tests.house import code

PROTOCOLS = code.SRC / "protocols"
LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>\S+)")


def test_every_published_file_is_as_it_was_published() -> None:
    lines = (PROTOCOLS / "PUBLISHED").read_text("utf-8").splitlines()
    entries = [LINE.fullmatch(line) for line in lines if line and line[0] != "#"]

    assert None not in entries
    changed = [
        entry["path"]
        for entry in entries
        if entry and digest(entry["path"]) != entry["sha256"]
    ]
    assert changed == []


def digest(name: str) -> str:
    path = PROTOCOLS / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
