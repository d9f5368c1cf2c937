"""A mail server that counts what arrives, and workers that send to it."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import attrs

from tests.web.operations.homes import GLABELLA, ROOT, Home, Run

HOST = "127.0.0.1"
PATIENCE = 60  # seconds; the machine may be busy
HERE = Path(__file__).resolve().parent


@attrs.define
class Post:
    """What has arrived, by address.

    Args:
        holds: Whether the server stands still once it has a message, without a word.
    """

    port: int
    holds: bool = False
    arrived: list[str] = attrs.field(factory=list)
    has_come: threading.Event = attrs.field(factory=threading.Event)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a worker must know to send here."""
        return {
            "GLABELLA_MAIL": f"smtp+plain://{HOST}:{self.port}",
            "GLABELLA_MAIL_FROM": "desk@example.org",
        }


class _Talk(socketserver.StreamRequestHandler):
    """One conversation in SMTP."""

    def handle(self) -> None:
        post: Post = self.server.post  # type: ignore[attr-defined]  # see mail_server
        to = ""
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("RCPT TO:"):
                to = line[8:].strip("<> ")
            if word == "DATA":
                self._say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                post.arrived.append(to)
                post.has_come.set()
                if post.holds:
                    self.rfile.readline()  # until the other side is gone
                    return
            self._say("221 bye" if word == "QUIT" else "250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Post]:
    """Take mail in until the block ends."""
    with socketserver.ThreadingTCPServer((HOST, 0), _Talk) as server:
        server.daemon_threads = True
        post = Post(port=server.server_address[1])
        server.post = post  # type: ignore[attr-defined]  # read by the conversations
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield post
        finally:
            server.shutdown()


@attrs.frozen
class Worker:
    """A worker that runs in a process of its own."""

    process: "subprocess.Popen[str]"
    log: Path

    def wait_for(self, words: str) -> None:
        """Wait until it has printed something."""
        deadline = time.perf_counter() + PATIENCE
        while words not in self.log.read_text("utf-8"):
            if time.perf_counter() > deadline or self.process.poll() is not None:
                said = self.log.read_text("utf-8")
                raise RuntimeError(f"the worker never said {words}: {said}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> str:
        """Ask it to stop and return what it has printed."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE)
        return self.log.read_text("utf-8")


@contextmanager
def worker(home: Home, post: Post, *, halting: str = "") -> Iterator[Worker]:
    """Let a worker run until the block ends.

    Args:
        halting: The step at which it stands still; "" for the plain verb.
    """
    command = [sys.executable, str(GLABELLA), "work"]
    if halting:
        command = [sys.executable, str(HERE / "halting_worker.py"), halting]
    log = home.folder.with_name("worker.log")
    with log.open("w") as stream:
        process = subprocess.Popen(  # noqa: S603 our own command
            command,
            env={**home.environment, **post.environment},
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield Worker(process, log)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def verb(home: Home, post: Post, *words: str) -> Run:
    """Run a verb that may send to the server of the test."""
    result = subprocess.run(  # noqa: S603 our own command line
        [sys.executable, str(GLABELLA), *words],
        env={**home.environment, **post.environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(result.returncode, result.stdout, result.stderr)


def write_messages(home: Home, count: int) -> None:
    """Write messages that are due."""
    subprocess.run(  # noqa: S603 a script of ours
        [sys.executable, str(HERE / "write_messages.py"), str(count)],
        env=home.environment,
        cwd=ROOT,
        check=True,
    )
