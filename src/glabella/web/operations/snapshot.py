"""One moment of the database as a file, taken while others write, and its numbers."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path

import attrs
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import make_conninfo

from glabella.core.errors import InputError

DEBIAN = Path("/usr/lib/postgresql")


@attrs.frozen
class Numbers:
    """What a database holds at one moment.

    Args:
        counts: Rows of each table.
        migrations: "app.name" of each that was applied.
        sequence: Number of the last event on the trail, by its head.
        digest: Of that event.
    """

    counts: Mapping[str, int]
    migrations: tuple[str, ...]
    sequence: int
    digest: str


def take_snapshot(target: Path) -> Numbers:
    """Write the database as it is at this moment, and return its numbers.

    Raises:
        InputError: PostgreSQL's own program failed or is missing.
    """
    if connection.vendor == "postgresql":
        return _dump(target)
    return _copy(target)


def _copy(target: Path) -> Numbers:
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        cursor = copy.cursor()
        cursor.execute(
            "SELECT name FROM sqlite_master"
            " WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        names = [name for (name,) in cursor.fetchall()]
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 a name of the database's own
            counts[name] = cursor.fetchone()[0]
        cursor.execute("SELECT app, name FROM django_migrations")
        migrations = sorted(f"{app}.{name}" for app, name in cursor.fetchall())
        cursor.execute("SELECT sequence, digest FROM audit_head")
        sequence, digest = cursor.fetchone() or (0, "")
    return Numbers(counts, tuple(migrations), sequence, digest)


def _dump(target: Path) -> Numbers:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        numbers = count()
        run_client(
            "pg_dump",
            *("--format=custom", "--no-owner", "--no-privileges"),
            *(f"--snapshot={moment}", f"--file={target}"),
        )
    return numbers


def count() -> Numbers:
    """Return the numbers of the database as it is now."""
    with connection.cursor() as cursor:
        counts = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 a name of the database's own
            counts[name] = int(cursor.fetchone()[0])
        cursor.execute("SELECT sequence, digest FROM audit_head")
        sequence, digest = cursor.fetchone() or (0, "")
    rows = MigrationRecorder.Migration.objects.values_list("app", "name")
    migrations = sorted(f"{app}.{name}" for app, name in rows)
    return Numbers(counts, tuple(migrations), int(sequence), digest)


def load_dump(dump: Path) -> None:
    """Fill an empty PostgreSQL database from a dump, whole or not at all.

    Raises:
        InputError: PostgreSQL's own program failed or is missing.
    """
    run_client(
        "pg_restore",
        *("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"),
        str(dump),
    )


def run_client(program: str, *words: str) -> None:
    """Run a program of PostgreSQL against our database; the password stays unseen.

    Raises:
        InputError: It failed or is missing.
    """
    settings = connection.settings_dict
    named = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    place = dict(settings["OPTIONS"])
    place |= {key: settings[name] for key, name in named.items() if settings[name]}
    password = settings["PASSWORD"]
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    result = subprocess.run(  # noqa: S603 the words are ours
        [_find(program), f"--dbname={make_conninfo(**place)}", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise InputError(
            f"{program} failed: {result.stderr.strip()}.",
            where=f"PostgreSQL database {settings['NAME']}",
            mending="It must not be older than the server, and its user must have a "
            "right to every table.",
        )


def _find(program: str) -> str:
    # The newest one: an older client refuses a newer server.
    versions = sorted(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name))
    for place in (*map(str, reversed(versions)), None):
        if found := shutil.which(program, path=place):
            return found
    raise InputError(
        f"{program} is missing.",
        mending="Install the client programs of PostgreSQL (postgresql-client).",
    )
