"""Planted quirks of cells and headers, each with what is read or found."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from glabella.clinic.imports.reading import columns, days, numbers, sheets
from glabella.clinic.imports.reading.flaws import Flaw


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return what a spreadsheet holds: a time of no place."""
    return datetime.combine(date(year, month, day), time(hour, minute))


ON = date(2026, 11, 2)
ASKED = days.Reading(on=ON)


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
