"""Reads of the stock: what is held, what expires, and who got a lot."""

from datetime import date
from uuid import UUID

from glabella.clinic.record.models import SessionLot
from glabella.clinic.stock.models import Holding
from glabella.clinic.stock.values import Held


def held_at(outlet: UUID) -> list[Held]:
    """Return what an outlet holds, the lot that expires first on top."""
    rows = Holding.objects.filter(outlet_id=outlet, vials__gt=0).select_related("lot")
    ordered = rows.order_by("lot__product", "lot__expires_on", "lot__number")
    return [_held(row) for row in ordered]


def _held(row: Holding) -> Held:
    return Held(
        lot=row.lot_id,
        product=row.lot.product,
        vial_units=row.lot.vial_units,
        number=row.lot.number,
        expires_on=row.lot.expires_on,
        vials=row.vials,
        is_quarantined=row.lot.quarantined_at is not None,
        is_recalled=row.lot.recalled_at is not None,
    )


def expiring(outlet: UUID, *, before: date) -> list[Held]:
    """Return what an outlet holds that expires before a day."""
    return [held for held in held_at(outlet) if held.expires_on < before]


def patients_of(lot: UUID) -> list[tuple[UUID, UUID]]:
    """Return who got a lot: pairs of patient and session, the latest session first."""
    rows = SessionLot.objects.filter(lot_id=lot).order_by("-session__on", "session_id")
    return list(rows.values_list("session__patient_id", "session_id"))
