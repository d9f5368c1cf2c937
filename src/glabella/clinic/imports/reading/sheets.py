"""From a file to a table: delimiters, sheets, the header, rows with their lines."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

import attrs
import python_calamine
from django.utils.translation import gettext as _

from glabella.clinic.imports.reading.encodings import letters
from glabella.core.errors import InputError

Cell: TypeAlias = str | int | float | date | datetime | time | timedelta

DELIMITERS = (";", ",", "\t", "|")
MOST_ROWS = 5_000  # they come in at once, and meanwhile nobody else can save
MOST_COLUMNS = 200
MOST_BYTES_UNPACKED = 200 * 1024 * 1024
_HEADER_WITHIN = 10  # a title or the name of the report may stand above it
_SNIFFED = 50
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@attrs.frozen
class Row:
    """One row with the line where it starts in the file, counted from 1."""

    line: int
    cells: tuple[Cell, ...]
    extra: tuple[str, ...] = ()  # what stands beyond the last header


@attrs.frozen
class Sheet:
    """One table of a file.

    Args:
        header: A name for each column, each once; "" never.
        above: How many rows stood above the header and were passed over.
        encoding: As read; "" for a workbook.
        is_guess: Whether the encoding was a guess.
        delimiter: "" for a workbook.
        names: The sheets of a workbook.
        name: The sheet that was read.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    above: int = 0
    encoding: str = ""
    is_guess: bool = False
    delimiter: str = ""
    names: tuple[str, ...] = ()
    name: str = ""


def read(
    content: bytes,
    *,
    known: Callable[[str], bool],
    encoding: str = "",
    sheet: str = "",
) -> Sheet:
    """Return the table of a file, whatever its ending says.

    Args:
        known: Whether a word is the header of a column; finds the row of the header.
        encoding: Of a text; "" to find out.
        sheet: Of a workbook; "" for the first that has rows.

    Raises:
        InputError: If it cannot be read at all.
    """
    if not content.strip():
        raise _empty()
    if content.startswith((b"PK\x03\x04", _OLD_EXCEL)):
        return _of_workbook(content, known=known, wanted=sheet)
    return _of_text(content, known=known, encoding=encoding)


def _empty() -> InputError:
    return InputError(
        _("the file is empty."), where=_("file"), mending=_("Export it again.")
    )


def _of_text(content: bytes, *, known: Callable[[str], bool], encoding: str) -> Sheet:
    found = letters(content, wanted=encoding)
    text = found.text
    hint, ahead = _hint_of_excel(text)
    delimiter = hint or _delimiter(text)
    rows = list(_csv_rows(text[ahead:], delimiter, first=2 if ahead else 1))
    sheet = _table(rows, known=known)
    return attrs.evolve(
        sheet, encoding=found.encoding, is_guess=found.is_guess, delimiter=delimiter
    )


def _hint_of_excel(text: str) -> tuple[str, int]:
    """Return the delimiter that a first line "sep=;" names, and how long that is."""
    first, break_, _rest = text.partition("\n")
    if break_ and first.strip().lower().startswith("sep=") and len(first.strip()) > 4:  # noqa: PLR2004 "sep=" and one sign
        return first.strip()[4], len(first) + 1
    return "", 0


def _delimiter(text: str) -> str:
    """Return the sign that cuts the first lines into the most equal pieces."""
    return max(DELIMITERS, key=lambda sign: _fit(text, sign))


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) >= _SNIFFED:
                break
    except csv.Error:
        return (0, 0)
    usual = max(widths, key=widths.count, default=1)
    return (widths.count(usual) if usual > 1 else 0, usual)


