"""Letters that were encoded twice: UTF-8 read as if it were Windows-1252."""

from collections.abc import Iterator

SIGNS = ("Ã", "Â", "â€", "Å", "Ä")
"""How the first byte of a letter outside ASCII looks when read as Windows-1252."""

MOST_ROUNDS = 3


def mended(text: str) -> str | None:
    """Return what a garbled text meant, or None if it is not garbled."""
    *_, last = _rounds(text)
    return None if last == text else last


def _rounds(text: str) -> Iterator[str]:
    """Yield the text, and what each round of decoding makes of it."""
    yield text
    for _ in range(MOST_ROUNDS):
        if not any(sign in text for sign in SIGNS):
            return
        try:
            text = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return
        yield text
