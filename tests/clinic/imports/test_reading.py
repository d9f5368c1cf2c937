"""Planted quirks of files, each with exactly what is read or found."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from glabella.clinic.imports.reading import columns, days, encodings, numbers, sheets
from glabella.clinic.imports.reading.flaws import Flaw
from glabella.core.errors import InputError
from tests.clinic.imports.workbooks import Day, workbook


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return what a spreadsheet holds: a time of no place."""
    return datetime.combine(date(year, month, day), time(hour, minute))


ON = date(2026, 11, 2)
ASKED = days.Reading(on=ON)


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


# Days


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-04-03", "2025-04-03"),
        ("2025/4/3", "2025-04-03"),
        ("20250403", "2025-04-03"),
        ("03.04.2025", "2025-04-03"),
        ("13/04/2025", "2025-04-13"),
        ("04/13/2025", "2025-04-13"),
        ("04/04/2025", "2025-04-04"),
        ("3. März 2025", "2025-03-03"),
        ("3-Apr-2025", "2025-04-03"),
        ("Apr 3, 2025", "2025-04-03"),
        (date(2025, 4, 3), "2025-04-03"),
        (wall(2025, 4, 3), "2025-04-03"),
        ("45750", "2025-04-03"),
        (45750.0, "2025-04-03"),
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
    ],
)
def test_day_is_read(cell: sheets.Cell, day: str) -> None:
    found = days.moment(cell, how=ASKED)

    assert found is not None
    assert found.day.isoformat() == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("03/04/2025", "day_or_month_first"),
        ("31.02.2025", "no_such_day"),
        ("01.02.80", "two_digits_of_a_year"),
        ("60", "day_that_never_was"),
        ("0", "not_a_day"),
        ("soon", "not_a_day"),
        ("3. Foo 2025", "no_such_day"),
        ("2025-04-03 25:00", "not_a_time"),
    ],
)
def test_day_that_cannot_be_read_is_found(cell: str, code: str) -> None:
    with pytest.raises(Flaw) as found:
        days.moment(cell, how=ASKED)

    assert found.value.code == code


def test_empty_cell_is_no_day() -> None:
    assert days.moment("", how=ASKED) is None


@pytest.mark.parametrize(
    ("order", "day"), [("dmy", date(2025, 4, 3)), ("mdy", date(2025, 3, 4))]
)
def test_order_that_was_said_is_taken(order: str, day: date) -> None:
    how = days.Reading(on=ON, order=order)

    assert days.moment("03/04/2025", how=how) == days.Moment(day)


@pytest.mark.parametrize(
    ("years", "text", "year"),
    [
        ("past", "01.11.26", 2026),
        ("past", "03.11.26", 1926),
        ("past", "01.01.80", 1980),
        ("19", "01.01.30", 1930),
        ("20", "01.01.30", 2030),
    ],
)
def test_two_digits_of_a_year(years: str, text: str, year: int) -> None:
    found = days.moment(text, how=days.Reading(on=ON, years=years))

    assert found is not None
    assert found.day.year == year


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/04/2025", "13/04/2025"], "dmy"),
        (["03/04/2025", "04/13/2025"], "mdy"),
        (["13/04/2025", "04/13/2025"], ""),
        (["03/04/2025", 5, "x"], ""),
    ],
)
def test_order_that_a_file_proves(cells: list[sheets.Cell], order: str) -> None:
    assert days.proven_order(cells) == order


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("03.04.2025 14:30", time(14, 30)),
        ("2025-04-03T09:05:00", time(9, 5)),
        ("4/13/2025 2:30 PM", time(14, 30)),
        (45750.5, time(12)),
        (wall(2025, 4, 3, 14, 30), time(14, 30)),
        ("2025-04-03", None),
    ],
)
def test_time_beside_a_day(cell: sheets.Cell, clock: time | None) -> None:
    found = days.moment(cell, how=ASKED)

    assert found is not None
    assert found.clock == clock


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("14:30", time(14, 30)),
        ("14.30 Uhr", time(14, 30)),
        ("12:05 am", time(0, 5)),
        ("12 pm", time(12)),
        (time(9), time(9)),
        (wall(2025, 4, 3, 9), time(9)),
        (timedelta(hours=9, minutes=15), time(9, 15)),
        (0.604166667, time(14, 30)),
        ("", None),
    ],
)
def test_time_is_read(cell: sheets.Cell, clock: time | None) -> None:
    assert days.clock_time(cell) == clock


