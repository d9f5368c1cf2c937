"""Deeds about people: cards and numbers, what surrounds a person, merges, rest."""

from glabella.clinic.people.actions.merging import merge_cards, tell_apart, undo_merge
from glabella.clinic.people.actions.registration import (
    add_identifier,
    change_patient,
    end_registration,
    register_at,
    register_patient,
    take_back_card,
)
from glabella.clinic.people.actions.rest import (
    erase,
    lift_hold,
    lift_restriction,
    restrict,
    set_hold,
)
from glabella.clinic.people.actions.surroundings import (
    add_alert,
    add_allergy,
    add_contact,
    add_relation,
    end_alert,
    end_allergy,
    end_contact,
    end_relation,
    note_allergies_asked,
    note_consent,
)

__all__ = [
    "add_alert",
    "add_allergy",
    "add_contact",
    "add_identifier",
    "add_relation",
    "change_patient",
    "end_alert",
    "end_allergy",
    "end_contact",
    "end_registration",
    "end_relation",
    "erase",
    "lift_hold",
    "lift_restriction",
    "merge_cards",
    "note_allergies_asked",
    "note_consent",
    "register_at",
    "register_patient",
    "restrict",
    "set_hold",
    "take_back_card",
    "tell_apart",
    "undo_merge",
]
