"""The database itself refuses to change or remove what is on the trail."""

import pytest
from django.db import DatabaseError, connection, transaction

from glabella.clinic.audit import guards
from glabella.clinic.audit.models import Event, Head
from tests.clinic.audit.trail import found, write

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE audit_event SET deed = 'other' WHERE sequence = 2",
    "UPDATE audit_event SET deed = 'other'",
    "DELETE FROM audit_event WHERE sequence = 2",
    "DELETE FROM audit_event",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET sequence = 1",
]
REPLACE = (
    "INSERT OR REPLACE INTO audit_event "
    "SELECT sequence, at, actor_kind, actor, role, origin, purpose, 'other', outlet,"
    " patient, subject, ids, previous, digest FROM audit_event WHERE sequence = 2"
)
ON_SQLITE, ON_POSTGRESQL = [REPLACE], ["TRUNCATE audit_event", "TRUNCATE audit_head"]


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "the trail only grows" in str(error)
    return False


def test_trail_cannot_be_changed_or_removed() -> None:
    write(3)
    own = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL

    not_refused = [one for one in (*REFUSED, *own) if not refused(one)]

    assert (not_refused, Event.objects.count(), Head.objects.get().sequence) == (
        [],
        3,
        3,
    )


def test_missing_guard_is_found() -> None:
    write(1)
    before = guards.missing(connection)
    ending = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_event_unchanged{ending}")

    assert (before, guards.missing(connection)) == ((), ("audit_event_unchanged",))
    assert ("guard_missing", None, None) in found()


def test_guards_can_be_put_up_twice() -> None:
    guards.put_up(connection)
    guards.put_up(connection)

    assert guards.missing(connection) == ()
