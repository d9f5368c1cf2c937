"""Triggers that keep what was signed, in the words of a database; one set for each app.

Each app says in a `Kept` which of its tables are written once, frozen by a signature,
or only gain an end. A migration puts the triggers up. On SQLite a later migration
rebuilds the table that it changes, so it must call `take_down` before and `put_up`
after; `missing` tells.
"""

from collections.abc import Collection, Iterator, Mapping

import attrs
from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSE = """
CREATE OR REPLACE FUNCTION kept_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record is kept: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$
"""
_REFUSE_PART = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND {old} THEN
    RAISE EXCEPTION 'the record is kept: % on % is refused', TG_OP, TG_TABLE_NAME;
  END IF;
  IF TG_OP <> 'DELETE' AND {new} THEN
    RAISE EXCEPTION 'the record is kept: % on % is refused', TG_OP, TG_TABLE_NAME;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
_THERE = "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
_CALL = "EXECUTE FUNCTION kept_refuse()"


@attrs.frozen
class Part:
    """A table whose rows are frozen with the row of another table.

    Args:
        key: The column that names the other row.
        parent: The other table.
        columns: One of them filled there freezes the part.
    """

    key: str
    parent: str
    columns: tuple[str, ...]

    def frozen(self, row: str) -> str:
        """Return the condition that the part is frozen; `row` is "OLD" or "NEW"."""
        filled = " OR ".join(f"{column} IS NOT NULL" for column in self.columns)
        other = f"FROM {self.parent} WHERE id = {row}.{self.key}"
        return f"EXISTS (SELECT 1 {other} AND ({filled}))"


@attrs.frozen
class Trigger:
    """One trigger: its name, its table, and what follows the name."""

    name: str
    table: str
    law: str


