"""Homes of practices for tests: real folders, a real database, the real command line.

On PostgreSQL each home has a database of its own in the server of the run.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import psycopg
import simplejson

GLABELLA = Path(sys.executable).with_name("glabella")
ROOT = Path(__file__).resolve().parents[3]
SERVER = os.environ.get("GLABELLA_DATABASE", "")
PASSWORD = "correct horse battery staple"  # noqa: S105 of synthetic accounts
DESK = "desk@example.org"
SETUP = (
    *("setup", "--practice", "Example Practice", "--outlet", "Zurich;CH;Europe/Zurich"),
    *("--email", "admin@example.org", "--name", "Example Administrator"),
    "--password-stdin",
)


@attrs.frozen
class Run:
    """What a verb gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document on standard output."""
        return simplejson.loads(self.out)


@attrs.frozen
class Home:
    """A home folder, and its database if that is PostgreSQL.

    Args:
        folder: Need not exist yet.
        database: Name of the database on the server; "" for SQLite.
    """

    folder: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a process that works on this home must know."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GLABELLA_")}
        kept |= {"GLABELLA_HOME": str(self.folder), "GLABELLA_HTTPS": "no"}
        kept |= {"GLABELLA_SECOND_FACTOR": "relaxed", "COLUMNS": "80"}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return kept | ({"GLABELLA_DATABASE": self.address} if self.database else {})

    @property
    def address(self) -> str:
        """The URL of the database."""
        parts = urlsplit(SERVER)
        return parts._replace(path=f"/{self.database}").geturl()

    def run(self, *words: object, stdin: str = "") -> Run:
        """Run a verb in a process of its own."""
        result = subprocess.run(  # noqa: S603 our own command line
            [sys.executable, str(GLABELLA), *map(str, words)],
            env=self.environment,
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        return Run(result.returncode, result.stdout, result.stderr)

    def script(self, name: str) -> None:
        """Run one of the scripts beside this file against the home."""
        file = Path(__file__).with_name(name)
        subprocess.run(  # noqa: S603 a script of ours
            [sys.executable, str(file)], env=self.environment, check=True, cwd=ROOT
        )

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """Give a connection that goes past the program."""
        if self.database:
            with psycopg.connect(self.address, autocommit=True) as connection:
                yield connection
            return
        file = self.folder / "practice.sqlite3"
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            yield connection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        with self.connect() as connection:
            return list(connection.execute(query).fetchall())

    def tamper(self, *statements: str) -> None:
        """Take the guards down, do something to the trail, put them up again."""
        with self.connect() as connection:
            laws = self._guards(connection)
            for name, table, _ in laws:
                on = f" ON {table}" if self.database else ""
                connection.execute(f"DROP TRIGGER {name}{on}")
            for statement in statements:
                connection.execute(statement)
            for name, table, law in laws:
                connection.execute(law)
                if self.database:
                    connection.execute(
                        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
                    )

    def _guards(self, connection: Any) -> list[tuple[str, str, str]]:
        query = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        if self.database:
            query = (
                "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid)"
                " FROM pg_trigger WHERE tgname LIKE 'audit%'"
            )
        return list(connection.execute(query).fetchall())

    def clone(self, folder: Path) -> "Home":
        """Return another home that is just like this one."""
        shutil.copytree(self.folder, folder)
        return self._another(folder, template=self.database)

    def empty(self, folder: Path) -> "Home":
        """Return a home that does not exist yet, with an empty database if need be."""
        return self._another(folder, template="template0")

    def _another(self, folder: Path, *, template: str) -> "Home":
        if not self.database:
            return Home(folder)
        name = database_name(folder)
        make_database(name, template=template)
        return Home(folder, name)


def database_name(folder: Path) -> str:
    """Return the name of a database for a folder of a test."""
    return re.sub(r"\W", "_", str(folder)[-50:]).lower().lstrip("_")


def make_database(name: str, *, template: str = "template0") -> None:
    """Make a database on the server of the run."""
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type, unused-ignore]  # a name of ours, no literal
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type, unused-ignore]  # a name of ours, no literal


def new_home(folder: Path) -> Home:
    """Return a home that does not exist yet, for the database of this run."""
    return Home(folder, "x" if SERVER else "").empty(folder)


def set_up(folder: Path) -> Home:
    """Return a practice that is set up, with somebody at the front desk."""
    home = new_home(folder)
    result = home.run(*SETUP, stdin=f"{PASSWORD}\n")
    if result.code:
        raise RuntimeError(result.err)
    home.script("enrol.py")
    return home
