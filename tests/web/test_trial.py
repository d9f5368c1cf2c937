"""`./dev demo`: makes a practice, says how to sign in, and touches nothing else."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.audit.anchors import anchor_file, read_anchors
from glabella.clinic.demo.house import PASSWORD, STAFF
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Practice
from glabella.web.operations import trial_run
from glabella.web.operations.folder import make_keys
from glabella.web.trial import MARK, OUTBOX, main
from tests import world
from tests.web.operations.homes import ROOT
from tests.web.operations.serving import HOST, Browser, Server, free_port

PATIENCE = 240  # seconds; a busy machine makes a small demo in twenty
FEW = 12


@pytest.fixture
def own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the command sets for its process is undone behind the test."""
    with monkeypatch.context() as kept:
        for name in ("HOME", "HTTPS", "SECOND_FACTOR", "DESIGN", "DATABASE", "MAIL"):
            kept.setenv(f"GLABELLA_{name}", os.environ.get(f"GLABELLA_{name}", ""))
        kept.setenv("GLABELLA_ADDRESS", "")
        mask = os.umask(0o077)
        yield
        os.umask(mask)


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> Path:
    """A home with keys, and anchors of its own."""
    settings.GLABELLA_ANCHORS = tmp_path / "anchors"
    make_keys(tmp_path / "keys")
    return tmp_path


def age(home: Path, *, by: timedelta) -> None:
    """Let the demo of a home have been made some time ago."""
    made = home / "keys"
    then = made.stat().st_mtime - by.total_seconds()
    os.utime(made, (then, then))


@pytest.mark.usefixtures("own_environment")
@pytest.mark.parametrize("words", [(), ("--fresh",)])
def test_folder_that_is_no_demo_is_refused_and_kept(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("of somebody", "utf-8")

    code = main(["--home", str(tmp_path), *words])

    assert (code, list(tmp_path.iterdir())) == (2, [letter])
    assert capsys.readouterr().err == (
        f"glabella: {tmp_path}: this folder holds something that is no demo. "
        "Name another folder with --home.\n"
    )


@pytest.mark.parametrize("word", ["11", "289", "many"])
def test_number_of_people_has_limits(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--people", word])

    said = capsys.readouterr().err.splitlines()[-1]
    assert said.endswith(f"argument --people: '{word}' is not a number from 12 to 288")


@pytest.mark.django_db
def test_demo_is_filled_once(keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trial_run.fill(keys, count=FEW)
    first = capsys.readouterr().out
    trial_run.fill(keys, count=FEW)

    assert first == (
        "Making a synthetic practice; this takes some seconds ...\n"
        f"Telling the stories of {FEW} synthetic people ...\n"
    )
    assert capsys.readouterr().out == ""
    assert (Patient.objects.count(), User.objects.count()) == (FEW, len(STAFF))
    assert len(read_anchors(anchor_file()).anchors) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "times"), [(1, 0), (3, 1)])
def test_old_demo_says_how_to_make_it_anew(
    days: int, times: int, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Practice.objects.create(name="Example", demo=True, created_at=world.AT)
    age(keys, by=timedelta(days=days))

    trial_run.fill(keys, count=FEW)

    assert capsys.readouterr().out.count("./dev demo --fresh") == times


@contextmanager
def trial(home: Path, *words: str) -> Iterator[Server]:
    """Run the command in a process of its own until the block ends."""
    port, log = free_port(), home.with_name("trial.log")
    command = [sys.executable, "-m", "glabella.web.trial", "--home", str(home)]
    command += ["--port", str(port), "--workers", "1", "--people", str(FEW), *words]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GLABELLA_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    with log.open("w") as stream:
        process = subprocess.Popen(  # noqa: S603 our own command
            command,
            env=kept,
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    running = Server(process, port, log)
    try:
        wait_for_greeting(running)
        yield running
    finally:
        if process.poll() is None:
            running.kill()


def wait_for_greeting(running: Server) -> None:
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline and running.process.poll() is None:
        try:
            Browser(running.port).get("/health/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(running.log.read_text("utf-8"))


def wait_for_worker(home: Path) -> None:
    """Wait until the worker beside the server has said that it works."""
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        if "works as" in (home / OUTBOX).read_text("utf-8"):
            return
        time.sleep(0.2)
    raise RuntimeError((home / OUTBOX).read_text("utf-8"))


@pytest.mark.allow_hosts([HOST])
def test_demo_is_served_and_only_fresh_makes_it_anew(tmp_path: Path) -> None:
    home = tmp_path / "demo"

    with trial(home) as running:
        browser = Browser(running.port)
        page = browser.get("/account/login/")
        browser.post("/account/login/", login=STAFF[0][1], password=PASSWORD)
        paper = browser.get("/desk/today/list.pdf")
        wait_for_worker(home)
        said = running.stop()
    outbox = (home / OUTBOX).read_text("utf-8").splitlines()
    key = (home / "keys" / "trail.key").read_bytes()
    with trial(home) as running:
        again = running.stop()
    same = (home / "keys" / "trail.key").read_bytes()
    with trial(home, "--fresh") as running:
        anew = running.stop()

    assert (home / MARK).is_file()
    # The worker beside the server was told to stop with it.
    assert outbox.count("Stopped.") == 1
    assert [email for _, email, _ in STAFF if email not in said] == []
    assert (PASSWORD in said, "Every person in it is synthetic." in said) == (True,) * 2
    # A worker forked from the process that made the demo would set this page for ever.
    assert (page.status, paper.status, paper.text[:5]) == (200, 200, "%PDF-")
    assert ["Making" in words for words in (said, again, anew)] == [True, False, True]
    assert (key == same, key == (home / "keys" / "trail.key").read_bytes()) == (
        True,
        False,
    )
