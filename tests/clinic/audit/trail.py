"""A trail to tamper with: events written as the program does, raw SQL against it."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from glabella.clinic.audit import guards
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import system
from glabella.clinic.audit.anchors import AnchorFile, anchor_file, read_anchors
from glabella.clinic.audit.chain import CONTENT, digest_of_content
from glabella.clinic.audit.models import Event
from glabella.clinic.audit.verification import verify

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
BY = system("test")
FOREIGN = hashlib.sha256(b"somebody else").hexdigest()


def write(count: int, deed: str = "test.deed") -> None:
    """Add events to the trail."""
    for number in range(count):
        record(f"{deed}{number}", by=BY, at=AT + timedelta(seconds=number))


def tamper(*statements: str) -> None:
    """Do what somebody with the password of the database does, and leave no trace."""
    guards.take_down(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    guards.put_up(connection)


def insert(sequence: int, **values: object) -> None:
    """Put a forged row in; it is a copy of some row, and fits its own digest."""
    content = dict(zip(CONTENT, _content_of_any_row(), strict=True))
    content |= {"sequence": sequence, "deed": "test.forged", "previous": FOREIGN}
    content |= values
    guards.take_down(connection)
    Event.objects.create(
        **content, digest=digest_of_content([content[name] for name in CONTENT])
    )
    guards.put_up(connection)


def _content_of_any_row() -> tuple[Any, ...]:
    return tuple(Event.objects.values_list(*CONTENT)[0])


def rehash(sequence: int, **changes: str) -> None:
    """Change a row and make its own digest fit again."""
    event = Event.objects.get(sequence=sequence)
    for name, value in changes.items():
        setattr(event, name, value)
    digest = digest_of_content([getattr(event, name) for name in CONTENT])
    guards.take_down(connection)
    Event.objects.filter(sequence=sequence).update(**changes, digest=digest)
    guards.put_up(connection)


def recompute(first: int, **changes: str) -> None:
    """Change a row and make the whole chain fit again, but for the seal."""
    rehash(first, **changes)
    last = Event.objects.latest("sequence").sequence
    for sequence in range(first + 1, last + 1):
        before = Event.objects.get(sequence=sequence - 1).digest
        rehash(sequence, previous=before)
    digest = Event.objects.get(sequence=last).digest
    tamper(f"UPDATE audit_head SET digest = '{digest}'")  # noqa: S608 a digest of ours


def found() -> list[tuple[str, int | None, int | None]]:
    """Return what verification finds, without its words."""
    report = verify(anchors())
    return [(one.kind, one.first, one.last) for one in report.findings]


def anchors() -> AnchorFile:
    """Return the anchors of the practice."""
    return read_anchors(anchor_file())


def change_anchor(line: int, **values: object) -> None:
    """Change a line of the file of anchors, from 1."""
    lines = anchor_file().read_text("utf-8").splitlines()
    lines[line - 1] = json.dumps(json.loads(lines[line - 1]) | values)
    anchor_file().write_text("\n".join(lines) + "\n", "utf-8")
