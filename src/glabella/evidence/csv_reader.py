"""Tables as text: rows with their line, numbers exact, every mistake with its place.

Semicolons between cells go with decimal commas, as in the Metapsy standard; commas
between cells go with decimal points.
"""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

import attrs

from glabella.core.errors import Finding, InputError

MOST_BYTES = 64 * 1024 * 1024
"""More than any table of studies has; it keeps a slip such as a wrong file out."""

MOST_DIGITS = 30
"""No study prints a number of more digits; beyond it somebody slipped."""

NOT_GIVEN = frozenset({"", "NA", "na", "n/a", "NaN"})


@attrs.frozen
class CsvRow:
    """One row: the line of the file, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        """How a person finds the row."""
        return f"line {self.line}"

    def text(self, column: str) -> str | None:
        """Return a cell, or None if the column is absent or the cell is not given."""
        cell = self.cells.get(column, "").strip()
        return None if cell in NOT_GIVEN else cell


@attrs.frozen
class CsvTable:
    """A file of rows; `decimal_comma` says how its numbers are written."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    decimal_comma: bool
    findings: tuple[Finding, ...]

    def number(
        self, row: CsvRow, column: str, findings: list[Finding]
    ) -> Decimal | None:
        """Return a cell as an exact number, or None; text in it is a finding."""
        cell = row.text(column)
        if cell is None:
            return None
        number = as_number(cell, decimal_comma=self.decimal_comma)
        if number is None:
            place = f"{row.place}, column {column}"
            law = f'has "{cell}", which is no number.'
            findings.append(Finding(self.file, place, law, "Give the number, or NA."))
        return number


def as_number(cell: str, *, decimal_comma: bool) -> Decimal | None:
    """Return an exact finite number of a sane size, or None if the text is none."""
    text = cell.replace(",", ".") if decimal_comma else cell
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    is_sane = number.is_finite() and abs(number.adjusted()) <= MOST_DIGITS
    return number if is_sane else None


def read_csv(path: Path) -> CsvTable:
    """Return the rows of a file; a row of another length is a finding and is left out.

    Raises:
        InputError: If the file cannot be read, is too large, or has no head.
    """
    text = _text(path)
    lines = text.splitlines()
    separator = ";" if lines and ";" in lines[0] else ","
    reader = csv.reader(lines, delimiter=separator)
    head = tuple(cell.strip() for cell in next(reader, []))
    if not any(head) or len(set(head)) < len(head):
        raise InputError(
            "has no line of column names, or a name twice.",
            where=path.name,
            mending="Begin with one line of column names.",
        )
    findings: list[Finding] = []
    rows = tuple(_rows(reader, head, file=path.name, findings=findings))
    return CsvTable(path.name, head, rows, separator == ";", tuple(findings))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                f"has more than {MOST_BYTES} bytes.",
                where=path.name,
                mending="Give a table of studies.",
            )
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot be read: {error}.", where=path.name, mending="Save it as UTF-8."
        ) from error


def _rows(
    reader: "Iterator[list[str]]",
    head: tuple[str, ...],
    *,
    file: str,
    findings: list[Finding],
) -> Iterator[CsvRow]:
    for line, cells in enumerate(reader, start=2):
        if len(cells) == len(head):
            yield CsvRow(line, dict(zip(head, cells, strict=True)))
        elif cells:
            law = f"has {len(cells)} cells, and the head has {len(head)}."
            mending = "Quote texts that hold a separator."
            findings.append(Finding(file, f"line {line}", law, mending))
