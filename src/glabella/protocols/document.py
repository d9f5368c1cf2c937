"""Pages as values: headings, paragraphs, lists and tables, for paper and for the docs.

One description of a page gives both forms, so that what a person prints and what the
documents show never say different things.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

import attrs

from glabella.core.sources import Basis, Text

WIDTH = 80

INDENT = "  "

LEAST_COLUMN = 8


@attrs.frozen
class Language:
    """The language of a page; it picks one of two wordings that stand side by side."""

    code: str = "en"

    def __call__(self, en: str, de: str) -> str:
        """Return the wording in this language."""
        return de if self.code == "de" else en

    def of(self, text: Text) -> str:
        """Return a text of the data in this language."""
        return text.in_language(self.code)


@attrs.frozen
class Heading:
    """A heading; level 1 opens a page."""

    text: str
    level: int = 2


@attrs.frozen
class Paragraph:
    """Plain sentences."""

    text: str


@attrs.frozen
class Entry:
    """One entry of a list: a short mark in front, the text, and lines below it.

    `basis` says what the entry rests on; its words stand in `below` as well, for paper.
    """

    text: str
    mark: str = "-"
    below: tuple[str, ...] = ()
    basis: Basis | None = None


@attrs.frozen
class Entries:
    """A list."""

    rows: tuple[Entry, ...]


@attrs.frozen
class Table:
    """A table; its widest columns may wrap."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Entries | Table


def as_text(blocks: Iterable[Block], *, width: int = WIDTH) -> str:
    """Return a page of at most `width` columns, without colour."""
    lines: list[str] = []
    for block in blocks:
        lines += _text_lines(block, width)
    return "\n".join(lines).strip("\n") + "\n"


def _text_lines(block: Block, width: int) -> list[str]:
    match block:
        case Heading(text=text, level=1):
            return ["", *_wrapped(text, width), "=" * min(len(text), width)]
        case Heading(text=text):
            return ["", *_wrapped(text, width)]
        case Paragraph(text=text):
            return _wrapped(text, width)
        case Entries(rows=rows):
            return [line for row in rows for line in _entry_lines(row, rows, width)]
        case _:
            return _table_lines(block, width)


def _wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Return the lines of a text; a word longer than a line is left whole."""
    lines: list[str] = []
    for part in text.split("\n"):
        lines += textwrap.wrap(
            part,
            width,
            initial_indent=first if not lines else rest,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines or [first.rstrip()]


def _entry_lines(row: Entry, rows: Sequence[Entry], width: int) -> list[str]:
    column = max(len(each.mark) for each in rows)
    first = f"{INDENT}{row.mark:<{column}} " if column else INDENT
    rest = " " * len(first)
    lines = _wrapped(row.text, width, first=first, rest=rest)
    for text in row.below:
        lines += _wrapped(text, width, first=rest, rest=rest + INDENT)
    return lines


def _table_lines(table: Table, width: int) -> list[str]:
    rows = [row for row in (table.head, *table.rows) if any(row)]
    if not rows:
        return []
    natural = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    sizes = _fitted(natural, width - len(INDENT) * len(natural))
    return [line for row in rows for line in _row_lines(row, sizes)]


def _fitted(sizes: list[int], room: int) -> list[int]:
    """Return the widths of the columns, the widest narrowed until all fit."""
    fitted = list(sizes)
    while sum(fitted) > room and max(fitted) > LEAST_COLUMN:
        widest = fitted.index(max(fitted))
        fitted[widest] -= 1
    return fitted


def _row_lines(row: tuple[str, ...], sizes: list[int]) -> list[str]:
    columns = [_wrapped(cell, size) for cell, size in zip(row, sizes, strict=True)]
    lines = []
    for parts in zip_longest(*columns, fillvalue=""):
        cells = [f"{part:<{size}}" for part, size in zip(parts, sizes, strict=True)]
        lines.append((INDENT + INDENT.join(cells)).rstrip())
    return lines


def as_markdown(blocks: Iterable[Block]) -> str:
    """Return the page as Markdown, for the documents."""
    parts = [part for block in blocks for part in _markdown_parts(block)]
    return "\n\n".join(parts) + "\n"


def _markdown_parts(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f"{'#' * level} {escaped(text)}"
        case Paragraph(text=text):
            yield escaped(text)
        case Entries(rows=rows):
            yield "\n".join(_markdown_entry(row) for row in rows)
        case _:
            yield "\n".join(_markdown_table(block.head, block.rows))


def _markdown_entry(row: Entry) -> str:
    mark = "" if row.mark in {"", "-"} else f"**{escaped(row.mark)}** "
    lines = [f"- {mark}{escaped(row.text)}"]
    return "\n".join([*lines, *(f"  - {escaped(text)}" for text in row.below)])


def _markdown_table(
    head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> Iterator[str]:
    yield _markdown_row(head)
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield _markdown_row(row)


def _markdown_row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


def escaped(text: str) -> str:
    """Return a text in which nothing is markup."""
    return _MARKUP.sub(r"\\\g<0>", text).replace("\n", " ")


_MARKUP = re.compile(r"[\\`*_<>|$\[\]{}#~]")
