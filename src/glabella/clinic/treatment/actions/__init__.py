"""Deeds of a treatment: begin, vials, sites, reactions, end."""

from glabella.clinic.treatment.actions.finishing import finish
from glabella.clinic.treatment.actions.reactions import note_reaction
from glabella.clinic.treatment.actions.sites import (
    add_site,
    change_site,
    leave_out,
    set_details,
    tick,
    tick_all,
)
from glabella.clinic.treatment.actions.starting import (
    abandon,
    ask,
    record_afterwards,
    start,
)
from glabella.clinic.treatment.actions.vials import (
    add_vial,
    check_dilution,
    remove_vial,
)

__all__ = [
    "abandon",
    "add_site",
    "add_vial",
    "ask",
    "change_site",
    "check_dilution",
    "finish",
    "leave_out",
    "note_reaction",
    "record_afterwards",
    "remove_vial",
    "set_details",
    "start",
    "tick",
    "tick_all",
]
