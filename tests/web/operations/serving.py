"""The real server of a home, and a browser that can sign in and send forms."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import attrs

from tests.web.operations.homes import DESK, GLABELLA, PASSWORD, ROOT, Home

HOST = "127.0.0.1"
PATIENCE = 30  # seconds until a server must answer


@attrs.frozen
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    text: str


class Browser:
    """Keeps cookies, sends forms; one connection for each request."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.port = port
        self.cookies = dict(cookies or {})

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, "")

    def post(self, path: str, **fields: str) -> Answer:
        token = self.cookies.get("csrftoken", "")
        return self._ask(
            "POST", path, urlencode(fields | {"csrfmiddlewaretoken": token})
        )

    def sign_in(self) -> None:
        self.get("/account/login/")
        answer = self.post("/account/login/", login=DESK, password=PASSWORD)
        assert answer.status == http.client.FOUND, answer

    def _ask(self, method: str, path: str, body: str) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies} if cookies else {}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for value in response.headers.get_all("Set-Cookie", []):
                if found := re.match(r"([^=]+)=([^;]*)", value):
                    self.cookies[found[1]] = found[2]
            text = response.read().decode(errors="replace")  # a PDF is no text
            return Answer(response.status, dict(response.headers), text)
        finally:
            connection.close()


@attrs.frozen
class Server:
    """A server that runs.

    Args:
        log: What it has printed; a file, because a pipe that nobody reads fills up.
    """

    process: "subprocess.Popen[str]"
    port: int
    log: Path

    def kill(self) -> None:
        """Kill it and all its workers, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def wait_for(self, words: str) -> None:
        """Wait until it has printed something; workers write when they get to it."""
        deadline = time.perf_counter() + PATIENCE
        while words not in self.log.read_text("utf-8"):
            if time.perf_counter() > deadline:
                raise RuntimeError(f"the server never said {words}")
            time.sleep(0.05)

    def stop(self) -> str:
        """Ask it to stop and return what it has printed."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE)
        return self.log.read_text("utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(home: Home, *words: str) -> Iterator[Server]:
    """Serve a home until the block ends."""
    port = free_port()
    log = home.folder.with_name(f"server-{port}.log")
    with log.open("w") as stream:
        process = subprocess.Popen(  # noqa: S603 our own command line
            [sys.executable, str(GLABELLA), "serve", "--port", str(port), *words],
            env=home.environment,
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    running = Server(process, port, log)
    try:
        wait_until_it_answers(running)
        yield running
    finally:
        if process.poll() is None:
            running.kill()


def wait_until_it_answers(running: Server) -> None:
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        try:
            if Browser(running.port).get("/health/").status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
        if running.process.poll() is not None:
            break
    said = running.log.read_text("utf-8")
    raise RuntimeError(f"the server does not answer: {said}")
