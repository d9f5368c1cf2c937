"""A protocol as a physician reads it on screen, from the same page as paper and docs.

Nothing of the printed page is left out. Its statements gain marks that open their
source, and the unverified ones a way to vouch for them by name.
"""

import re
from collections.abc import Iterable, Iterator

import attrs

from glabella.core.protocol import Protocol
from glabella.core.sources import Basis, Source, unverified_reason
from glabella.protocols.citing import basis_words, doubt
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    Table,
    as_text,
)
from glabella.protocols.loader import Library
from glabella.protocols.protocol_page import protocol_page


@attrs.frozen
class Mark:
    """A small number behind a statement: its source, and how it was obtained."""

    number: int
    source: Source
    basis: Basis


@attrs.frozen
class Statement:
    """One statement with its notes, its marks, and why it is unverified, if it is.

    `name` is that of the rule or number in the data, where it has one.
    """

    text: str
    name: str = ""
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    unverified: str = ""
    recalled: str = ""


@attrs.frozen
class Part:
    """A block of a section, as the template shows it: one of the three is filled."""

    title: str = ""
    sentence: str = ""
    statements: tuple[Statement, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@attrs.frozen
class Section:
    """A section of the page, with the name its address ends in."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


@attrs.define
class _Numbers:
    """Numbers of sources in the order in which the page first names them."""

    sources: dict[str, Source]
    given: dict[str, int] = attrs.field(factory=dict)

    def marks(self, basis: Basis) -> tuple[Mark, ...]:
        known = [key for key in basis.sources if key in self.sources]
        return tuple(
            Mark(
                number=self.given.setdefault(key, len(self.given) + 1),
                source=self.sources[key],
                basis=basis,
            )
            for key in known
        )


# "cm_days (shared rule): Headache on ..." as the printed page names its statements.
NAMED = re.compile(r"([a-z][A-Za-z0-9_]*(?: \([^)]*\))?): (.*)", re.DOTALL)


def sections(library: Library, protocol: Protocol, say: Language) -> list[Section]:
    """Return the whole page of a protocol, cut at its headings.

    The heading of the page itself is left to the screen.
    """
    numbers = _Numbers(library.sources)
    found: list[Section] = []
    for title, blocks in _cut(protocol_page(library, protocol, say)):
        parts = tuple(_part(block, numbers, say) for block in blocks)
        found.append(Section(anchor=_anchor(title), title=title, parts=parts))
    return found


def signed_text(library: Library, protocol: Protocol) -> str:
    """Return the page in English as text: what a signature covers, in words."""
    return as_text(protocol_page(library, protocol, Language("en")))


def _cut(blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
    title = ""
    below: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level < 3:  # noqa: PLR2004 parts of a section stay in it
            if below:
                yield title, below
            title, below = block.text, []
        else:
            below.append(block)
    if below:
        yield title, below


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def _part(block: Block, numbers: _Numbers, say: Language) -> Part:
    match block:
        case Heading(text=text):
            return Part(title=text)
        case Paragraph(text=text):
            return Part(sentence=text)
        case Entries(rows=rows):
            return Part(statements=tuple(_statement(r, numbers, say) for r in rows))
        case Table(head=head, rows=cells):
            return Part(head=head, rows=cells)


def _statement(row: Entry, numbers: _Numbers, say: Language) -> Statement:
    found = NAMED.fullmatch(row.text)
    name, text = found.groups() if found else ("", row.text)
    if row.basis is None:
        return Statement(text=text, name=name, notes=row.below)
    printed = basis_words(row.basis, say)
    reason = unverified_reason(row.basis, numbers.sources)
    is_recalled = row.basis.is_recalled
    return Statement(
        text=text,
        name=name,
        notes=tuple(note for note in row.below if note and note != printed),
        marks=numbers.marks(row.basis),
        unverified=doubt(reason, say) if reason and not is_recalled else "",
        recalled=(row.basis.check or "-") if is_recalled else "",
    )
