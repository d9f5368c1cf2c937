"""Rows of stock: vials of a lot to be received at the outlet."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

import attrs

from glabella.clinic.imports.judging import names
from glabella.clinic.imports.judging.treatments import known_word
from glabella.clinic.imports.lines import Line
from glabella.clinic.imports.values import Judged, Place, Twin
from glabella.clinic.practice.knowledge import library
from glabella.clinic.stock.models import Holding, Lot
from glabella.clinic.stock.shelf import lots_in_use
from glabella.clinic.stock.values import NewLot

MOST_VIALS = 10_000
Key = tuple[str, Decimal, str]


@attrs.frozen
class VialsPlan:
    """Vials of a lot as a row says them."""

    new: NewLot
    vials: int


@attrs.frozen
class _Known:
    place: Place
    substances: Mapping[str, str]
    expiries: Mapping[Key, date]
    held: frozenset[UUID]
    lots: Mapping[Key, UUID]


def judge(lines: Iterable[Line], place: Place) -> list[Judged]:
    """Return what each row would make."""
    rows = list(lots_in_use())
    held = Holding.objects.filter(outlet_id=place.outlet.id, vials__gt=0)
    known = _Known(
        place=place,
        substances=names.substances(),
        expiries={_key(row): row.expires_on for row in rows},
        held=frozenset(held.values_list("lot_id", flat=True)),
        lots={_key(row): row.id for row in rows},
    )
    seen: dict[Key, tuple[int, date]] = {}
    return [_judged(line, known, seen=seen) for line in lines]


def _key(lot: Lot | NewLot) -> Key:
    return (lot.product, lot.vial_units.normalize(), lot.number)


def _judged(line: Line, known: _Known, *, seen: dict[Key, tuple[int, date]]) -> Judged:
    product = known_word(line, "product", known.substances)
    units = _vial_units(line, product)
    number = line.needed("lot", most=40)
    expires_on = _expiry(line)
    vials = _vials(line)
    label = f"{line.text('product', most=120)} {number}".strip()
    if line.is_bad() or units is None or expires_on is None or vials is None:
        return Judged(line.number, label, None, tuple(line.findings))
    new = NewLot(product, units, number, expires_on)
    twins = tuple(_twins(line, new, known=known, seen=seen))
    if line.is_bad():
        return Judged(line.number, label, None, tuple(line.findings))
    plan = VialsPlan(new, vials)
    return Judged(line.number, label, plan, tuple(line.findings), twins)


def _vial_units(line: Line, product: str) -> Decimal | None:
    units = line.decimal("vial_units")
    if units is None and not line.text("vial_units"):
        line.find("vial_units", "empty")
    if units is None:
        return None
    if not 0 < units < 100_000 or units != round(units, 1):  # noqa: PLR2004 the column ends there
        line.find("vial_units", "not_above_zero")
        return None
    if product:
        sizes = {size for one in library().product(product).vials for size in one.units}
        if sizes and units not in sizes:
            printed = ", ".join(f"{size:f}" for size in sorted(sizes))
            line.find("vial_units", "no_such_vial", is_error=False, known=printed)
    return units


def _expiry(line: Line) -> date | None:
    found = line.last_day("expiry")
    if found is None and not line.text("expiry"):
        line.find("expiry", "empty")
    if found is not None and found < line.rules.days.on:
        line.find("expiry", "has_expired", is_error=False, day=found.isoformat())
    return found


def _vials(line: Line) -> int | None:
    vials = line.whole("vials")
    if vials is None and not line.text("vials"):
        line.find("vials", "empty")
    if vials is not None and not 0 < vials <= MOST_VIALS:
        line.find("vials", "not_above_zero")
    return vials


def _twins(
    line: Line, new: NewLot, *, known: _Known, seen: dict[Key, tuple[int, date]]
) -> Iterable[Twin]:
    key = _key(new)
    on_file = known.expiries.get(key, new.expires_on)
    first, said = seen.setdefault(key, (line.number, new.expires_on))
    other = next((day for day in (on_file, said) if day != new.expires_on), None)
    if other is not None:
        line.find("expiry", "other_expiry", day=other.isoformat())
        return
    if known.lots.get(key) in known.held:
        yield Twin("held_already")
    if first != line.number:
        yield Twin("same_in_this_file", line=first)