@pytest.mark.parametrize("text", ["9", "24:00", "13:00 pm", "noon", "9:75"])
def test_time_that_is_none_is_found(text: str) -> None:
    with pytest.raises(Flaw) as found:
        days.clock_time(text)

    assert (found.value.code, found.value.value) == ("not_a_time", text)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("06/2027", date(2027, 6, 30)),
        ("2028-02", date(2028, 2, 29)),
        ("Jun 2027", date(2027, 6, 30)),
        ("15.06.2027", date(2027, 6, 15)),
        (date(2027, 6, 1), date(2027, 6, 1)),
        ("", None),
    ],
)
def test_expiry_of_a_month_is_its_last_day(cell: sheets.Cell, day: date | None) -> None:
    assert days.last_day(cell, how=ASKED) == day


def test_expiry_with_a_year_of_two_digits_asks() -> None:
    with pytest.raises(Flaw) as found:
        days.last_day("06/27", how=ASKED)

    assert (found.value.code, found.value.value) == ("two_digits_of_a_year", "06/27")
    how = days.Reading(on=ON, years="20")
    assert days.last_day("06/27", how=how) == date(2027, 6, 30)


def test_expiry_in_a_month_that_is_none_is_found() -> None:
    with pytest.raises(Flaw) as found:
        days.last_day("13/2027", how=ASKED)

    assert found.value.code == "no_such_day"


# Numbers


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("155", "155"),
        ("2,5", "2.5"),
        ("12.50", "12.50"),
        ("155 U", "155"),
        ("100 Einheiten", "100"),
        ("1'200", "1200"),
        ("1.200,5", "1200.5"),
        ("1,200.5", "1200.5"),
        ("0,125", "0.125"),
        (155.0, "155"),
        (2.5, "2.5"),
        ("-3", "-3"),
    ],
)
def test_number_is_read(cell: sheets.Cell, value: str) -> None:
    assert numbers.number(cell) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("many", "not_a_number"),
        ("1,234", "number_two_ways"),
        ("1.234", "number_two_ways"),
        ("1,2,3", "not_a_number"),
        ("1.2.3,4", "not_a_number"),
    ],
)
def test_number_that_cannot_be_read_is_found(text: str, code: str) -> None:
    with pytest.raises(Flaw) as found:
        numbers.number(text)

    assert found.value.code == code


@pytest.mark.parametrize(("mark", "value"), [(",", "1.234"), (".", "1234")])
def test_mark_that_was_said_settles_a_number(mark: str, value: str) -> None:
    assert numbers.number("1,234", mark=mark) == Decimal(value)


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["2,5", "1.234"], ","),
        (["1.234,5"], ","),
        (["12.50", 3.0], "."),
        (["2,5", "2.5"], ""),
        (["1,234", "", "x"], ""),
    ],
)
def test_mark_that_a_file_proves(cells: list[sheets.Cell], mark: str) -> None:
    assert numbers.decimal_mark(cells) == mark


def test_whole_numbers() -> None:
    assert numbers.whole("12") == 12
    assert numbers.whole("") is None
    with pytest.raises(Flaw) as found:
        numbers.whole("1,5")
    assert (found.value.code, found.value.value) == ("not_whole", "1,5")


# Columns


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Injections List.csv", "treatments"),
        ("Treatment List - SOAP Notes 2026.xlsx", "treatments"),
        ("Appointments by Client.csv", "appointments"),
        ("patienten_export.csv", "patients"),
        ("lager.csv", "stock"),
        ("x.csv", ""),
    ],
)
def test_kind_is_told_by_the_name_of_the_report(name: str, kind: str) -> None:
    assert columns.kind_of(name) == kind


def test_kind_is_told_by_the_columns() -> None:
    header = ("Artikel", "Stärke", "Charge", "Verfalldatum", "Bestand")

    assert columns.kind_of("export.csv", header) == "stock"


def test_headers_in_two_languages_are_known() -> None:
    english = columns.guessed("patients", ("Last Name", "First name", "DOB", "Cell"))
    german = columns.guessed("patients", ("Nachname", "Vorname", "Geb.-Datum", "Natel"))

    names = ["family_name", "given_names", "birth_date", "mobile"]
    assert list(english.values()) == list(german.values()) == names


def test_meaning_is_given_once() -> None:
    assert columns.guessed("patients", ("Surname", "Last name", "Foo")) == {
        "Surname": "family_name"
    }


def test_what_is_lacking_is_named() -> None:
    assert columns.lacking("appointments", ["number", "start"]) == [
        frozenset({"service"})
    ]


def test_saved_mapping_applies_as_far_as_it_agrees() -> None:
    saved = {"A": "family_name", "B": "units", "C": "sex"}

    assert columns.applied(saved, "patients", ("A", "B", "D")) == {"A": "family_name"}
