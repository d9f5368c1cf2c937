"""The tables of the stock; no row of them is ever deleted."""

from glabella.clinic.stock.models.surroundings import (
    KitItem,
    Place,
    Reading,
    ReorderLevel,
    Sharing,
)
from glabella.clinic.stock.models.vials import Holding, Lot, LotNote, Movement, Vial

__all__ = [
    "Holding",
    "KitItem",
    "Lot",
    "LotNote",
    "Movement",
    "Place",
    "Reading",
    "ReorderLevel",
    "Sharing",
    "Vial",
]
