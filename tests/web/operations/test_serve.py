"""The server of a practice: healthy, quiet about people, graceful, and fussy."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from glabella.clinic.audit.anchors import read_anchors
from glabella.web.operations.serve_verb import keep_anchoring
from tests.web.operations.homes import Home
from tests.web.operations.serving import HOST, Browser, server

on_this_machine = pytest.mark.allow_hosts([HOST])


@on_this_machine
def test_server_is_healthy_logs_no_query_and_stops_gracefully(home: Home) -> None:
    anchors = home.folder / "anchors" / "anchors.jsonl"
    before = len(read_anchors(anchors).anchors)

    with server(home, "--workers", "2") as running:
        health = Browser(running.port).get("/health/")
        sign_in = Browser(running.port).get("/account/login/?next=/Zyxwvut/")
        style = Browser(running.port).get("/static/css/tokens.css")
        running.wait_for('"GET /account/login/" 200')
        log = running.stop()

    assert (health.status, health.text) == (200, '{"status": "ok"}')
    assert (sign_in.status, style.status) == (200, 200)
    assert running.process.returncode == 0
    assert "with 2 workers" in log.splitlines()[0]
    assert log.splitlines()[1] == (
        "No worker is seen: no message goes out until `glabella work` runs too."
    )
    assert "Zyxwvut" not in log
    assert log.splitlines()[-1] == "Stopped."
    assert len(read_anchors(anchors).anchors) == before + 1


@on_this_machine
def test_busy_port_is_said(home: Home) -> None:
    with server(home) as running:
        result = home.run("serve", "--port", running.port)

    assert (result.code, result.err) == (
        2,
        (
            f"glabella: 127.0.0.1:{running.port}: this address cannot be used: Address "
            "already in use. Stop what listens there, or choose another --port or "
            "--host.\n"
        ),
    )


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--port", "70000"), '"70000" is no port'),
        (("--workers", "none"), '"none" is no number of workers'),
        (("--home", "/nowhere/at/all"), "there is no practice in this folder"),
    ],
)
def test_server_refuses_bad_words(
    home: Home, words: tuple[str, ...], complaint: str
) -> None:
    result = home.run("serve", *words)

    assert (result.code, complaint in result.err) == (2, True)


def test_server_refuses_tables_that_are_behind(nowhere: Home, home: Home) -> None:
    (nowhere.folder / "keys").mkdir(parents=True)
    for key in (home.folder / "keys").iterdir():
        (nowhere.folder / "keys" / key.name).write_bytes(key.read_bytes())

    result = nowhere.run("serve")

    assert (result.code, "the tables are behind the program by" in result.err) == (
        2,
        True,
    )


def test_server_refuses_a_home_without_a_key(home: Home) -> None:
    (home.folder / "keys" / "files.key").unlink()

    result = home.run("serve")

    assert (result.code, "files.key is missing" in result.err) == (2, True)


@pytest.mark.django_db(transaction=True)
def test_anchors_go_on_after_one_that_failed(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.GLABELLA_ANCHORS = tmp_path / "anchors"
    (tmp_path / "anchors").write_text("a file where the folder should be")
    stopped = Ticks(3, lambda: (tmp_path / "anchors").unlink(missing_ok=True))

    keep_anchoring(stopped, every=0)

    found = read_anchors(tmp_path / "anchors" / "anchors.jsonl").anchors
    assert ([one.sequence for one in found], len(caplog.records)) == ([0, 0], 1)
    assert found[0].at.date() == datetime.now(UTC).date()  # noqa: TID251 the verb reads the clock


class Ticks(threading.Event):
    """Lets a number of rounds pass; something happens after the first."""

    def __init__(self, rounds: int, after_first: object) -> None:
        super().__init__()
        self._left = rounds
        self._after_first = after_first

    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        self._left -= 1
        if self._left == 1 and callable(self._after_first):
            self._after_first()
        return self._left < 0
