"""Pieces of Markdown for the generated pages of the reference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from glabella.core.sources import Basis
from glabella.protocols.citing import basis_words
from glabella.protocols.document import Language, escaped

ENGLISH = Language("en")

Row = Sequence[str]

MADE = (
    "% Made from the data at each build by docs/_ext; change the data, not this page.\n"
)

# What a statement says of its origin; the rest of a table is what it states.
BASIS_KEYS = ("basis", "sources", "place", "confidence", "check", "note", "origin")


def page(title: str, parts: Iterable[str]) -> str:
    """Return a page with its title and its parts."""
    return "\n\n".join([f"# {escaped(title)}", MADE.strip(), *parts]) + "\n"


def table(head: Row, rows: Iterable[Row]) -> str:
    """Return a table; its cells are Markdown already."""
    lines = [_row(head), "|" + " --- |" * len(head)]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Row) -> str:
    return "| " + " | ".join(cell or " " for cell in cells) + " |"


def bullets(rows: Iterable[str]) -> str:
    """Return a list; its rows are Markdown already, with two blanks for each level."""
    return "\n".join(f"{_indent(row)}- {row.lstrip()}" for row in rows)


def _indent(row: str) -> str:
    return row[: len(row) - len(row.lstrip())]


def code(text: object) -> str:
    """Return a name as code; a line of a table keeps its columns."""
    return "`" + str(text).replace("`", "'").replace("|", "\\|") + "`" if text else ""


def codes(names: Iterable[object]) -> str:
    """Return names as code, with commas."""
    return ", ".join(code(name) for name in names)


def source_links(ids: Iterable[str], *, up: str = "") -> str:
    """Return links to the page of sources; `up` leads to its folder."""
    return ", ".join(f"[{key}]({up}sources.md#{anchor(key)})" for key in ids)


def anchor(key: str) -> str:
    """Return the anchor of a source on the page of sources."""
    return f"source-{key.lower()}"


def basis_line(basis: Basis) -> str:
    """Return status, sources, place and note of a statement."""
    note = f"; {basis.note}" if basis.note else ""
    return escaped(basis_words(basis, ENGLISH) + note)


def raw_basis_line(values: Mapping[str, object]) -> str:
    """Return the same for a table that only its own room reads."""
    if "basis" not in values:
        return ""
    parts = [str(values["basis"]).lower()]
    sources = values.get("sources")
    if isinstance(sources, list) and sources:
        place = f", {values['place']}" if "place" in values else ""
        parts.append(f"[{', '.join(map(str, sources))}{place}]")
    if "confidence" in values:
        check = values.get("check", "nothing named")
        parts.append(f"(confidence: {values['confidence']}; to check: {check})")
    note = f"; {values['note']}" if "note" in values else ""
    return escaped(" ".join(parts) + note)


def plain(value: object) -> str:
    """Return a raw value as a person reads it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if set(value) == {"en", "de"}:
            return str(value["en"])
        inner = ", ".join(f"{key}: {plain(item)}" for key, item in value.items())
        return f"({inner})"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(plain(item) for item in value) + "]"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def statements(tables: Mapping[str, object], *, skip: Iterable[str]) -> Iterator[str]:
    """Yield everything else that a data file states, heading by heading."""
    for key, value in tables.items():
        if key in set(skip):
            continue
        found = value if isinstance(value, list) else [value]
        rows = [row for row in found if isinstance(row, Mapping)]
        if rows:
            yield f"### {escaped(key.replace('_', ' '))}"
            yield bullets(line for row in rows for line in _statement(row))
        else:
            yield bullets(
                [f"{escaped(key.replace('_', ' '))}: {escaped(plain(value))}"]
            )


def _statement(row: Mapping[str, object]) -> Iterator[str]:
    text = row.get("text")
    rest = {
        key: value
        for key, value in row.items()
        if key not in BASIS_KEYS and key != "text"
    }
    said = "; ".join(f"{key}: {plain(value)}" for key, value in rest.items())
    yield escaped(plain(text) if text is not None else said)
    if text is not None and said:
        yield f"  {escaped(said)}"
    if basis := raw_basis_line(row):
        yield f"  {basis}"
