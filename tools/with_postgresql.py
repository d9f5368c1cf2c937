"""Run a command beside a PostgreSQL server that is made for it and thrown away after.

    python tools/with_postgresql.py pytest tests/clinic

The server listens on a port of its own on 127.0.0.1 and on a socket in its temporary
folder; GLABELLA_DATABASE names it to the command. It never waits for the disk, so it is
fast, and good for nothing but tests. PostgreSQL refuses to run as root: root runs it as
the user `postgres`.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
USER = "glabella"
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
OPTIONS += " -c max_connections=200"


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL; Debian keeps some off the path."""
    found = shutil.which(name)
    versions = sorted(DEBIAN.glob("*"), key=lambda path: (len(path.name), path.name))
    for version in reversed(versions):
        found = found or shutil.which(name, path=str(version / "bin"))
    if found is None:
        sys.exit(f"PostgreSQL is missing: no {name} on the path or in {DEBIAN}.")
    return found


def as_server(*words: str) -> None:
    """Run a program of PostgreSQL as a user whom it accepts; stop if it fails."""
    is_root = os.geteuid() == 0
    command = ["runuser", "-u", "postgres", "--", *words] if is_root else [*words]
    result = subprocess.run(  # noqa: S603 the words are those below
        command, cwd="/", capture_output=True, text=True, check=False
    )
    if result.returncode:
        sys.exit(f"`{' '.join(words)}` failed:\n{result.stdout}{result.stderr}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server, give its address, and throw it away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="glabella-postgresql-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data, port = str(folder / "data"), free_port()
        as_server(
            *(program("initdb"), "--auth=trust", f"--username={USER}", "--no-sync"),
            *("--encoding=UTF8", "--locale=C.UTF-8", data),
        )
        place = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
        control = program("pg_ctl")
        log = str(folder / "log")
        as_server(
            control, "-D", data, "-w", "-l", log, "-o", f"{place} {OPTIONS}", "start"
        )
        try:
            folder.chmod(0o755)  # others may come to the socket
            yield f"postgresql://{USER}@/postgres?host={folder}&port={port}"
        finally:
            as_server(control, "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stop(number: int, _frame: object) -> None:
    """End as after an exception, so that the server is stopped too."""
    sys.exit(128 + number)


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    if not words:
        sys.exit("Say which command is to run: with_postgresql.py COMMAND [WORD ...]")
    signal.signal(signal.SIGTERM, stop)
    with server() as address:
        environment = os.environ | {"GLABELLA_DATABASE": address}
        return subprocess.run(  # noqa: S603 what the caller wants run
            [*words], env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
