"""The triggers that let the trail only grow, in the words of each database.

A migration puts them up. On SQLite, a later migration that rebuilds one of the two
tables drops its triggers, so it must call `put_up` again; `missing` tells.
"""

import types
from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

# A replacing insert fires no trigger for the row it deletes, so it has one of its own.
_SQLITE: Mapping[str, str] = types.MappingProxyType(
    {
        "audit_event_unchanged": (
            "BEFORE UPDATE ON audit_event BEGIN "
            "SELECT RAISE(ABORT, 'the trail only grows: no event is changed'); END"
        ),
        "audit_event_kept": (
            "BEFORE DELETE ON audit_event BEGIN "
            "SELECT RAISE(ABORT, 'the trail only grows: no event is removed'); END"
        ),
        "audit_event_not_replaced": (
            "BEFORE INSERT ON audit_event WHEN EXISTS "
            "(SELECT 1 FROM audit_event WHERE sequence = NEW.sequence) BEGIN "
            "SELECT RAISE(ABORT, 'the trail only grows: no event is replaced'); END"
        ),
        "audit_head_kept": (
            "BEFORE DELETE ON audit_head BEGIN "
            "SELECT RAISE(ABORT, 'the trail only grows: the head stays'); END"
        ),
        "audit_head_forward": (
            "BEFORE UPDATE ON audit_head WHEN NEW.sequence < OLD.sequence BEGIN "
            "SELECT RAISE(ABORT, 'the trail only grows: no head goes back'); END"
        ),
    }
)

_REFUSE = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the trail only grows: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$
"""
_POSTGRESQL: Mapping[str, str] = types.MappingProxyType(
    {
        "audit_event_unchanged": "BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
        "audit_head_kept": "BEFORE DELETE OR TRUNCATE ON audit_head "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
        "audit_head_forward": "BEFORE UPDATE ON audit_head FOR EACH ROW "
        "WHEN (NEW.sequence < OLD.sequence) EXECUTE FUNCTION audit_refuse()",
    }
)


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Put up the triggers, anew where they stand already."""
    take_down(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for name, law in _laws(connection).items():
            cursor.execute(f"CREATE TRIGGER {name} {law}")
            if connection.vendor == "postgresql":
                # "Always": also for a session that calls itself a replica.
                table = _table_of(name)
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down: to undo the migration, and to empty a test database."""
    with connection.cursor() as cursor:
        for name in _laws(connection):
            ending = f" ON {_table_of(name)}"
            ending = ending if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{ending}")


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Return the triggers that do not stand, or are switched off."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall()}
    return tuple(name for name in _laws(connection) if name not in standing)


def _laws(connection: BaseDatabaseWrapper) -> Mapping[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE


def _table_of(name: str) -> str:
    return "_".join(name.split("_")[:2])
