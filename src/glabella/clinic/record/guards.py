"""The triggers that keep what was signed, sealed or stated, in the words of a database.

- A signed note and a sealed session are frozen, and so are its sites and lots.
- An addendum, a decision and an attempt to reach somebody stay as they were written.
- A fact, a score, a dose from elsewhere and a diary day only gain the day on which they
  were withdrawn or replaced.

A migration puts the triggers up. On SQLite a later migration rebuilds the table that it
changes, so it must call `take_down` before and `put_up` after; `missing` tells.
Movements of stock are append-only too; their app guards them.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs
from django.db.backends.base.base import BaseDatabaseWrapper

# Frozen once this column is filled.
FROZEN: Mapping[str, str] = MappingProxyType(
    {"record_note": "signed_at", "record_session": "sealed_at"}
)
PARTS = ("record_site", "record_sessionlot")
FOREVER = ("record_addendum", "record_contactattempt", "record_decision")
# The stem of the columns that may be filled, once.
GAINING: Mapping[str, str] = MappingProxyType(
    {
        "record_diaryday": "replaced",
        "record_externaldose": "withdrawn",
        "record_factentry": "withdrawn",
        "record_score": "withdrawn",
    }
)
_ABORT = "SELECT RAISE(ABORT, 'the record is kept: {what}')"
_SEALED = (
    "EXISTS (SELECT 1 FROM record_session"
    " WHERE id = {row}.session_id AND sealed_at IS NOT NULL)"
)
_SAME = "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record is kept: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE OR REPLACE FUNCTION record_refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM record_session
      WHERE id = OLD.session_id AND sealed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the record is kept: % on % is refused', TG_OP, TG_TABLE_NAME;
  END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM record_session
      WHERE id = NEW.session_id AND sealed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the record is kept: % on % is refused', TG_OP, TG_TABLE_NAME;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""


@attrs.frozen
class Trigger:
    """One trigger: its name, its table, and what follows the name."""

    name: str
    table: str
    law: str


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Put up the triggers, anew where they stand already."""
    take_down(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTIONS)
        for one in _triggers(connection):
            cursor.execute(f"CREATE TRIGGER {one.name} {one.law}")
            if connection.vendor == "postgresql":
                # "Always": also for a session that calls itself a replica.
                cursor.execute(
                    f"ALTER TABLE {one.table} ENABLE ALWAYS TRIGGER {one.name}"
                )


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down: to undo the migration, and to empty a test database."""
    with connection.cursor() as cursor:
        for one in _triggers(connection):
            ending = f" ON {one.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {one.name}{ending}")


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Return the triggers that do not stand, or are switched off."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall()}
    return tuple(one.name for one in _triggers(connection) if one.name not in standing)


def _triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    laws = {table: _changed(connection, table, stem) for table, stem in GAINING.items()}
    laws |= {table: f"OLD.{column} IS NOT NULL" for table, column in FROZEN.items()}
    laws |= dict.fromkeys(FOREVER, "")
    if connection.vendor == "postgresql":
        return list(_on_postgresql(laws))
    return list(_on_sqlite(laws))


def _changed(connection: BaseDatabaseWrapper, table: str, stem: str) -> str:
    """Return the condition that a row changes in more than being withdrawn once."""
    is_not = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    kept = [one.name for one in columns if not one.name.startswith(f"{stem}_")]
    changes = [f'NEW."{name}" {is_not} OLD."{name}"' for name in kept]
    return " OR ".join([f"OLD.{stem}_at IS NOT NULL", *changes])


def _on_sqlite(laws: Mapping[str, str]) -> Iterator[Trigger]:
    for table, law in laws.items():
        when = f" WHEN {law}" if law else ""
        refuse = _ABORT.format(what=f"{table} is not changed")
        begin = f"BEGIN {refuse}; END"
        yield _trigger(table, "changed", f"BEFORE UPDATE ON {table}{when} {begin}")
        # A row that may be removed is one that was never signed or sealed.
        when = when if table in FROZEN else ""
        yield _trigger(table, "removed", f"BEFORE DELETE ON {table}{when} {begin}")
        # A replacing insert fires no trigger for the row it removes.
        there = _SAME.format(table=table)
        replaced = f"BEFORE INSERT ON {table} WHEN {there} {begin}"
        yield _trigger(table, "replaced", replaced)
    for table in PARTS:
        refuse = _ABORT.format(what=f"{table} of a sealed session")
        old, new = _SEALED.format(row="OLD"), _SEALED.format(row="NEW")
        begin = f"BEGIN {refuse}; END"
        law = f"BEFORE UPDATE ON {table} WHEN {old} OR {new} {begin}"
        yield _trigger(table, "changed", law)
        yield _trigger(table, "removed", f"BEFORE DELETE ON {table} WHEN {old} {begin}")
        yield _trigger(table, "added", f"BEFORE INSERT ON {table} WHEN {new} {begin}")


def _on_postgresql(laws: Mapping[str, str]) -> Iterator[Trigger]:
    refuse = "EXECUTE FUNCTION record_refuse()"
    for table, law in laws.items():
        when = f" WHEN ({law})" if law else ""
        each = f"ON {table} FOR EACH ROW"
        yield _trigger(table, "changed", f"BEFORE UPDATE {each}{when} {refuse}")
        when = when if table in FROZEN else ""
        yield _trigger(table, "removed", f"BEFORE DELETE {each}{when} {refuse}")
        emptied = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        yield _trigger(table, "emptied", emptied)
    for table in PARTS:
        law = f"BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW"
        part = "EXECUTE FUNCTION record_refuse_part()"
        yield _trigger(table, "changed", f"{law} {part}")
        law = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        yield _trigger(table, "emptied", law)


def _trigger(table: str, deed: str, law: str) -> Trigger:
    return Trigger(f"{table}_not_{deed}", table, law)
