"""Days, months and times as other systems write them; nothing is guessed in silence."""

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

import attrs

from glabella.clinic.imports.reading.flaws import Flaw
from glabella.clinic.imports.reading.sheets import Cell, as_text

ORDERS = ("dmy", "mdy")
YEARS = ("past", "19", "20")
_MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "jan january januar jänner",
                "feb february februar",
                "mar march mär märz mrz maerz",
                "apr april",
                "may mai",
                "jun june juni",
                "jul july juli",
                "aug august",
                "sep sept september",
                "oct october okt oktober",
                "nov november",
                "dec december dez dezember",
            ),
            start=1,
        )
        for name in names.split()
    }
)
_CLOCK = r"(?:[t ,]+(\d{1,2}[:.]\d{2}.*))?"
_ISO = re.compile(rf"(\d{{4}})[-./](\d{{1,2}})[-./](\d{{1,2}}){_CLOCK}")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_DIGITS = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}")
_WORDS = re.compile(rf"(\d{{1,2}})[. -]*([a-zäöü]{{3,9}})[., -]*(\d{{4}}){_CLOCK}")
_WORDS_US = re.compile(rf"([a-z]{{3,9}})\.? (\d{{1,2}}),? (\d{{4}}){_CLOCK}")
_SERIAL = re.compile(r"\d{1,5}(?:[.,]\d+)?")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2})?\s*(am|pm|uhr)?")
_MONTH = re.compile(r"(\d{1,2})[./-](\d{4}|\d{2})|(\d{4})[./-](\d{1,2})")
_MONTH_WORD = re.compile(r"([a-zäöü]{3,9})[. -]*(\d{4})")
_LEAP_BUG = (
    60  # the number that spreadsheets give to 29 February 1900, a day of no year
)
_LAST_SERIAL = 2_958_465  # the end of the year 9999
_NOON = 12


@attrs.frozen
class Reading:
    """How the days of one file are read.

    Args:
        order: "dmy" or "mdy"; "" if nobody has said and the file proves none.
        years: How two digits of a year are meant: "past" for the latest year that has
            been, "19" or "20" for a century; "" if nobody has said.
        on: The day on which "past" is meant.
    """

    on: date
    order: str = ""
    years: str = ""


@attrs.frozen
class Moment:
    """A day, and a time if one stands beside it. `is_serial` for a bare number."""

    day: date
    clock: time | None = None
    is_serial: bool = False


def proven_order(cells: Iterable[Cell]) -> str:
    """Return which comes first in the days of a file; "" if none of them proves it.

    Two days that prove the opposite prove nothing.
    """
    found = set()
    for cell in cells:
        match = _DIGITS.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if match is None:
            continue
        first, second = int(match[1]), int(match[3])
        found |= {"dmy"} if first > _NOON >= second else set()
        found |= {"mdy"} if second > _NOON >= first else set()
    return found.pop() if len(found) == 1 else ""


def moment(cell: Cell, *, how: Reading) -> Moment | None:
    """Return the day of a cell, with a time if there is one; None if it is empty.

    Raises:
        Flaw: If it is no day, or could be two.
    """
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return Moment(cell.date(), None if is_day else cell.time())
    if isinstance(cell, date):
        return Moment(cell)
    text = as_text(cell).strip().lower()
    if not text:
        return None
    found = _of_words(text) or _of_digits(text, how=how) or _of_serial(text)
    if found is None:
        raise Flaw("not_a_day", as_text(cell))
    return found


def _of_words(text: str) -> Moment | None:
    if match := _ISO.fullmatch(text):
        year, month, day, clock = match.groups()
    elif match := _COMPACT.fullmatch(text):
        (year, month, day), clock = match.groups(), None
    elif match := _WORDS.fullmatch(text):
        day, name, year, clock = match.groups()
        month = str(_MONTHS.get(name, 0))
    elif match := _WORDS_US.fullmatch(text):
        name, day, year, clock = match.groups()
        month = str(_MONTHS.get(name, 0))
    else:
        return None
    return Moment(_day(text, int(year), int(month), int(day)), _clock(clock))


