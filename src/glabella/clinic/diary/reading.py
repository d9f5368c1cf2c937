"""A file of another diary becomes days: columns and words are matched, then judged.

No app's export is claimed to be known: headers are guessed, and the person corrects the
guess. What a word means is never guessed beyond the lists below: an unknown medicine
stays unknown and is said.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

import attrs
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.clinic.diary.forms import is_late
from glabella.clinic.diary.values import NOTE_LENGTH
from glabella.clinic.imports.reading import days, sheets
from glabella.clinic.imports.reading.columns import fold
from glabella.clinic.imports.reading.flaws import Flaw
from glabella.clinic.record.values import NewDiaryDay

MOST_BYTES = 1_000_000
HOURS_A_DAY = 24
COLUMNS: Mapping[str, Promise] = MappingProxyType(
    {
        "": _("leave out"),
        "on": _("Day"),
        "had": _("Headache, yes or no"),
        "pain": _("Pain, 0 to 10"),
        "hours": _("Hours"),
        "medicines": _("Medicines"),
        "note": _("Note"),
    }
)
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "on": "Date|Day|Start date|Started|Start|Datum|Tag|Beginn",
        "had": "Headache|Migraine|Attack|Kopfschmerz|Kopfschmerzen|Migräne|Attacke",
        "pain": "Pain|Pain level|Intensity|Severity|Pain intensity|Schmerz|Stärke"
        "|Intensität|Schmerzstärke",
        "hours": "Hours|Duration|Duration (hours)|Stunden|Dauer|Dauer (Stunden)",
        "medicines": "Medication|Medications|Medicine|Medicines|Medikament"
        "|Medikamente|Drug|Drugs",
        "note": "Note|Notes|Comment|Notiz|Notizen|Bemerkung|Kommentar",
    }
)
YES = frozenset(map(fold, ("yes", "y", "true", "1", "x", "ja", "j", "wahr")))
NO = frozenset(map(fold, ("no", "n", "false", "0", "nein", "falsch")))
# The substance names of each class, in English and German.
SUBSTANCES: Mapping[str, str] = MappingProxyType(
    {
        "triptan": "triptan|triptane|triptans|sumatriptan|rizatriptan|zolmitriptan"
        "|eletriptan|naratriptan|almotriptan|frovatriptan",
        "simple_analgesic": "ibuprofen|paracetamol|acetaminophen|naproxen|diclofenac"
        "|metamizol|metamizole|ketoprofen|dexketoprofen|acetylsalicylicacid"
        "|acetylsalicylsaeure|nsaid|nsar",
        "opioid": "opioid|opioide|tramadol|codeine|codein|morphine|morphin|oxycodone"
        "|oxycodon|tilidin|tilidine",
        "ergotamine": "ergotamine|ergotamin",
        "gepant": "gepant|rimegepant|ubrogepant",
    }
)
NOTHING = frozenset(map(fold, ("none", "no", "keine", "keins", "-", "nein")))


@attrs.frozen
class Line:
    """One row of the file, as it was understood.

    Args:
        day: None if the row cannot be taken.
        flaw: Why not.
        unknown: Medicines whose class nobody knows; they count as another one.
    """

    line: int
    day: NewDiaryDay | None = None
    flaw: str | Promise = ""
    unknown: tuple[str, ...] = ()


def guess(header: Sequence[str]) -> tuple[str, ...]:
    """Return what each column may be; "" where nothing fits. Each meaning once."""
    known = {
        fold(word): name for name, words in HEADERS.items() for word in words.split("|")
    }
    found: list[str] = []
    for one in header:
        name = known.get(fold(one), "")
        found.append("" if name in found else name)
    return tuple(found)


def is_known(word: str) -> bool:
    """Return whether a word is the header of a column; finds the row of the header."""
    return bool(guess((word,))[0])


def class_of(medicine: str) -> str:
    """Return the class of a medicine by its substance; "" if nobody knows it.

    A name with several substances is a combination.
    """
    words = {fold(word) for word in re.split(r"[^\w-]+", medicine)}
    found = {
        name for name, names in SUBSTANCES.items() if words & set(names.split("|"))
    }
    count = sum(len(words & set(names.split("|"))) for names in SUBSTANCES.values())
    if count > 1:
        return "combination_analgesic"
    return found.pop() if found else ""


def judge(
    sheet: sheets.Sheet, meaning: Sequence[str], *, today: date
) -> tuple[Line, ...]:
    """Return each row as a day, or with what is wrong; a second row of a day is joined.

    Args:
        meaning: What each column is, "" to leave it out.
    """
    at = {name: place for place, name in enumerate(meaning) if name}
    cells = [row.cells[at["on"]] for row in sheet.rows] if "on" in at else []
    how = days.Reading(on=today, order=days.proven_order(cells), years="past")
    lines = [_line(row, at, how=how, today=today) for row in sheet.rows]
    return tuple(_joined(lines))


def _line(
    row: sheets.Row, at: Mapping[str, int], *, how: days.Reading, today: date
) -> Line:
    said = {name: sheets.as_text(row.cells[place]) for name, place in at.items()}
    try:
        found = days.moment(row.cells[at["on"]], how=how) if "on" in at else None
    except Flaw:
        return Line(row.line, flaw=_("The day cannot be read, or could be two days."))
    if found is None:
        return Line(row.line, flaw=_("There is no day."))
    if found.day > today:
        return Line(row.line, flaw=_("The day lies ahead."))
    try:
        return _day(row.line, found.day, said, today=today)
    except ValueError as error:
        return Line(row.line, flaw=error.args[0])


def _day(line: int, on: date, said: Mapping[str, str], *, today: date) -> Line:
    pain = _number(said.get("pain", ""), most=10)
    hours = _hours(said.get("hours", ""))
    names = [one.strip() for one in re.split(r"[;,+\n]", said.get("medicines", ""))]
    names = [one for one in names if one and fold(one) not in NOTHING]
    classes = {name: class_of(name) for name in names}
    had = _had(said.get("had", ""), is_some=bool(pain or hours or names))
    if had is None and pain == 0:
        had = False
    if had is None:
        raise ValueError(_("Nothing says whether there was a headache."))
    if not had and (pain or hours):
        raise ValueError(_("It says no headache, and still a pain or hours."))
    note = said.get("note", "")[:NOTE_LENGTH]
    day = NewDiaryDay(
        "headache",
        on,
        had=had,
        severity=None if pain is None else round(pain),
        hours=hours,
        medicines=tuple(dict.fromkeys(one or "other" for one in classes.values())),
        details={"note": note} if note else {},
        is_back_filled=is_late(on, today=today),
    )
    unknown = tuple(name for name, code in classes.items() if not code)
    return Line(line, day, unknown=unknown)


def _had(text: str, *, is_some: bool) -> bool | None:
    word = fold(text)
    if word in NO:
        return False
    if word in YES or is_some:
        return True
    return None


def _hours(text: str) -> Decimal | None:
    """Return hours out of "4.5", "4,5", "4 h", "4h 15m" or "04:15"."""
    plain = text.strip().lower()
    match = re.fullmatch(r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?", plain)
    if not match or not any(match.groups()):
        match = re.fullmatch(r"(\d{1,2}):(\d{2})", plain)
    if match:
        whole = Decimal(match[1] or 0) + Decimal(match[2] or 0) / 60
        return min(whole, Decimal(HOURS_A_DAY)).quantize(Decimal("0.1"))
    found = _number(plain.removesuffix("h").strip(), most=None)
    # An attack of several days began here; a day has 24 hours.
    return None if found is None else min(found, Decimal(HOURS_A_DAY))


def _number(text: str, *, most: int | None) -> Decimal | None:
    plain = text.strip().partition("/")[0].strip().replace(",", ".")
    if not plain:
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0 or (most is not None and found > most):
        raise ValueError(_("A number cannot be read, or is out of its range."))
    return found.quantize(Decimal("0.1"))


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the rows with one for each day: the worst pain, all hours and medicines."""
    first: dict[date, Line] = {}
    for one in lines:
        if one.day is None:
            yield one
        elif one.day.on in first:
            first[one.day.on] = _both(first[one.day.on], one)
        else:
            first[one.day.on] = one
    yield from first.values()


def _both(first: Line, second: Line) -> Line:
    one, two = first.day, second.day
    if one is None or two is None:
        return first
    pains = [each.severity for each in (one, two) if each.severity is not None]
    hours = [each.hours for each in (one, two) if each.hours is not None]
    notes = [str(each.details["note"]) for each in (one, two) if each.details]
    note = " / ".join(notes)[:NOTE_LENGTH]
    day = attrs.evolve(
        one,
        had=bool(one.had or two.had),
        severity=max(pains, default=None),
        hours=min(sum(hours, Decimal()), Decimal(HOURS_A_DAY)) if hours else None,
        medicines=tuple(dict.fromkeys((*one.medicines, *two.medicines))),
        details={"note": note} if note else {},
    )
    return Line(first.line, day, unknown=(*first.unknown, *second.unknown))