def _csv_rows(text: str, delimiter: str, *, first: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = first
    try:
        for cells in reader:
            yield Row(start, tuple(_plain(cell) for cell in cells))
            start = first + reader.line_num
    except csv.Error as error:
        raise InputError(
            _("a quotation mark is opened here and never closed, or stands alone."),
            where=_("line %(start)s") % {"start": start},
            mending=_('Close it, or write it twice: "".'),
        ) from error


def _plain(cell: str) -> str:
    """Return a cell without the guard that keeps a spreadsheet from calculating it."""
    text = cell.replace("\xa0", " ").strip()
    guarded = text.startswith("'") and text[1:2] in {"=", "+", "-", "@"}
    return text[1:] if guarded else text


def _of_workbook(content: bytes, *, known: Callable[[str], bool], wanted: str) -> Sheet:
    _check_unpacked(content)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        names = tuple(book.sheet_names)
        chosen = [wanted] if wanted in names else list(names)
        sheets = ((name, _rows_of(book, name)) for name in chosen)
        name, rows = next((one for one in sheets if _filled(one[1])), ("", []))
    except python_calamine.PasswordError as error:
        raise InputError(
            _("the workbook is locked with a password."),
            where=_("file"),
            mending=_("Save it without one, and delete that copy after the import."),
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError(
            _("the workbook cannot be opened."),
            where=_("file"),
            mending=_("Open it in a spreadsheet and save it as XLSX or CSV."),
        ) from error
    return attrs.evolve(_table(rows, known=known), names=names, name=name)


def _check_unpacked(content: bytes) -> None:
    """Refuse a file that would fill the memory once it is unpacked."""
    if content.startswith(_OLD_EXCEL):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            size = sum(one.file_size for one in pack.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(
            _("the workbook is damaged."),
            where=_("file"),
            mending=_("Export it again."),
        ) from error
    if size > MOST_BYTES_UNPACKED:
        raise InputError(
            _("the workbook is too large."),
            where=_("file"),
            mending=_("Cut it into parts."),
        )


def _rows_of(book: python_calamine.CalamineWorkbook, name: str) -> list[Row]:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [
        Row(line, tuple(_tidy(cell) for cell in row))
        for line, row in enumerate(cells, start=1)
    ]


def _tidy(cell: Cell) -> Cell:
    return _plain(cell) if isinstance(cell, str) else cell


def _filled(rows: Iterable[Row]) -> bool:
    return any(cell != "" for row in rows for cell in row.cells)


def _table(rows: Sequence[Row], *, known: Callable[[str], bool]) -> Sheet:
    filled = [row for row in rows if _filled([row])]
    if not filled:
        raise _empty()
    top = _header_at(filled, known=known)
    header = _names(_cut(filled[top].cells))
    body = tuple(_fitted(row, len(header)) for row in filled[top + 1 :])
    _check_size(header, body)
    return Sheet(header=header, rows=body, above=top)


def _header_at(rows: Sequence[Row], *, known: Callable[[str], bool]) -> int:
    """Return which row is the header: the one with the most words that are known."""
    scores = [
        (sum(known(str(cell)) for cell in row.cells), sum(c != "" for c in row.cells))
        for row in rows[:_HEADER_WITHIN]
    ]
    best = max(score for score, _ in scores)
    if best:
        return [score for score, _ in scores].index(best)
    widest = max(width for _, width in scores)
    return next(i for i, (_, width) in enumerate(scores) if width * 2 >= widest)


def _cut(cells: Sequence[Cell]) -> list[Cell]:
    last = max(i for i, cell in enumerate(cells) if cell != "")
    return list(cells[: last + 1])


def _names(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return a name for each column; a merged or empty cell is named by its place."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        plain = " ".join(as_text(cell).split()) or f"#{place}"
        taken = sum(name.split(" (")[0] == plain for name in names)
        names.append(f"{plain} ({taken + 1})" if taken else plain)
    return tuple(names)


def _fitted(row: Row, width: int) -> Row:
    cells = row.cells + ("",) * (width - len(row.cells))
    extra = tuple(as_text(cell) for cell in cells[width:] if cell != "")
    return Row(row.line, cells[:width], extra)


def _check_size(header: Sequence[str], rows: Sequence[Row]) -> None:
    if not rows:
        raise InputError(
            _("there is a header and nothing below it."),
            where=_("file"),
            mending=_("Export it again."),
        )
    if len(rows) > MOST_ROWS or len(header) > MOST_COLUMNS:
        raise InputError(
            _(
                "it has %(rows)s rows and %(columns)s columns; at most "
                "%(most_rows)s and %(most_columns)s come in at once."
            )
            % {
                "rows": len(rows),
                "columns": len(header),
                "most_rows": MOST_ROWS,
                "most_columns": MOST_COLUMNS,
            },
            where=_("file"),
            mending=_("Cut it into parts."),
        )


def as_text(cell: Cell) -> str:
    """Return a cell as a person reads it; 5.0 of a spreadsheet is "5"."""
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)
