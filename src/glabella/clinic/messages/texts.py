"""What messages say, in English and German, read from `texts.toml`.

Subject, sender and text carry outlet and time, and nothing else: a message lies open on
a locked screen, and whoever looks may be anybody.
"""

import functools
import string
import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
from django.utils import translation
from django.utils.formats import date_format

from glabella.clinic.practice.lexicon import outlet_address, outlet_name
from glabella.clinic.practice.models import Outlet
from glabella.core.errors import InputError

FILE = Path(__file__).resolve().parent / "texts.toml"
LANGUAGES = ("en", "de")
# A day and a time as each language writes them, in Django's letters.
MOMENT = {"en": r"l j F Y, \a\t H:i", "de": r"l, j. F Y, \u\m H:i \U\h\r"}
# What a text may speak of; a paragraph with a value that is not given is left out.
VALUES = frozenset({"at", "until", "was", "link", "code", "notice"})


@attrs.frozen
class Text:
    """The words of one message.

    Args:
        subject: One line.
        text: For e-mail; paragraphs with an empty line between them.
        short: For a text message.
    """

    subject: str
    text: str
    short: str

    def of(self, channel: str) -> str:
        """Return the words for a channel."""
        return self.short if channel == "sms" else self.text


@attrs.frozen
class _Template:
    subject: str
    text: tuple[str, ...]
    short: str
    needs: frozenset[str]


def text_of(
    kind: str, *, language: str, outlet: Outlet, **values: datetime | str
) -> Text:
    """Return the words of a message; English where a language has no text.

    Args:
        kind: One of `values.KINDS`.
        language: Of the person: "de", "de-CH", "en".
        values: Of `VALUES`. Moments are aware, and told by the clock of the outlet.

    Raises:
        InputError: If the kind has no text, or a value is missing or unknown.
    """
    say = "de" if language.startswith("de") else "en"
    template = _template(kind, say, given=frozenset(values))
    name = outlet_name(outlet, language=say)
    words = {key: _in_words(one, outlet, say) for key, one in values.items()} | {
        "outlet": name
    }
    paragraphs = [one for one in template.text if _named(one) <= set(words)]
    # Without a link or a notice a text message still says what it is about.
    words = {"link": "", "notice": ""} | words
    said = [one.format(**words) for one in paragraphs]
    if kind != "stop":
        said.append(_signature(outlet, say))
    return Text(
        subject=template.subject.format(**words),
        text="\n\n".join(said),
        short=template.short.format(**words).strip(),
    )


@functools.cache
def templates() -> dict[tuple[str, str], _Template]:
    """Return all texts by kind and language.

    Raises:
        InputError: If one is missing in a language, or speaks of something unknown.
    """
    raw = tomllib.loads(FILE.read_text("utf-8"))
    found = {}
    for kind, one in raw.items():
        for say in LANGUAGES:
            if say not in one:
                raise InputError(
                    "a text is missing.", where=f"texts.toml, {kind}.{say}"
                )
            needs = frozenset(one["needs"])
            words = one[say]
            found[kind, say] = _Template(
                words["subject"], tuple(words["text"]), words["short"], needs
            )
    return found


def _template(kind: str, say: str, *, given: frozenset[str]) -> _Template:
    found = templates().get((kind, say))
    if found is None:
        raise InputError(
            f'there are no words for "{kind}".',
            where="message",
            mending="Write them into messages/texts.toml, in both languages.",
        )
    if wrong := (found.needs - given) | (given - VALUES):
        raise InputError(
            f"{', '.join(sorted(wrong))}: missing, or nothing a message may speak of.",
            where=f'message "{kind}"',
            mending="Give the values that `needs` names in messages/texts.toml.",
        )
    return found


def _named(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _in_words(value: datetime | str, outlet: Outlet, say: str) -> str:
    if isinstance(value, str):
        return value
    local = value.astimezone(ZoneInfo(outlet.time_zone))
    with translation.override(say):
        return date_format(local, MOMENT[say], use_l10n=False)


def _signature(outlet: Outlet, say: str) -> str:
    """Return who writes, where they are and how to call them."""
    name = outlet_name(outlet, language=say)
    phone = " ".join(outlet.phone.split())
    return "\n".join(line for line in (name, *outlet_address(outlet), phone) if line)
