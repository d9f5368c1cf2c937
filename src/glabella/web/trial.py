"""`./dev demo`: a synthetic practice made, explained and served on the own machine.

The demo relaxes two things, and says so: nobody needs a second factor, and the browser
talks to it without TLS. It must never hold a real person.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from glabella.cli.late import late
from glabella.cli.refusal import refuse
from glabella.core.errors import GlabellaError, InputError
from glabella.web.operations.opening import open_new_home, prepare_process

MARK = "this-is-a-demo"
OUTBOX = "messages.txt"  # what the worker of the demo would have sent
WORK = "import sys; from glabella.web.verbs import work; sys.exit(work(sys.argv[1:]))"
RELAXED = {
    "GLABELLA_HTTPS": "no",
    "GLABELLA_SECOND_FACTOR": "relaxed",
    "GLABELLA_DESIGN": "yes",
    "GLABELLA_DATABASE": "",
    "GLABELLA_MAIL": "console",
}
PEOPLE = 250
FEWEST, MOST = 12, 288  # fewer leave out a scene, more have no name


def main(words: Sequence[str]) -> int:
    """Make the demo unless it is there, say how to sign in, and serve it."""
    asked = _parser().parse_args(words)
    home = Path(asked.home).absolute()
    prepare_process()
    os.environ.update(RELAXED)
    os.environ["GLABELLA_ADDRESS"] = f"http://127.0.0.1:{asked.port}"
    try:
        if asked.only_fill:
            open_new_home(home)
            late("glabella.web.operations.trial_run:fill")(home, count=asked.people)
            return 0
        _make_room(home, fresh=asked.fresh)
        open_new_home(home)
        (home / MARK).touch()
        failed = _fill_apart(home, count=asked.people)
        if failed:
            return failed
        late("glabella.web.operations.trial_run:explain")(asked.port)
        with _worker_beside(home):
            late("glabella.web.operations.serve_verb:serve")(asked)
    except GlabellaError as error:
        refuse(error, as_json=False)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__)
    say = parser.add_argument
    say("--home", default="glabella-demo", help="the folder of the demo")
    say("--port", type=int, default=8000, help="default 8000")
    say("--fresh", action="store_true", help="throw the demo away and make it anew")
    say("--people", type=_count, default=PEOPLE, help=f"default {PEOPLE}")
    say("--workers", type=int, default=2, help="default 2")
    say("--only-fill", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(host="127.0.0.1", quiet=True, has_worker=True)
    return parser


def _count(word: str) -> int:
    if word.isdecimal() and FEWEST <= int(word) <= MOST:
        return int(word)
    message = f"{word!r} is not a number from {FEWEST} to {MOST}"
    raise argparse.ArgumentTypeError(message)


def _fill_apart(home: Path, *, count: int) -> int:
    """Fill the demo in a process of its own; return its exit code.

    The typesetter keeps threads. A server whose workers are forked from a process that
    has typeset a page would wait for those threads for ever, and hold the database.
    """
    command = [sys.executable, "-m", "glabella.web.trial", "--only-fill"]
    command += ["--home", str(home), "--people", str(count)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 our own command


@contextmanager
def _worker_beside(home: Path) -> Iterator[None]:
    """Let a worker run beside the server; its messages go into a file of the demo."""
    command = [sys.executable, "-c", WORK, "--home", str(home)]
    with (home / OUTBOX).open("a", encoding="utf-8") as outbox:
        process = subprocess.Popen(command, stdout=outbox, stderr=outbox)  # noqa: S603 our own command
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _make_room(home: Path, *, fresh: bool) -> None:
    """Throw an earlier demo away if that is asked; never anything else."""
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        raise InputError(
            "this folder holds something that is no demo.",
            where=str(home),
            mending="Name another folder with --home.",
        )
    if fresh and home.exists():
        shutil.rmtree(home)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
