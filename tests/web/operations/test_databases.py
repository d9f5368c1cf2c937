"""A database that cannot be used is refused in words, before anything is done."""

import subprocess
import sys

import pytest

from tests.web.operations.homes import GLABELLA, Home, Run


def run_with(home: Home, database: str, *words: str) -> Run:
    """Run a verb on a home with another database than its own."""
    result = subprocess.run(  # noqa: S603 our own command line
        [sys.executable, str(GLABELLA), *words],
        env=home.environment | {"GLABELLA_DATABASE": database},
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(result.returncode, result.stdout, result.stderr)


@pytest.mark.parametrize(
    ("database", "complaint"),
    [
        ("mysql://root@localhost/practice", "this is not the address of a PostgreSQL"),
        ("postgresql://nobody@/practice?host=/nowhere", "the database does not answer"),
    ],
)
def test_database_that_cannot_be_reached(
    home: Home, database: str, complaint: str
) -> None:
    result = run_with(home, database, "migrate")

    assert (result.code, complaint in result.err) == (2, True)


def test_password_of_the_database_is_never_shown(home: Home) -> None:
    address = "postgresql://nobody:Zyxwvut@/practice?host=/nowhere"

    result = run_with(home, address, "verify", "--json")

    assert (result.code, "Zyxwvut" in result.out + result.err) == (2, False)


def test_tables_of_a_newer_program_are_refused(home: Home) -> None:
    with home.connect() as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('audit', '9999_tomorrow', '2030-01-01 00:00:00+00:00')"
        )

    result = home.run("migrate")

    assert (result.code, "audit.9999_tomorrow" in result.err) == (2, True)


def test_pending_migrations_are_listed_and_applied(nowhere: Home, home: Home) -> None:
    (nowhere.folder / "keys").mkdir(parents=True)
    for key in (home.folder / "keys").iterdir():
        (nowhere.folder / "keys" / key.name).write_bytes(key.read_bytes())

    checked = nowhere.run("migrate", "--check")
    before = nowhere.run("migrate", "--check", "--json").json["migrations"]
    applied = nowhere.run("migrate")
    after = nowhere.run("migrate", "--json").json

    assert (checked.code, len(checked.out.splitlines())) == (1, len(before))
    assert applied.out.splitlines() == [f"applied  {name}" for name in before]
    assert (after["applied"], after["migrations"]) == (True, [])


def test_backup_of_postgresql_is_not_restored_to_sqlite(home: Home) -> None:
    """On SQLite this shows the other half: no setting, and it is restored."""
    target = home.folder.with_name("today.glabella")
    home.run("backup", target, "--with-keys")
    into = str(home.folder.with_name("other"))

    result = run_with(home, "", "restore", str(target), "--into", into)

    complaint = "this is a backup of postgresql, and the database here is sqlite"
    expected = (2, True) if home.database else (0, False)
    assert (result.code, complaint in result.err) == expected


def test_restore_into_a_database_with_tables_is_refused(home: Home) -> None:
    """On SQLite the home itself is what must be empty."""
    target = home.folder.with_name("today.glabella")
    home.run("backup", target, "--with-keys")
    into = home.folder.with_name("other") if home.database else home.folder

    result = home.run("restore", target, "--into", into)

    assert (result.code, "nothing is overwritten" in result.err) == (2, True)
