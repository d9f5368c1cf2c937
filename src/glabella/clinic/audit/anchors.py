"""Anchors: the head of the trail, written at least daily to a file outside it.

Each is one line of JSON: sequence, digest, seal and time. Whoever cuts off the tail of
the trail, or puts an old head back, is contradicted by the last anchor. A copy of the
file that lies on another machine is worth the most.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import attrs
from django.conf import settings

from glabella.clinic.audit.chain import seal_of
from glabella.clinic.audit.models import Head

FILE = "anchors.jsonl"


@attrs.frozen
class Anchor:
    """The head of the trail as it was at some time.

    Args:
        sequence: Of the last event then; 0 while there was none.
        digest: Of that event.
        seal: The keyed seal of both.
        at: When, aware.
    """

    sequence: int
    digest: str
    seal: str
    at: datetime


@attrs.frozen
class AnchorFile:
    """What the file holds.

    Args:
        anchors: In the order they were written.
        unreadable: Numbers of the lines that are no anchor, from 1.
    """

    anchors: tuple[Anchor, ...] = ()
    unreadable: tuple[int, ...] = ()


def anchor_file() -> Path:
    """Return where this practice keeps its anchors."""
    return Path(settings.GLABELLA_ANCHORS) / FILE


def write_anchor(at: datetime) -> Anchor:
    """Add the head as it is now to the file of anchors, and wait for the disk.

    Raises:
        TrailKeyError: If the key of the trail cannot be read.
    """
    head = Head.objects.filter(id=1).first() or Head()
    # The seal is copied, never made anew: no anchor may vouch for a forged head.
    seal = head.seal if head.sequence else seal_of(0, "")
    anchor = Anchor(head.sequence, head.digest, seal, at)
    file = anchor_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("ab") as stream:
        stream.write(_line(anchor, begin_anew=_ends_torn(file)))
        stream.flush()
        os.fsync(stream.fileno())
    return anchor


def _line(anchor: Anchor, *, begin_anew: bool) -> bytes:
    content = {
        "sequence": anchor.sequence,
        "digest": anchor.digest,
        "seal": anchor.seal,
        "at": anchor.at.astimezone(UTC).isoformat(),
    }
    start = "\n" if begin_anew else ""
    return f"{start}{json.dumps(content)}\n".encode()


def _ends_torn(file: Path) -> bool:
    # A machine that lost its power may have left half a line behind.
    text = file.read_bytes() if file.exists() else b""
    return bool(text) and not text.endswith(b"\n")


def read_anchors(file: Path) -> AnchorFile:
    """Return what the file holds; a file that is not there holds nothing."""
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return AnchorFile()
    anchors, unreadable = [], []
    for number, line in enumerate(lines, start=1):
        anchor = _read(line)
        if anchor is not None:
            anchors.append(anchor)
        elif line.strip():
            unreadable.append(number)
    return AnchorFile(tuple(anchors), tuple(unreadable))


def _read(line: str) -> Anchor | None:
    try:
        content = json.loads(line)
        return Anchor(
            sequence=int(content["sequence"]),
            digest=str(content["digest"]),
            seal=str(content["seal"]),
            at=datetime.fromisoformat(content["at"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
