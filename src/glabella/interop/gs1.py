"""Reading what a scanner types for the GS1 code on a vial or its box.

A *scan* is the text of one code. A keyboard-wedge scanner types it as a person would,
so the invisible separator between two fields arrives as it is, as another sign, or not
at all. Where it is missing and two fields may have run together, every way to read them
is offered and a person looks at the box: nothing is guessed.

Vocabulary: an *element* is one field with the number that names it: (10) is the lot.
`biip` holds the table of these numbers and their shapes.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

import attrs
from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gtin import Gtin

from glabella.core.errors import InputError

GTIN, LOT, EXPIRY, SERIAL = "01", "10", "17", "21"
# What a code must say one of to be of any use for a vial.
_TELLING = (GTIN, LOT, EXPIRY, SERIAL)

_GS = "\x1d"
_LONGEST = 300  # signs; no code on a vial comes near it
_MOST_READINGS = 6  # a person can compare so many with a box
_CENTURY = 2000  # of every vial that is still on a shelf

# What scanners type for the separator, the longer first.
_SEPARATORS = (
    "\\u001d",
    "~d029",
    "{FNC1}",
    "<FNC1>",
    "[FNC1]",
    "\\x1d",
    "{GS}",
    "<GS>",
    "[GS]",
    "^]",
    "~1",
    "\\F",
    "\u241d",
    "\x1e",
    "\x1f",
    "\x00",
    "|",
    "~",
    "^",
    "#",
    "@",
    "`",
)
# The sign that tells which kind of code it was: DataMatrix, Code 128, QR, DataBar.
_KIND = re.compile(r"\](?:d2|C1|Q3|e0|D2|c1|q3|E0)")
_OTHER_KIND = re.compile(r"\][A-Za-z]\d")
_OTHER_KEYBOARD = re.compile(r"[^\]\w][dD]201\d{14}")
_PHARMACY = "[)>"  # begins a code of the pharmacies in Germany, in another format
_PRINTED = re.compile(r"\((\d{2,4})\)")
_PLAIN_GTIN = frozenset({12, 13, 14})  # signs of an article number that stands alone

# Fields that a merged one may hide: those printed on medicines.
_HIDDEN = (GTIN, "11", EXPIRY, LOT, SERIAL, *(f"71{digit}" for digit in range(8)))

_WIDTH = re.compile(r"N(\d+)")
_DAYS = frozenset({"11", EXPIRY})
_SIGNS_OF_A_DAY = 6
_MONTHS = 12

Elements = Mapping[str, str]
_NOTHING: Elements = MappingProxyType({})


@attrs.frozen
class Scan:
    """What a code says; a field that is not in it is empty.

    Args:
        raw: The text as it was typed.
        lot: As typed, also in small letters.
        doubts: What a person must compare with the box: "lower_case", "no_lot",
            "no_expiry", "no_gtin".
    """

    raw: str
    gtin: str = ""
    lot: str = ""
    expires_on: date | None = None
    serial: str = ""
    doubts: tuple[str, ...] = ()


class ScanError(InputError):
    """A code that cannot be read, or not in one way alone.

    Args:
        code: What is wrong: "empty", "too_long", "other_kind", "other_keyboard",
            "pharmacy_code", "damaged", "gtin", "expiry", "twice" or "merged".
        readings: Where fields ran together, the ways to read them; a person chooses.
    """

    def __init__(self, code: str, *, raw: str, readings: tuple[Scan, ...] = ()) -> None:
        """Say it in the words of the code."""
        self.code = code
        self.readings = readings
        what, mending = _WORDS[code]
        super().__init__(what, where=_shown(raw), mending=mending)


_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "empty": ("nothing was scanned.", "Scan again."),
        "too_long": ("it is too long for one code.", "Scan one code at a time."),
        "other_kind": (
            "it is no GS1 code.",
            "Scan the square code with lot and expiry, or type them.",
        ),
        "other_keyboard": (
            "the scanner types for another keyboard, so signs are exchanged.",
            "Set the keyboard language of the scanner, or type what is printed.",
        ),
        "pharmacy_code": (
            "it is a pharmacy code (PPN), which is not read here.",
            "Type lot and expiry as printed.",
        ),
        "damaged": (
            "a field is damaged or not known.",
            "Scan again, or type what is printed.",
        ),
        "gtin": (
            "the check digit of the article number is wrong.",
            "Scan again; one digit was misread.",
        ),
        "expiry": ("there is no such day of expiry.", "Scan again, or type the day."),
        "twice": (
            "one field is there twice with two values.",
            "Scan one code at a time.",
        ),
        "merged": (
            "fields may have run together, because the separator is missing.",
            "Look at the box and choose what is printed; set the scanner to send FNC1.",
        ),
    }
)


def read_scan(text: str) -> Scan:
    """Return what a GS1 code says.

    Args:
        text: As the scanner typed it, or as printed below the code: "(01)...(10)...".

    Raises:
        ScanError: If it is damaged, or can be read in more than one way; then
            `readings` holds them.
    """
    raw = text
    body = text.strip(" \t\r\n")
    _check_whole(body, raw)
    is_swapped = bool(re.match(r"\]D2.*[a-z]", body))
    body = _KIND.sub("", body, count=1) if _KIND.match(body) else body
    if is_swapped:  # the key for capitals was on: the d of ]d2 shows it
        body = body.swapcase()
    elif _OTHER_KIND.match(body):
        raise ScanError("other_kind", raw=raw)
    body = _separated(body)
    if _PRINTED.match(body):
        body = _unprinted(body, raw)
    return _only(_found(body), body, raw)


def _check_whole(body: str, raw: str) -> None:
    if not body:
        raise ScanError("empty", raw=raw)
    if len(body) > _LONGEST:
        raise ScanError("too_long", raw=raw)
    if body.startswith(_PHARMACY):
        raise ScanError("pharmacy_code", raw=raw)
    if _OTHER_KEYBOARD.match(body):
        raise ScanError("other_keyboard", raw=raw)


def _separated(body: str) -> str:
    """Return the text with one separator for whatever the scanner typed."""
    for typed in _SEPARATORS:
        body = body.replace(typed, _GS)
    return re.sub(f"{_GS}+", _GS, body).strip(_GS)


def _unprinted(body: str, raw: str) -> str:
    """Return the text below a code as the code itself holds it."""
    parts = _PRINTED.split(body.replace(" ", ""))
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    fields = [f"{name}{value}" for name, value in pairs]
    if parts[0] or not all(parts[2::2]):
        raise ScanError("damaged", raw=raw)
    return _GS.join(fields)


def _found(body: str) -> list[Elements]:
    """Return every way to read the text; the first is the one nearest to it.

    A scanner that typed one separator types all of them, so then no field can hide
    another.
    """
    parts = body.split(_GS)
    if len(parts) == 1:
        alone: list[Elements] = []
        if body.isdecimal() and len(body) in _PLAIN_GTIN and _is_gtin(body):
            alone = [{GTIN: body.zfill(14)}]
        return alone + list(_ways(body, _NOTHING, hides=True))
    found = [_NOTHING]
    for part in parts:
        found = [more for each in found for more in _ways(part, each, hides=False)]
    return found


def _ways(text: str, before: Elements, *, hides: bool) -> Iterator[Elements]:
    """Yield every sound chain of elements that a text without separators can be.

    Args:
        before: The elements already read.
        hides: Whether a field of open length may hide the next ones.
    """
    shape = _shape_of(text)
    if shape is None:
        return
    rest = text[len(shape.ai) :]
    for end in _ends(rest, shape, before, hides=hides):
        value = rest[:end]
        if _flaw(shape, value) or before.get(shape.ai, value) != value:
            continue
        grown = {**before, shape.ai: value}
        if end < len(rest):
            yield from _ways(rest[end:], grown, hides=hides)
        else:
            yield grown


def _shape_of(text: str) -> GS1ApplicationIdentifier | None:
    try:
        return GS1ApplicationIdentifier.extract(text)
    except ParseError:
        return None


def _ends(
    rest: str, shape: GS1ApplicationIdentifier, before: Elements, *, hides: bool
) -> list[int]:
    """Return where a field may end, the nearest to the text first."""
    if not shape.separator_required:
        return [min(int(_WIDTH.findall(shape.format)[-1]), len(rest))]
    ends = [len(rest)]
    if hides:
        unseen = tuple(one for one in _HIDDEN if one not in {*before, shape.ai})
        found = range(len(rest) - 1, 0, -1)
        ends += [end for end in found if rest.startswith(unseen, end)]
    return ends


def _flaw(shape: GS1ApplicationIdentifier, value: str) -> str:
    """Return what is wrong with a field; "" if it is sound."""
    if shape.ai == GTIN and value.isdecimal() and not _is_gtin(value):
        return "gtin"
    if shape.ai in _DAYS and value.isdecimal() and _day(value) is None:
        return "expiry"
    return "" if re.fullmatch(shape.pattern, shape.ai + value) else "damaged"


def _is_gtin(value: str) -> bool:
    try:
        Gtin.parse(value)
    except ParseError:
        return False
    return True


def _day(value: str) -> date | None:
    """Return a day written as year, month, day; day 00 is the last of the month."""
    if len(value) != _SIGNS_OF_A_DAY:
        return None
    year, month, day = (int(value[place : place + 2]) for place in (0, 2, 4))
    if not 1 <= month <= _MONTHS:
        return None
    last = calendar.monthrange(_CENTURY + year, month)[1]
    return date(_CENTURY + year, month, day or last) if day <= last else None


def _only(found: list[Elements], body: str, raw: str) -> Scan:
    if not found:
        raise ScanError(_diagnosis(body), raw=raw)
    telling = [each for each in found if any(each.get(one) for one in _TELLING)]
    scans = tuple(dict.fromkeys(_scan(elements, raw) for elements in telling))
    if not scans:
        raise ScanError("damaged", raw=raw)
    if len(scans) > 1:
        raise ScanError("merged", raw=raw, readings=scans[:_MOST_READINGS])
    return scans[0]


def _diagnosis(body: str) -> str:
    """Return what is wrong with a text that cannot be read in any way."""
    for part in body.split(_GS):
        rest = part
        while rest:
            shape = _shape_of(rest)
            if shape is None:
                return "damaged"
            rest = rest[len(shape.ai) :]
            end = _ends(rest, shape, _NOTHING, hides=False)[0]
            value, rest = rest[:end], rest[end:]
            if flaw := _flaw(shape, value):
                return flaw
    return "twice"  # each field is sound, so two of them contradict each other


def _scan(elements: Elements, raw: str) -> Scan:
    lot, gtin = elements.get(LOT, ""), elements.get(GTIN, "")
    expiry = elements.get(EXPIRY)
    doubts = (
        ("lower_case", lot != lot.upper()),
        ("no_gtin", not gtin),
        ("no_lot", not lot),
        ("no_expiry", expiry is None),
    )
    return Scan(
        raw=raw,
        gtin=gtin,
        lot=lot,
        expires_on=_day(expiry) if expiry is not None else None,
        serial=elements.get(SERIAL, ""),
        doubts=tuple(name for name, holds in doubts if holds),
    )


def _shown(raw: str) -> str:
    """Return a text with its separators made visible, cut to what a person reads."""
    return raw.strip()[:80].replace(_GS, "\u241d")
