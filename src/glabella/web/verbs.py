"""The verbs of an installed practice, found by the entry points `glabella.verbs`.

Each reads its words first: help and wrong words need no Django. Then the home folder is
opened, and only then is the operation loaded, because it brings the tables with it.
"""

from collections.abc import Sequence
from typing import Any

from glabella.cli.late import late
from glabella.web.operations import parsers
from glabella.web.operations.folder import home_of
from glabella.web.operations.opening import open_home, open_new_home, prepare_process

OPERATIONS = "glabella.web.operations"


def setup(words: Sequence[str]) -> int:
    """Make a home: keys, tables, practice, outlets, first administrator."""
    asked = parsers.setup_parser().parse_args(words)
    prepare_process()
    new = open_new_home(home_of(asked.home))
    return _run("setup_verb:set_up", asked, new)


def serve(words: Sequence[str]) -> int:
    """Serve the practice until somebody stops it."""
    asked = parsers.serve_parser().parse_args(words)
    prepare_process()
    open_home(home_of(asked.home))
    return _run("serve_verb:serve", asked)


def migrate(words: Sequence[str]) -> int:
    """Bring the tables up to the program."""
    asked = parsers.migrate_parser().parse_args(words)
    prepare_process()
    open_home(home_of(asked.home))
    return _run("migrate_verb:migrate", asked)


def user(words: Sequence[str]) -> int:
    """List accounts, make one, set a password, grant a role, unlock."""
    asked = parsers.user_parser().parse_args(words)
    prepare_process()
    open_home(home_of(asked.home))
    return _run("user_verb:change_users", asked)


def backup(words: Sequence[str]) -> int:
    """Write database, files and anchors into one file, while serving."""
    asked = parsers.backup_parser().parse_args(words)
    prepare_process()
    open_home(home_of(asked.home))
    return _run("backup_verb:back_up", asked)


def restore(words: Sequence[str]) -> int:
    """Make a home from a backup, and prove that it is what was backed up."""
    asked = parsers.restore_parser().parse_args(words)
    prepare_process()
    home = home_of(asked.into)
    manifest = _do("unpacking:unpack", asked, home)
    open_home(home)
    return _run("restore_verb:restore", asked, manifest)


def verify(words: Sequence[str]) -> int:
    """Say whether the trail is whole."""
    asked = parsers.verify_parser().parse_args(words)
    prepare_process()
    open_home(home_of(asked.home), keys=("secret",))
    return _run("verify_verb:verify_trail", asked)


def work(words: Sequence[str]) -> int:
    """Hand messages over and do what the clock asks for, until somebody stops it."""
    asked = parsers.work_parser().parse_args(words)
    prepare_process()
    open_home(home_of(asked.home))
    return _run("work_verb:work", asked)


def mail(words: Sequence[str]) -> int:
    """Send a test message, to see whether any arrives."""
    asked = parsers.mail_parser().parse_args(words)
    prepare_process()
    open_home(home_of(asked.home))
    return _run("mail_verb:send_test", asked)


def _run(place: str, *arguments: object) -> int:
    """Load an operation, do it, and return its exit code."""
    return int(_do(place, *arguments))


def _do(place: str, *arguments: object) -> Any:  # noqa: ANN401 what an operation returns
    """Load an operation and do it."""
    return late(f"{OPERATIONS}.{place}")(*arguments)
