"""Every word of the project's own pages has a German one, and says Sie."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import glabella.web

WEB = Path(glabella.web.__file__).parent
CATALOGUE = WEB / "locale" / "de" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
Key = tuple[str | None, str]


def asked_for() -> Iterator[Key]:
    """Yield context and text of each word in templates and modules."""
    for path in sorted(WEB.rglob("*")):
        if path.suffix not in {".html", ".txt", ".py"}:
            continue
        text = path.read_text("utf-8")
        if path.suffix != ".py":
            lines = templatize(text, origin=str(path)).splitlines()
            text = "\n".join(line.strip() for line in lines)
        code = io.BytesIO(text.encode())
        for _line, said, _notes, context in extract("python", code, keywords=KEYWORDS):
            yield context, said if isinstance(said, str) else said[0]


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="de")


def translated() -> dict[Key, tuple[str, ...]]:
    """Return what the German catalogue says, by context and English text."""
    return {
        (entry.context, _first(entry.id)): _all(entry.string)
        for entry in catalogue()
        if entry.id and not entry.fuzzy
    }


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _all(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_every_word_has_a_german_one() -> None:
    german = translated()

    missing = {key for key in asked_for() if not all(german.get(key, ("",)))}

    assert sorted(missing, key=str) == []


def test_no_german_word_is_left_over() -> None:
    assert sorted(set(translated()) - set(asked_for()), key=str) == []


def test_placeholders_are_the_same() -> None:
    holder = re.compile(r"%\(\w+\)[sd]")
    wrong = [
        english
        for (_context, english), german in translated().items()
        for text in german
        if sorted(holder.findall(english)) != sorted(holder.findall(text))
    ]

    assert wrong == []


def test_german_says_sie() -> None:
    familiar = re.compile(r"\b(du|dich|dir|dein\w*|euch|euer\w*)\b", re.IGNORECASE)

    said = [text for german in translated().values() for text in german]

    assert [text for text in said if familiar.search(text)] == []
