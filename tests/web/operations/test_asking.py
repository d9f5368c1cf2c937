"""What a person types at a terminal, and how passwords are read."""

import getpass
import io
import sys
from collections.abc import Callable, Iterator

import pytest

from glabella.core.errors import InputError
from glabella.web.operations.asking import ask, read_password


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def typing(*answers: str) -> Callable[[str], str]:
    rest: Iterator[str] = iter(answers)
    return lambda _: next(rest)


def test_answer_at_a_terminal_is_taken_without_blanks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(" Example Practice \n"))

    assert ask("Name") == "Example Practice"


def test_no_answer_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("\n"))

    with pytest.raises(InputError) as caught:
        ask("Name")

    assert caught.value.what == "name: nothing was given."


def test_password_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", typing("a phrase", "a phrase"))

    assert read_password(from_stdin=False, stream=Terminal()) == "a phrase"


def test_passwords_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", typing("a phrase", "another"))

    with pytest.raises(InputError) as caught:
        read_password(from_stdin=False, stream=Terminal())

    assert caught.value.what == "the two passwords differ."


def test_password_from_a_stream_is_its_first_line() -> None:
    stream = io.StringIO("a phrase \r\nnot this\n")

    assert read_password(from_stdin=True, stream=stream) == "a phrase "


def test_no_password_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read_password(from_stdin=False, stream=io.StringIO("unseen"))

    assert caught.value.what == "no password was given."
