"""Numbers as people type them: decimal commas, thousands, a unit behind."""

import re
from collections.abc import Iterable
from decimal import Decimal

from glabella.clinic.imports.reading.flaws import Flaw
from glabella.clinic.imports.reading.sheets import Cell, as_text

MARKS = (",", ".")
_NUMBER = re.compile(
    r"([+-]?[\d.,'\u2019\s]*\d)\s*(?:u|iu|units?|e|ie|einheiten|ml)?\.?"
)
_SURE = re.compile(r"[+-]?\d*([.,])(?:\d{1,2}|\d{4,})|[+-]?0*([.,])\d+")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


def decimal_mark(cells: Iterable[Cell]) -> str:
    """Return the decimal mark that the numbers of a file prove; "" if none does."""
    found = {mark for cell in cells if isinstance(cell, str) for mark in _proof(cell)}
    return found.pop() if len(found) == 1 else ""


def _proof(text: str) -> set[str]:
    bare = _bare(text)
    if "," in bare and "." in bare:
        return {max(MARKS, key=bare.rfind)}
    match = _SURE.fullmatch(bare)
    return {match[1] or match[2]} if match else set()


def _bare(text: str) -> str:
    match = _NUMBER.fullmatch(text.strip().lower())
    return re.sub(r"['\u2019\s]", "", match[1]) if match else ""


def number(cell: Cell, *, mark: str = "") -> Decimal | None:
    """Return a number; None for an empty cell.

    Args:
        mark: The decimal mark of the file; "" if nothing proves it.

    Raises:
        Flaw: If it is none, or could be read in two ways: "1,234".
    """
    text = as_text(cell).strip()
    if not text:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(text)
    bare = _bare(text)
    if not bare:
        raise Flaw("not_a_number", text)
    if _EITHER.fullmatch(bare) and not mark:
        raise Flaw("number_two_ways", text, {"sign": bare[-4]})
    return _value(bare, mark=mark, text=text)


def _value(bare: str, *, mark: str, text: str) -> Decimal:
    decimal = mark or max(MARKS, key=bare.rfind)
    thousands = "," if decimal == "." else "."
    whole, _, part = bare.partition(decimal)
    groups = whole.split(thousands)
    is_grouped = all(len(group) == 3 for group in groups[1:])  # noqa: PLR2004 thousands have three digits
    if not is_grouped or thousands in part or decimal in part:
        raise Flaw("not_a_number", text)
    return Decimal("".join(groups) + (f".{part}" if part else ""))


def whole(cell: Cell, *, mark: str = "") -> int | None:
    """Return a whole number; None for an empty cell.

    Raises:
        Flaw: If it is none.
    """
    found = number(cell, mark=mark)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise Flaw("not_whole", as_text(cell))
    return int(found)
