"""Deeds of the stock. Each is a movement; a holding never falls below zero."""

from glabella.clinic.stock.actions.cold_chain import (
    add_place,
    end_place,
    put_in_place,
    read_temperature,
)
from glabella.clinic.stock.actions.judging import (
    quarantine,
    quarantine_here,
    recall,
    release,
    release_here,
    tell_late,
)
from glabella.clinic.stock.actions.levels import (
    add_kit_item,
    allow_sharing,
    end_kit_item,
    end_sharing,
    set_reorder_level,
)
from glabella.clinic.stock.actions.opening import (
    discard,
    draw,
    open_vial,
    reconstitute,
    use_for_session,
)
from glabella.clinic.stock.actions.receiving import (
    count,
    move,
    receive,
    take_back_receipt,
    take_stock,
    waste,
)

__all__ = [
    "add_kit_item",
    "add_place",
    "allow_sharing",
    "count",
    "discard",
    "draw",
    "end_kit_item",
    "end_place",
    "end_sharing",
    "move",
    "open_vial",
    "put_in_place",
    "quarantine",
    "quarantine_here",
    "read_temperature",
    "recall",
    "receive",
    "reconstitute",
    "release",
    "release_here",
    "set_reorder_level",
    "take_back_receipt",
    "take_stock",
    "tell_late",
    "use_for_session",
    "waste",
]
