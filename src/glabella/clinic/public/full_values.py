"""The full text about a condition as values: parts, statements, numbered sources."""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from glabella.clinic.practice.knowledge import library
from glabella.core.sources import Basis, Status, unverified_reason
from glabella.protocols.citing import cited, doubt
from glabella.protocols.document import Language

# How a statement reached the project, in words for readers of the text.
OBTAINED: Mapping[Status, tuple[str, str]] = {
    Status.SEEN: ("read in its source", "in der Quelle gelesen"),
    Status.DERIVED: ("rule of this project", "Regel dieses Projekts"),
    Status.RECALLED: ("not read in a source", "in keiner Quelle gelesen"),
}


@attrs.frozen
class Reference:
    """One source as the list at the end names it."""

    number: int
    words: str
    address: str


@attrs.frozen
class Said:
    """One statement with its grade, its sources and what is still doubtful.

    Args:
        grade: Verdict of a claim, certainty of a question, or how it was obtained.
        numbers: Of its sources.
        doubt: Why it is unverified; empty if it stands.
        head: What others say, where the statement answers it.
    """

    words: str
    grade: str = ""
    tone: str = "neutral"
    numbers: tuple[int, ...] = ()
    doubt: str = ""
    head: str = ""

    def under(self, head: str) -> "Said":
        """Return the statement under a heading, if it has none of its own."""
        return attrs.evolve(self, head=self.head or head)


@attrs.frozen
class Rate:
    """How often a side effect was seen, in percent as printed; empty is not printed."""

    name: str
    percent: str
    control: str
    study: str
    numbers: tuple[int, ...]


@attrs.frozen
class Part:
    """One part of the text, with the name its address ends in."""

    anchor: str
    title: str
    lead: str = ""
    statements: tuple[Said, ...] = ()
    rates: tuple[Rate, ...] = ()


@attrs.frozen
class FullText:
    """All that may be told about a condition where the law allows it."""

    slug: str
    name: str
    lead: str
    warning: str
    parts: tuple[Part, ...]
    references: tuple[Reference, ...]


@attrs.define
class Numbers:
    """Numbers of sources, in the order in which the text first names them."""

    found: dict[str, Reference] = attrs.field(factory=dict)

    def of(self, key: str, words: str, address: str) -> int:
        """Return the number of a source; a new one gets the next."""
        if key not in self.found:
            number = len(self.found) + 1
            self.found[key] = Reference(number, words, address)
        return self.found[key].number

    def references(self) -> tuple[Reference, ...]:
        """Return the sources in the order of their numbers."""
        return tuple(self.found.values())


@attrs.frozen
class Telling:
    """In which language the text is told, and the numbers of its sources so far."""

    code: str
    numbers: Numbers

    @property
    def say(self) -> Language:
        """The language as the protocols know it."""
        return Language(self.code)

    def cite(self, ids: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of sources of the protocols."""
        known = library().sources
        return tuple(
            self.numbers.of(
                f"protocols/{key}", cited(known[key], self.say), known[key].url or ""
            )
            for key in ids
            if key in known
        )

    def cite_page(self, title: str, address: str, *, on: date) -> int:
        """Return the number of a page that was read for the public texts."""
        read = self.say("read", "gelesen am")
        return self.numbers.of(f"page/{address}", f"{title}; {read} {on}", address)

    def said(self, words: str, basis: Basis) -> Said:
        """Return a statement with its sources and its doubt."""
        reason = unverified_reason(basis, library().sources)
        is_read = basis.status is Status.SEEN
        return Said(
            words=words,
            grade=self.say(*OBTAINED[basis.status]),
            numbers=self.cite(basis.sources),
            doubt=doubt(reason, self.say) if reason and is_read else "",
        )
