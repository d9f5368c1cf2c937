"""The German of every screen says Sie; a test of the house asks if it is complete."""

import re

from tools.messages import catalogue_of, rooms

FAMILIAR = re.compile(r"\b(du|dich|dir|dein\w*|euch|euer\w*)\b", re.IGNORECASE)


def test_german_says_sie() -> None:
    said = [
        text
        for room in rooms()
        for entry in catalogue_of(room)
        for text in _texts(entry.string)
    ]

    assert [text for text in said if FAMILIAR.search(text)] == []


def _texts(said: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [said] if isinstance(said, str) else list(said or ())


def test_familiar_words_are_found() -> None:
    assert FAMILIAR.search("Hier siehst du deine Termine.") is not None
