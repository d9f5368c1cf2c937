"""The peer: the reference CQL translator and executor, in a Node program of their own.

Its parts are installed once, from pinned versions and hashes, into a cache folder; the
program then takes one JSON command a line and answers each with one line.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parents[1] / "cql"
PINS = ("package.json", "package-lock.json")
PROGRAM = ("engine.mjs", "system-modelinfo.xml")

Answer = Mapping[str, Any]


class PeerError(Exception):
    """The peer cannot be installed, started or asked; the message says what to do."""


class Peer:
    """The running peer; leaving the `with` ends it."""

    def __init__(self) -> None:
        """Install what is missing and start the program.

        Raises:
            PeerError: If Node is missing, or the parts cannot be installed.
        """
        folder = installed()
        self._process = subprocess.Popen(
            ["node", "--max-old-space-size=4096", str(folder / PROGRAM[0])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def process(self) -> int:
        """The process id."""
        return self._process.pid

    def __enter__(self) -> Self:
        """Return the peer."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the program."""
        self._process.communicate()

    def ask(self, deed: str, **words: object) -> Answer:
        """Return the answer to one command; raise PeerError if it failed."""
        if self._process.stdin is None or self._process.stdout is None:
            raise PeerError("the peer has no pipes.")
        try:
            self._process.stdin.write(json.dumps({"deed": deed, **words}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise PeerError(
                f"the peer ended while asked to {deed}; see its words above."
            )
        answer: Answer = json.loads(line)
        if "failed" in answer:
            raise PeerError(f"the peer could not {deed}: {answer['failed']}")
        return answer

    def translate(self, name: str, text: str) -> None:
        """Translate a library.

        A library with errors would still run and answer null to everything, fast.

        Raises:
            PeerError: If the translator reports an error.
        """
        errors = self.ask("translate", name=name, text=text)["errors"]
        if errors:
            raise PeerError(f"the CQL library {name} has errors:\n" + "\n".join(errors))


def versions() -> dict[str, str]:
    """Return the pinned version of each part of the peer."""
    pins: dict[str, dict[str, str]] = json.loads((HERE / PINS[0]).read_text("utf-8"))
    return pins["dependencies"]


def installed() -> Path:
    """Return the folder in which the peer is installed, installing it if need be."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise PeerError(
                f"{program} is missing, so there is nothing to compare with. "
                "On Debian or Ubuntu, type: sudo apt-get install -y nodejs npm"
            )
    folder = _folder()
    if not (folder / "node_modules" / ".package-lock.json").exists():
        _install(folder)
    for name in PROGRAM:
        shutil.copyfile(HERE / name, folder / name)
    return folder


def _folder() -> Path:
    """Return a cache folder whose name changes with the pins."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    pins = b"".join((HERE / name).read_bytes() for name in PINS)
    return Path(home) / "glabella" / f"cql-{hashlib.sha256(pins).hexdigest()[:16]}"


def _install(folder: Path) -> None:
    print("Installing the CQL peer; this happens once ...", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name in PINS:
        shutil.copyfile(HERE / name, folder / name)
    result = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise PeerError(f"npm could not install the peer:\n{result.stderr}")
