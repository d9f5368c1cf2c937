"""One line of a file by the meaning of its columns, with what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

import attrs

from glabella.clinic.imports.reading import days, numbers
from glabella.clinic.imports.reading.columns import FIELDS
from glabella.clinic.imports.reading.flaws import Flaw
from glabella.clinic.imports.reading.sheets import Cell, Row, Sheet, as_text
from glabella.clinic.imports.values import Finding, Rules, Settings

Value = TypeVar("Value")

DAYS = ("birth_date", "date", "start", "end", "expiry")
NUMBERS = ("units", "vial_units", "vials", "minutes")
_BROKEN = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


@attrs.define
class Line:
    """One line: ask for its fields; what is wrong gathers in `findings`.

    Args:
        number: In the file, counted from 1.
        cells: By field; those without a column are absent.
        headers: The header by field.
        rules: How days and numbers are read.
    """

    number: int
    cells: Mapping[str, Cell]
    headers: Mapping[str, str]
    rules: Rules
    findings: list[Finding] = attrs.field(factory=list)

    def is_bad(self) -> bool:
        """Return whether an error was found up to now."""
        return any(finding.is_error for finding in self.findings)

    def cell(self, field: str) -> Cell:
        """Return a cell as the file holds it; "" if there is none."""
        return self.cells.get(field, "")

    def find(
        self, field: str, code: str, *, is_error: bool = True, **more: str
    ) -> None:
        """Note something about a field; "" for the whole line."""
        self._find(field, code, more, is_error=is_error)

    def find_flaw(self, field: str, flaw: Flaw) -> None:
        """Note what could not be read in a field."""
        self._find(field, flaw.code, flaw.more, is_error=True)

    def _find(
        self, field: str, code: str, more: Mapping[str, str], *, is_error: bool
    ) -> None:
        header = self.headers.get(field, "")
        value = as_text(self.cell(field))[:200]
        one = Finding(self.number, header, value, code, more, is_error=is_error)
        self.findings.append(one)

    def text(self, field: str, *, most: int = 200) -> str:
        """Return a text of at most so many letters."""
        found = as_text(self.cell(field)).strip()
        if found in _BROKEN:
            self.find(field, "broken_formula")
            return ""
        if len(found) > most:
            self.find(field, "too_long", most=str(most))
        return found

    def needed(self, field: str, *, most: int = 200) -> str:
        """Return a text that must be there."""
        found = self.text(field, most=most)
        if not found:
            self.find_empty(field)
        return found

    def find_empty(self, field: str) -> None:
        """Note that a field is empty, unless something else is wrong with it."""
        header = self.headers.get(field, "")
        if not any(one.column == header and one.is_error for one in self.findings):
            self.find(field, "empty")

    def day(self, field: str) -> date | None:
        """Return a day; None if there is none, or none that can be read."""
        found = self.moment(field)
        return found.day if found else None

    def moment(self, field: str) -> days.Moment | None:
        """Return a day with its time, if there is one."""
        found = self._read(field, lambda cell: days.moment(cell, how=self.rules.days))
        if found is not None and found.is_serial:
            day = found.day.isoformat()
            self.find(field, "read_as_serial", is_error=False, day=day)
        return found

    def peek(self, field: str) -> days.Moment | None:
        """Return a day if it can be read, without noting why not."""
        try:
            return days.moment(self.cell(field), how=self.rules.days)
        except Flaw:
            return None

    def clock(self, field: str) -> time | None:
        """Return a time of the day."""
        return self._read(field, days.clock_time)

    def last_day(self, field: str) -> date | None:
        """Return a day of expiry; of a month its last day."""
        return self._read(field, lambda cell: days.last_day(cell, how=self.rules.days))

    def decimal(self, name: str) -> Decimal | None:
        """Return a number."""
        return self._read(name, lambda cell: numbers.number(cell, mark=self.rules.mark))

    def whole(self, name: str) -> int | None:
        """Return a whole number."""
        return self._read(name, lambda cell: numbers.whole(cell, mark=self.rules.mark))

    def _read(self, field: str, read: Callable[[Cell], Value]) -> Value | None:
        try:
            return read(self.cell(field))
        except Flaw as flaw:
            self.find_flaw(field, flaw)
            return None


def rules_of(
    sheet: Sheet, columns: Mapping[str, str], settings: Settings, *, on: date
) -> Rules:
    """Return how the days and numbers of a file are read.

    What somebody has said comes first, then what the file proves.
    """
    proven = days.proven_order(_cells(sheet, columns, DAYS))
    how = days.Reading(on=on, order=settings.order or proven, years=settings.years)
    mark = settings.mark or numbers.decimal_mark(_cells(sheet, columns, NUMBERS))
    return Rules(days=how, mark=mark, is_proven=bool(proven))


def _cells(
    sheet: Sheet, columns: Mapping[str, str], wanted: Iterable[str]
) -> Iterator[Cell]:
    places = [
        i for i, head in enumerate(sheet.header) if columns.get(head, "") in wanted
    ]
    return (row.cells[place] for row in sheet.rows for place in places)


def lines_of(
    sheet: Sheet,
    columns: Mapping[str, str],
    *,
    rules: Rules,
    fixed: Mapping[str, str],
) -> list[Line]:
    """Return the lines of a file by the meaning of its columns.

    Args:
        columns: The field by header.
        fixed: One value for every line where its own cell is empty, by field.
    """
    headers = {field: head for head, field in columns.items() if field}
    places = {
        columns[head]: place
        for place, head in enumerate(sheet.header)
        if columns.get(head)
    }
    return [
        _line(row, places, headers=headers, rules=rules, fixed=fixed)
        for row in sheet.rows
    ]


def _line(
    row: Row,
    places: Mapping[str, int],
    *,
    headers: Mapping[str, str],
    rules: Rules,
    fixed: Mapping[str, str],
) -> Line:
    cells = {field: row.cells[place] for field, place in places.items()}
    for field, value in fixed.items():
        if value and cells.get(field, "") == "":
            cells[field] = value
    line = Line(row.line, cells, headers, rules)
    if row.extra:
        line.find("", "too_many_cells", cells=" | ".join(row.extra))
    return line


def fixed_fields(kind: str) -> tuple[str, ...]:
    """Return the fields that may have one value for every line."""
    return tuple(field.name for field in FIELDS[kind] if field.fixed)
