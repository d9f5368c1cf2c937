"""From rows to what an outlet holds: shared by deeds and reads."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from glabella.clinic.record.models import SessionLot
from glabella.clinic.stock.models import Holding, Lot, Movement
from glabella.clinic.stock.values import Held


def held(row: Holding) -> Held:
    """Return a holding as it stands; a lot set aside here or everywhere is set aside.

    Args:
        row: With its lot and its place at hand.
    """
    lot = row.lot
    set_aside = (lot.quarantined_at, row.quarantined_at)
    return Held(
        lot=row.lot_id,
        product=lot.product,
        vial_units=lot.vial_units,
        number=lot.number,
        expires_on=lot.expires_on,
        vials=row.vials,
        is_quarantined=any(each is not None for each in set_aside),
        is_recalled=lot.recalled_at is not None,
        holding=row.id,
        place=row.place.name if row.place is not None else "",
    )


def lots_in_use() -> QuerySet[Lot]:
    """Return the lots that are held, or of which anything was ever used.

    The rest was received and taken back, as by an import that was undone; what stands
    on the next box of it is believed.
    """
    mine = Q(lot=OuterRef("id"))
    held_now = Holding.objects.filter(mine, vials__gt=0)
    moved = Movement.objects.filter(mine).exclude(kind__in=("receive", "undo"))
    given = SessionLot.objects.filter(mine)
    return Lot.objects.filter(Exists(held_now) | Exists(moved) | Exists(given))
