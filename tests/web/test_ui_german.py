"""The German of every screen says Sie; that it is complete, a test of the house says."""

import re

from tools.messages import catalogue_of, rooms

FAMILIAR = re.compile(r"\b(du|dich|dir|dein\w*|euch|euer\w*)\b", re.IGNORECASE)


def test_german_says_sie() -> None:
    said = [
        text
        for room in rooms()
        for entry in catalogue_of(room)
        for text in ([entry.string] if isinstance(entry.string, str) else entry.string)
    ]

    assert [text for text in said if FAMILIAR.search(text)] == []


def test_familiar_words_are_found() -> None:
    assert FAMILIAR.search("Hier siehst du deine Termine.") is not None