def _of_digits(text: str, *, how: Reading) -> Moment | None:
    match = _DIGITS.fullmatch(text)
    if match is None:
        return None
    first, sign, second, year, clock = match.groups()
    # Nobody writes the month first with dots between.
    order = how.order or ("dmy" if sign == "." else "")
    if not order and first != second and max(int(first), int(second)) <= _NOON:
        raise Flaw("day_or_month_first", text)
    if not order:
        order = "mdy" if int(second) > _NOON else "dmy"
    day, month = (first, second) if order == "dmy" else (second, first)
    full = int(year) if len(year) == len("2025") else None
    if full is None:
        full = _year(text, int(year), (int(month), int(day)), how=how)
    return Moment(_day(text, full, int(month), int(day)), _clock(clock))


def _year(text: str, short: int, month_day: tuple[int, int], *, how: Reading) -> int:
    if not how.years:
        raise Flaw("two_digits_of_a_year", text)
    if how.years != "past":
        return int(how.years) * 100 + short
    century = how.on.year // 100 * 100
    has_been = (century + short, *month_day) <= (how.on.year, how.on.month, how.on.day)
    return century + short if has_been else century - 100 + short


def _of_serial(text: str) -> Moment | None:
    """Return the day that a spreadsheet counts from 1900, its own mistake mended."""
    if not _SERIAL.fullmatch(text):
        return None
    count, _, part = text.replace(",", ".").partition(".")
    if int(count) == _LEAP_BUG:
        raise Flaw("day_that_never_was", text)
    if not 0 < int(count) <= _LAST_SERIAL:
        return None
    start = date(1899, 12, 31) if int(count) < _LEAP_BUG else date(1899, 12, 30)
    clock = _of_fraction(float(f"0.{part}")) if part else None
    return Moment(start + timedelta(days=int(count)), clock, is_serial=True)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Flaw("no_such_day", text) from None


def _clock(text: str | None) -> time | None:
    return clock_time(text) if text else None


def clock_time(cell: Cell) -> time | None:
    """Return a time of the day; None for an empty cell.

    Raises:
        Flaw: If it is none.
    """
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        return (datetime(1900, 1, 1) + cell).time()  # noqa: DTZ001 a time without a place
    if isinstance(cell, float) and 0 <= cell < 1:
        return _of_fraction(cell)
    text = as_text(cell).strip().lower()
    return _of_clock(text) if text else None


def _of_clock(text: str) -> time:
    match = _TIME.fullmatch(text)
    # A bare number says an hour only with a word behind it.
    if match is None or (match[2] is None and match[3] is None):
        raise Flaw("not_a_time", text)
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half in {"am", "pm"}:
        if not 1 <= hour <= _NOON:
            raise Flaw("not_a_time", text)
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise Flaw("not_a_time", text) from None


def _of_fraction(part: float) -> time:
    minutes = round(part * 24 * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def last_day(cell: Cell, *, how: Reading) -> date | None:
    """Return a day of expiry: of a month, such as 06/2027, its last day.

    Raises:
        Flaw: If it is no day.
    """
    if isinstance(cell, date):
        found = moment(cell, how=how)
        return found.day if found else None
    text = as_text(cell).strip().lower()
    month = _month(text, how=how)
    if month is not None:
        return _end_of(text, *month)
    found = moment(cell, how=how)
    return found.day if found else None


def _month(text: str, *, how: Reading) -> tuple[int, int] | None:
    """Return year and month."""
    if match := _MONTH.fullmatch(text):
        year = match[2] or match[3]
        if len(year) == len("27") and how.years != "20":
            raise Flaw("two_digits_of_a_year", text)
        full = f"20{year}" if len(year) == len("27") else year
        return int(full), int(match[1] or match[4])
    if match := _MONTH_WORD.fullmatch(text):
        return int(match[2]), _MONTHS.get(match[1], 0)
    return None


def _end_of(text: str, year: int, month: int) -> date:
    _day(text, year, month, 1)
    return date(year, month, calendar.monthrange(year, month)[1])
