"""The full text about a condition: what it is, for whom, what studies say, safety.

It is made from the protocols and the claims ledger, each statement with grade and
source. It stands behind the patient's sign-in and for professionals; strangers read it
only where the law allows it and a person released it by name.
"""

import functools
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from glabella.clinic.practice.knowledge import library
from glabella.clinic.public import full_claims, full_parts
from glabella.clinic.public.content import HERE, Condition, conditions
from glabella.clinic.public.full_values import (
    FullText,
    Numbers,
    Part,
    Rate,
    Said,
    Telling,
)
from glabella.core.protocol import Protocol

Teller = Callable[[Condition, Telling], Iterator[Said]]


def text_for(slug: str, *, language: str) -> FullText | None:
    """Return the full text about a condition; None if there is no such condition.

    Args:
        slug: Name of the condition in addresses.
        language: "en" or "de", also with a country as in "de-CH".
    """
    return _made(slug, "de" if language.startswith("de") else "en")


# The data never change while a process runs, and a text takes a while to make.
@functools.cache
def _made(slug: str, code: str) -> FullText | None:
    one = conditions().get(slug)
    if one is None:
        return None
    tell = Telling(code, Numbers())
    parts = tuple(_part(raw, one, tell) for raw in _raw()["parts"])
    return FullText(
        slug=slug,
        name=one.name.of(code),
        lead=one.lead.of(code),
        warning=_raw()["warning"][code],
        parts=tuple(part for part in parts if part.statements or part.rates),
        references=tell.numbers.references(),
    )


@functools.cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((HERE / "full.toml").read_text("utf-8"))


def popular() -> tuple[str, ...]:
    """Return the popular claims that are graded in the open."""
    return tuple(_raw()["popular"])


def _part(raw: dict[str, Any], one: Condition, tell: Telling) -> Part:
    anchor = raw["anchor"]
    return Part(
        anchor=anchor,
        title=raw["title"][tell.code],
        lead=raw["lead"][tell.code] if "lead" in raw else "",
        statements=tuple(TELLERS[anchor](one, tell)) if anchor in TELLERS else (),
        rates=tuple(_rates(one, tell)) if anchor == "effects" else (),
    )


def _what(one: Condition, tell: Telling) -> Iterator[Said]:
    source = one.sources[one.signs_source]
    number = tell.cite_page(source.title, source.address, on=source.read_on)
    yield Said(one.what.of(tell.code), numbers=(number,))
    yield Said(_raw()["what"][tell.code])


def _how(one: Condition, tell: Telling) -> Iterator[Said]:
    raw = _raw()["how"]
    number = tell.cite_page(raw["source"], raw["address"], on=raw["read_on"])
    yield Said(raw[tell.code], numbers=(number,))
    for key in ("facial_feedback_theory", "botox_increases_serotonin"):
        if key in one.claims:
            yield full_claims.claim(key, tell)


def _studies(one: Condition, tell: Telling) -> Iterator[Said]:
    yield from full_claims.certainties(one.claims, tell)
    for protocol in _protocols(one):
        yield from full_parts.remarks(protocol, one.remarks, tell)


def _claims(one: Condition, tell: Telling) -> Iterator[Said]:
    for key in one.claims:
        yield full_claims.claim(key, tell)


def _safety(one: Condition, tell: Telling) -> Iterator[Said]:
    yield from full_parts.warnings(tell)
    seen: set[str] = set()
    for protocol in _protocols(one):
        for said in full_parts.not_for(protocol, tell):
            if said.words not in seen:
                yield said
            seen.add(said.words)


def _rates(one: Condition, tell: Telling) -> Iterator[Rate]:
    for protocol in _protocols(one):
        yield from full_parts.rates(protocol, tell)


def _of_each(tells: Callable[[Protocol, Telling], Iterator[Said]]) -> Teller:
    """Let each protocol of a condition speak, under its name if there are several."""

    def teller(one: Condition, tell: Telling) -> Iterator[Said]:
        found = _protocols(one)
        for protocol in found:
            head = tell.say.of(protocol.name) if len(found) > 1 else ""
            for said in tells(protocol, tell):
                yield said.under(head)
                head = ""

    return teller


def _protocols(one: Condition) -> list[Protocol]:
    return [library().protocol(key) for key in one.protocols]


TELLERS: Mapping[str, Teller] = {
    "what": _what,
    "who": _of_each(full_parts.who),
    "how": _how,
    "studies": _studies,
    "claims": _claims,
    "areas": _of_each(full_parts.areas),
    "course": _of_each(full_parts.course),
    "safety": _safety,
    "status": _of_each(full_parts.status),
}
