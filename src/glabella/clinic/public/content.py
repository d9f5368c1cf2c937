"""What the public pages say, read from data files once for a process.

Each text stands in English and German; what is missing or unknown fails at once.
"""

import functools
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from glabella.core.errors import InputError

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "de")
ORDER = (
    "depression",
    "chronic-migraine",
    "migraine-with-depression",
    "teeth-grinding",
    "overactive-bladder",
    "dystonia",
    "spasticity",
    "excessive-sweating",
)


@attrs.frozen
class Words:
    """A text in both languages."""

    en: str
    de: str

    def of(self, language: str | None) -> str:
        """Return it in a language; English where there is no other."""
        return self.de if (language or "").startswith("de") else self.en


@attrs.frozen
class Cited:
    """Where something was read, and when."""

    title: str
    address: str
    read_on: date


@attrs.frozen
class Sign:
    """One sign of a condition; its name is what the self-check speaks of."""

    id: str
    words: Words


@attrs.frozen
class Treatment:
    """One usual way of treatment, with the id of its source."""

    words: Words
    source: str


@attrs.frozen
class Condition:
    """A public page about a condition.

    `protocols`, their `remarks`, and `claims` of the claims ledger belong to the full
    text alone.
    """

    slug: str
    name: Words
    lead: Words
    what: Words
    duration: Words
    effect: Words
    seek: Words
    closing: Words
    signs: tuple[Sign, ...]
    signs_source: str
    treatments: tuple[Treatment, ...]
    sources: dict[str, Cited]
    topic: str
    protocols: tuple[str, ...]
    remarks: tuple[str, ...]
    claims: tuple[str, ...]


@attrs.frozen
class Line:
    """A number to call. `publisher` is who prints it, `source` where."""

    name: Words
    number: str
    hours: Words
    source: str
    publisher: str
    read_on: date


@attrs.frozen
class Country:
    """Whom to call in a country: emergency services, and lines for a crisis."""

    id: str
    name: Words
    emergency: Line
    lines: tuple[Line, ...]


def words(raw: object, *, where: str) -> Words:
    """Return a text of a data file in both languages.

    Raises:
        InputError: If it is not there in both.
    """
    if not isinstance(raw, dict) or any(k not in raw for k in LANGUAGES):
        raise InputError(
            "a text is not there in English and German.",
            where=where,
            mending="Write it in both languages.",
        )
    return Words(en=raw["en"], de=raw["de"])


@functools.cache
def conditions() -> dict[str, Condition]:
    """Return the conditions that have a page, in the order they are shown."""
    return {slug: _condition(slug) for slug in ORDER}


def _condition(slug: str) -> Condition:
    path = HERE / "conditions" / f"{slug}.toml"
    raw = tomllib.loads(path.read_text("utf-8"))
    texts = {
        key: words(raw.get(key), where=f"{path.name}, {key}")
        for key in ("name", "lead", "what", "duration", "effect", "seek", "closing")
    }
    sources = {key: Cited(**one) for key, one in raw["sources"].items()}
    treatments = tuple(
        Treatment(words(one, where=path.name), one["source"])
        for one in raw["treatments"]
    )
    cited = {raw["signs_source"], *(one.source for one in treatments)}
    if unknown := cited - set(sources):
        raise InputError(
            f"{', '.join(sorted(unknown))} is cited and stands in no source.",
            where=path.name,
            mending="Add it to [sources].",
        )
    return Condition(
        slug=slug,
        **texts,
        signs=tuple(
            Sign(one["id"], words(one, where=path.name)) for one in raw["signs"]
        ),
        signs_source=raw["signs_source"],
        treatments=treatments,
        sources=sources,
        topic=raw["topic"],
        protocols=tuple(raw["protocols"]),
        remarks=tuple(raw["remarks"]),
        claims=tuple(raw["claims"]),
    )


@functools.cache
def countries() -> dict[str, Country]:
    """Return whom to call, by country profile."""
    raw = tomllib.loads((HERE / "help.toml").read_text("utf-8"))
    return {key: _country(key, one) for key, one in raw.items()}


def _country(key: str, raw: dict[str, Any]) -> Country:
    name = words(raw.get("name"), where=f"help.toml, {key}")
    nothing = Words(en="", de="")
    emergency = Line(
        name=Words(en="Emergency services", de="Rettungsdienst"),
        hours=nothing,
        **raw["emergency"],
    )
    lines = tuple(
        Line(
            **one
            | {
                "name": words(one["name"], where=f"help.toml, {key}"),
                "hours": words(one["hours"], where=f"help.toml, {key}"),
            }
        )
        for one in raw.get("lines", ())
    )
    return Country(id=key, name=name, emergency=emergency, lines=lines)


@attrs.frozen
class Speech:
    """What the law of a country lets a practice say to strangers, and why."""

    is_full: bool
    why: Words


@functools.cache
def speech() -> dict[str, Speech]:
    """Return how far public speech may go, by country profile."""
    raw = tomllib.loads((HERE / "speech.toml").read_text("utf-8"))
    return {
        key: Speech(one["full"] is True, words(one["why"], where=f"speech.toml, {key}"))
        for key, one in raw.items()
    }