@attrs.frozen(kw_only=True)
class Kept:
    """What an app keeps.

    Args:
        forever: Tables written once; no row is changed or removed.
        gaining: Stems that a row may gain once, by table: "withdrawn" stands for the
            columns `withdrawn_at`, `withdrawn_by_id`, `withdrawn_reason`.
        frozen: Columns by table; a row is frozen once one of them is filled.
        afterwards: Stems that a frozen row may still gain, by table; the whole name of
            a column, such as "state", lets it follow.
        parts: Tables whose rows are frozen with the row of another table.
    """

    forever: tuple[str, ...] = ()
    gaining: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    frozen: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    afterwards: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    parts: Mapping[str, Part] = attrs.field(factory=dict)

    def put_up(self, connection: BaseDatabaseWrapper) -> None:
        """Put up the triggers, anew where they stand already."""
        self.take_down(connection)
        is_postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            for function in self._functions() if is_postgresql else ():
                cursor.execute(function)
            for one in self._triggers(connection):
                cursor.execute(f"CREATE TRIGGER {one.name} {one.law}")
                if is_postgresql:
                    # "Always": also for a session that calls itself a replica.
                    cursor.execute(
                        f"ALTER TABLE {one.table} ENABLE ALWAYS TRIGGER {one.name}"
                    )

    def take_down(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers down: to undo the migration, to empty a test database."""
        with connection.cursor() as cursor:
            for one in self._triggers(connection):
                ending = f" ON {one.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {one.name}{ending}")

    def missing(self, connection: BaseDatabaseWrapper) -> tuple[str, ...]:
        """Return the triggers that do not stand, or are switched off."""
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "postgresql":
            query = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"
        with connection.cursor() as cursor:
            cursor.execute(query)
            standing = {name for (name,) in cursor.fetchall()}
        wanted = (one.name for one in self._triggers(connection))
        return tuple(name for name in wanted if name not in standing)

    def _functions(self) -> Iterator[str]:
        yield _REFUSE
        for table, part in self.parts.items():
            old, new = part.frozen("OLD"), part.frozen("NEW")
            yield _REFUSE_PART.format(name=f"{table}_kept_part", old=old, new=new)

    def _triggers(self, connection: BaseDatabaseWrapper) -> list[Trigger]:
        laws = dict.fromkeys(self.forever, ("", ""))
        for table, stems in self.gaining.items():
            laws[table] = (_changed(connection, table, stems), "")
        for table, columns in self.frozen.items():
            filled = " OR ".join(f"OLD.{column} IS NOT NULL" for column in columns)
            stems = self.afterwards.get(table, ())
            changed = _changed(connection, table, stems) if stems else ""
            law = f"({filled}) AND ({changed})" if changed else filled
            laws[table] = (law, filled)
        if connection.vendor == "postgresql":
            return [*_on_postgresql(laws), *_parts_on_postgresql(self.parts)]
        return [*_on_sqlite(laws), *_parts_on_sqlite(self.parts)]


def _changed(
    connection: BaseDatabaseWrapper, table: str, stems: Collection[str]
) -> str:
    """Return the condition that a row changes in more than gaining a stem once."""
    is_not = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    owners = {
        one.name: next((stem for stem in stems if one.name.startswith(f"{stem}_")), "")
        for one in columns
        if one.name not in stems
    }
    return " OR ".join(
        f'(OLD."{stem}_at" IS NOT NULL AND NEW."{name}" {is_not} OLD."{name}")'
        if stem
        else f'NEW."{name}" {is_not} OLD."{name}"'
        for name, stem in owners.items()
    )


# A law is the pair of conditions under which a change, and a removal, is refused.
Laws = Mapping[str, tuple[str, str]]


def _on_sqlite(laws: Laws) -> Iterator[Trigger]:
    for table, (change, removal) in laws.items():
        begin = _abort(f"{table} is not changed")
        changed = f"BEFORE UPDATE ON {table}{_when(change)} {begin}"
        yield _trigger(table, "changed", changed)
        removed = f"BEFORE DELETE ON {table}{_when(removal)} {begin}"
        yield _trigger(table, "removed", removed)
        # A replacing insert fires no trigger for the row it removes.
        there = _THERE.format(table=table)
        replaced = f"BEFORE INSERT ON {table} WHEN {there} {begin}"
        yield _trigger(table, "replaced", replaced)


def _parts_on_sqlite(parts: Mapping[str, Part]) -> Iterator[Trigger]:
    for table, part in parts.items():
        begin = _abort(f"{table} belongs to what was signed")
        old, new = part.frozen("OLD"), part.frozen("NEW")
        either = f"BEFORE UPDATE ON {table} WHEN {old} OR {new} {begin}"
        yield _trigger(table, "changed", either)
        yield _trigger(table, "removed", f"BEFORE DELETE ON {table} WHEN {old} {begin}")
        yield _trigger(table, "added", f"BEFORE INSERT ON {table} WHEN {new} {begin}")


def _on_postgresql(laws: Laws) -> Iterator[Trigger]:
    for table, (change, removal) in laws.items():
        each = f"ON {table} FOR EACH ROW"
        changed = f"BEFORE UPDATE {each}{_when(change, '({})')} {_CALL}"
        yield _trigger(table, "changed", changed)
        removed = f"BEFORE DELETE {each}{_when(removal, '({})')} {_CALL}"
        yield _trigger(table, "removed", removed)
        yield _emptied(table)


def _parts_on_postgresql(parts: Mapping[str, Part]) -> Iterator[Trigger]:
    for table in parts:
        each = f"BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW"
        law = f"{each} EXECUTE FUNCTION {table}_kept_part()"
        yield _trigger(table, "changed", law)
        yield _emptied(table)


def _emptied(table: str) -> Trigger:
    law = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {_CALL}"
    return _trigger(table, "emptied", law)


def _when(condition: str, form: str = "{}") -> str:
    return f" WHEN {form.format(condition)}" if condition else ""


def _abort(what: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, 'the record is kept: {what}'); END"


def _trigger(table: str, deed: str, law: str) -> Trigger:
    return Trigger(f"{table}_not_{deed}", table, law)
