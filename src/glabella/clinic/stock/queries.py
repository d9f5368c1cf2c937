"""Reads of the stock: what is held, open, short or expiring, and who got a lot."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef, Subquery

from glabella.clinic.people.cards import Person
from glabella.clinic.stock.models import (
    Holding,
    KitItem,
    Lot,
    Place,
    Reading,
    ReorderLevel,
    Sharing,
    Vial,
)
from glabella.clinic.stock.reach import given_of
from glabella.clinic.stock.shelf import held
from glabella.clinic.stock.values import Held, OpenVial, Short
from glabella.core.vial_choice import Shelved, VialChoice, choose_vials
from glabella.interop.gs1 import Scan


def held_at(outlet: UUID) -> list[Held]:
    """Return what an outlet holds, the lot that expires first on top."""
    rows = Holding.objects.filter(outlet_id=outlet, vials__gt=0)
    ordered = rows.select_related("lot", "place").order_by(
        "lot__product", "lot__expires_on", "lot__number"
    )
    return [held(row) for row in ordered]


def expiring(outlet: UUID, *, before: date) -> list[Held]:
    """Return what an outlet holds that expires before a day."""
    return [one for one in held_at(outlet) if one.expires_on < before]


def open_vials(
    outlet: UUID, *, on: date, at: datetime, person: Person | None = None
) -> list[OpenVial]:
    """Return the vials in use at an outlet, the one to be thrown away first on top.

    Args:
        person: Only those that belong to the person, and those that belong to nobody.
    """
    rows = Vial.objects.filter(outlet_id=outlet, emptied_at__isnull=True)
    found = [
        vial
        for vial in rows.select_related("lot").order_by("opened_at", "id")
        if person is None or vial.patient_id is None or vial.patient_id in person.ids
    ]
    holdings = _holdings(outlet, {vial.lot_id for vial in found})
    seen = [_open(vial, holdings[vial.lot_id], on=on, at=at) for vial in found]
    return sorted(seen, key=lambda one: (one.discard_at is None, one.discard_at or at))


def open_vial(vial: UUID, *, on: date, at: datetime) -> OpenVial | None:
    """Return one opened vial, also an emptied one; None if there is none."""
    row = Vial.objects.filter(id=vial).select_related("lot").first()
    if row is None:
        return None
    holdings = _holdings(row.outlet_id, {row.lot_id})
    return _open(row, holdings[row.lot_id], on=on, at=at)


def _holdings(outlet: UUID, lots: Iterable[UUID]) -> dict[UUID, Held]:
    rows = Holding.objects.filter(outlet_id=outlet, lot__in=lots)
    return {row.lot_id: held(row) for row in rows.select_related("lot", "place")}


def _open(vial: Vial, stock: Held, *, on: date, at: datetime) -> OpenVial:
    return OpenVial(
        id=vial.id,
        held=stock,
        on=on,
        units_left=vial.units_left,
        diluent=vial.diluent,
        diluent_ml=vial.diluent_ml,
        opened_at=vial.opened_at,
        reconstituted_at=vial.reconstituted_at,
        discard_at=vial.discard_at,
        clock=vial.clock,
        patient=vial.patient_id,
        is_past=vial.discard_at is not None and vial.discard_at <= at,
        is_emptied=vial.emptied_at is not None,
        serial=vial.serial,
    )


def best_vials(outlet: UUID, product: str, units: Decimal, *, on: date) -> VialChoice:
    """Return the vials to open for a dose, of those that may be used: least waste.

    Where the shelf holds too little, all of it is picked and `short` says what lacks.
    """
    shelf = [
        Shelved(
            key=str(one.lot),
            size=one.vial_units,
            vials=one.vials,
            expires_on=one.expires_on,
            name=one.number,
        )
        for one in held_at(outlet)
        if one.product == product and not one.barred(on)
    ]
    return choose_vials(units, shelf)


def usable(outlet: UUID, *, on: date) -> dict[tuple[str, Decimal], int]:
    """Return how many vials of each presentation a treatment may start with."""
    found: dict[tuple[str, Decimal], int] = defaultdict(int)
    for one in held_at(outlet):
        if not one.barred(on):
            found[one.product, one.vial_units] += one.vials
    return dict(found)


def to_reorder(outlet: UUID, *, on: date) -> list[Short]:
    """Return the presentations that have come down to their reorder level."""
    there = usable(outlet, on=on)
    levels = ReorderLevel.objects.filter(outlet_id=outlet, vials__gt=0)
    found = [
        Short(
            row.product,
            row.vial_units,
            there.get((row.product, row.vial_units), 0),
            row.vials,
        )
        for row in levels.order_by("product", "vial_units")
    ]
    return [one for one in found if one.usable <= one.level]


def sharing(outlet: UUID) -> Sharing | None:
    """Return what lets an outlet share vials; None: each belongs to one person."""
    return Sharing.objects.filter(outlet_id=outlet, ended_at__isnull=True).first()


def is_sharing(outlet: UUID) -> bool:
    """Return whether the lead lets an outlet share vials."""
    return sharing(outlet) is not None


def kit(outlet: UUID) -> list[KitItem]:
    """Return the emergency kit, what expires first on top."""
    rows = KitItem.objects.filter(outlet_id=outlet, ended_at__isnull=True)
    return sorted(rows, key=lambda row: (row.expires_on or date.max, row.name))


def kit_expiring(outlet: UUID, *, before: date) -> list[KitItem]:
    """Return what of the emergency kit expires before a day."""
    return [
        row
        for row in kit(outlet)
        if row.expires_on is not None and row.expires_on < before
    ]


def has_adrenaline(outlet: UUID, *, on: date) -> bool:
    """Return whether the kit holds adrenaline that is not expired."""
    rows = KitItem.objects.filter(
        outlet_id=outlet, kind="adrenaline", ended_at__isnull=True
    )
    return rows.filter(expires_on__gte=on).exists()


def places(outlet: UUID) -> list[Place]:
    """Return the places of an outlet that are in use, by name."""
    return list(Place.objects.filter(outlet_id=outlet, ended_at__isnull=True))


def readings(outlet: UUID, *, limit: int = 60) -> list[Reading]:
    """Return the last readings of an outlet, newest first."""
    rows = Reading.objects.filter(place__outlet_id=outlet)
    found = rows.select_related("place", "read_by").order_by("-read_at", "-id")
    return list(found[:limit])


def patients_of(lot: UUID) -> list[tuple[UUID, UUID]]:
    """Return who got a lot: pairs of patient and session, the latest session first."""
    row = Lot.objects.get(id=lot)
    return [
        (one.patient, one.session) for one in given_of(row) if one.session is not None
    ]


def levels(outlet: UUID) -> list[ReorderLevel]:
    """Return the reorder levels of an outlet, by product and size."""
    rows = ReorderLevel.objects.filter(outlet_id=outlet)
    return list(rows.order_by("product", "vial_units"))


def last_readings(outlet: UUID) -> list[Reading]:
    """Return the last reading of each place in use, by name of the place."""
    newest = Reading.objects.filter(place=OuterRef("id")).order_by("-read_at", "-id")
    rows = Place.objects.filter(outlet_id=outlet, ended_at__isnull=True)
    ids = rows.annotate(last=Subquery(newest.values("id")[:1])).values("last")
    found = Reading.objects.filter(id__in=ids).select_related("place", "read_by")
    return list(found.order_by("place__name"))


def article(gtin: str) -> Lot | None:
    """Return a lot of an article that was received before, by its number."""
    if not gtin:
        return None
    return Lot.objects.filter(gtin=gtin).order_by("-expires_on").first()


def lot_of_scan(scan: Scan) -> Lot | None:
    """Return the lot that a scan means; None if none is on file, or several could be.

    The number counts whatever its letters' size; the article must not contradict.
    """
    if not scan.lot:
        return None
    rows = Lot.objects.filter(number__iexact=scan.lot)
    if scan.gtin:
        rows = rows.filter(gtin__in=("", scan.gtin))
    if scan.expires_on is not None:
        rows = rows.filter(expires_on=scan.expires_on)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None
