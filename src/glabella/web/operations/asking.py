"""What is asked for at the terminal, and passwords, which are never echoed."""

import getpass
import sys
from typing import TextIO

from glabella.core.errors import InputError


def ask(what: str) -> str:
    """Return one line that a person types.

    Raises:
        InputError: Nobody is there to type it, or nothing was typed.
    """
    answer = ""
    if sys.stdin.isatty():
        answer = input(f"{what}: ").strip()
    if not answer:
        raise InputError(
            f"{what[0].lower()}{what[1:]}: nothing was given.",
            mending="Answer at a terminal, or give it as an option, see --help.",
        )
    return answer


def read_password(*, from_stdin: bool, stream: TextIO) -> str:
    """Return a password: the first line of a stream, or typed twice unseen.

    Raises:
        InputError: There is none, or the two differ.
    """
    if from_stdin:
        password = stream.readline().rstrip("\r\n")
    elif stream.isatty():
        password = _typed()
    else:
        password = ""
    if not password:
        raise InputError(
            "no password was given.",
            mending="Type it at a terminal, or pass it with --password-stdin.",
        )
    return password


def _typed() -> str:
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Password once more: "):
        raise InputError("the two passwords differ.", mending="Type them again.")
    return first
