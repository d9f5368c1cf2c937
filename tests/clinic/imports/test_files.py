"""Planted quirks of whole files, each with exactly what is read or found."""

from datetime import date, datetime, time

import pytest

from glabella.clinic.imports.reading import columns, encodings, sheets
from glabella.core.errors import InputError
from tests.clinic.imports.workbooks import Day, workbook


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return what a spreadsheet holds: a time of no place."""
    return datetime.combine(date(year, month, day), time(hour, minute))


def read(content: bytes, **how: str) -> sheets.Sheet:
    return sheets.read(content, known=columns.is_known, **how)


# Letters


@pytest.mark.parametrize(
    ("content", "encoding", "is_guess"),
    [
        ("Ä,ö".encode(), "utf-8", False),
        ("Ä,ö".encode("utf-8-sig"), "utf-8", False),
        ("Ä,ö".encode("utf-16"), "utf-16", False),
        ("Ä,ö".encode("cp1252"), "cp1252", True),
        ("Ärztin;Müller;Größe;Zürich".encode("cp850"), "cp850", True),
    ],
)
def test_encoding_is_told(content: bytes, encoding: str, *, is_guess: bool) -> None:
    found = encodings.letters(content)

    assert (found.encoding, found.is_guess) == (encoding, is_guess)
    assert found.text.startswith("Ä")


def test_encoding_that_was_asked_for_is_taken() -> None:
    found = encodings.letters("Ä".encode("mac_roman"), wanted="mac_roman")

    assert found == encodings.Letters("Ä", "mac_roman")


def test_wrong_encoding_is_refused() -> None:
    with pytest.raises(InputError, match="the file is not in utf-8"):
        encodings.letters("Ä".encode("cp1252"), wanted="utf-8")


def test_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="this is not a text file"):
        encodings.letters(b"\x89PNG\0\0")


# Tables


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_found(delimiter: str) -> None:
    text = "Surname;DOB\nA, B;1980-01-01\n".replace(", ", " ").replace(";", delimiter)

    sheet = read(text.encode())

    assert sheet.delimiter == delimiter
    assert sheet.header == ("Surname", "DOB")


def test_hint_of_a_spreadsheet_and_titles_are_passed_over() -> None:
    text = 'sep=;\nInjections List\n\nSurname;Note\n"A";"two\nlines"\nB;b\n;;\n\n'

    sheet = read(text.encode())

    assert sheet.above == 1
    assert [(row.line, row.cells) for row in sheet.rows] == [
        (5, ("A", "two\nlines")),
        (7, ("B", "b")),
    ]


def test_columns_with_one_name_or_none_are_told_apart() -> None:
    sheet = read(b"Surname;Phone;Phone;;Ort\nA;1;2;3;4\n")

    assert sheet.header == ("Surname", "Phone", "Phone (2)", "#4", "Ort")


def test_short_and_long_rows_are_fitted() -> None:
    sheet = read(b"Surname;DOB\nA\nB;1;;x\n")

    assert [(row.cells, row.extra) for row in sheet.rows] == [
        (("A", ""), ()),
        (("B", "1"), ("x",)),
    ]


def test_header_without_a_known_word_is_the_first_wide_row() -> None:
    sheet = read(b"Report;;\nalpha;beta;gamma\n1;2;3\n")

    assert (sheet.above, sheet.header) == (1, ("alpha", "beta", "gamma"))


def test_guard_against_formulas_is_taken_off() -> None:
    assert read(b"Surname;Phone\nA;'+4179\n").rows[0].cells == ("A", "+4179")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b" \n ", "the file is empty"),
        (b";;\n;;\n", "the file is empty"),
        (b"Surname;DOB\n", "nothing below it"),
        (b'Surname;DOB\nA;"open\n', "a quotation mark is opened"),
        (b"PK\x03\x04 broken", "the workbook is damaged"),
        (b"\xd0\xcf\x11\xe0 broken", "cannot be opened"),
        (b"a;" * 201 + b"\n" + b"1;" * 201, "at most"),
    ],
)
def test_file_that_cannot_be_used_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read(content)


def test_workbook_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES_UNPACKED", 10)

    with pytest.raises(InputError, match="the workbook is too large"):
        read(workbook(One=[["Surname"], ["A"]]))


def test_workbook_is_read_as_it_was_meant() -> None:
    content = workbook(
        Empty=[],
        People=[
            ["Patients", None, None, None],
            ["Surname", "DOB", "Phone", None],
            ["A", Day(29323), "079 1", 5],
            ["B", 29323, 791234567, None],
            [None, None, None, None],
        ],
        Other=[["x"]],
    )

    sheet = read(content)

    assert (sheet.name, sheet.names) == ("People", ("Empty", "People", "Other"))
    assert sheet.header == ("Surname", "DOB", "Phone")
    assert [(row.line, row.cells, row.extra) for row in sheet.rows] == [
        (3, ("A", date(1980, 4, 12), "079 1"), ("5",)),
        (4, ("B", 29323.0, 791234567.0), ()),
    ]


def test_sheet_is_chosen() -> None:
    content = workbook(One=[["Surname"], ["A"]], Two=[["Surname"], ["B"]])

    assert read(content, sheet="Two").rows[0].cells == ("B",)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (5.0, "5"),
        (0.1, "0.1"),
        (wall(1980, 4, 12), "1980-04-12"),
        (wall(1980, 4, 12, 9, 5), "1980-04-12 09:05"),
        (time(9, 5), "09:05:00"),
        ("x", "x"),
    ],
)
def test_cell_as_a_person_reads_it(cell: sheets.Cell, text: str) -> None:
    assert sheets.as_text(cell) == text
