"""Deeds of the practice: the house and its people, and what it signs."""

from glabella.clinic.practice.actions.house import (
    add_room,
    change_outlet,
    close_outlet,
    open_outlet,
    open_practice,
    set_public_text,
)
from glabella.clinic.practice.actions.signing import (
    confirm,
    decide_label,
    sign_protocol,
    withdraw_confirmation,
    withdraw_label_decision,
    withdraw_signature,
)
from glabella.clinic.practice.actions.staff import (
    add_training,
    cancel_leave,
    change_staff,
    enrol_staff,
    set_skills,
    take_leave,
)
from glabella.clinic.practice.actions.times import (
    announce_closure,
    check_week,
    end_closure,
    set_opening_hours,
    set_own_changes,
)

__all__ = [
    "add_room",
    "add_training",
    "announce_closure",
    "cancel_leave",
    "change_outlet",
    "change_staff",
    "check_week",
    "close_outlet",
    "confirm",
    "decide_label",
    "end_closure",
    "enrol_staff",
    "open_outlet",
    "open_practice",
    "set_opening_hours",
    "set_own_changes",
    "set_public_text",
    "set_skills",
    "sign_protocol",
    "take_leave",
    "withdraw_confirmation",
    "withdraw_label_decision",
    "withdraw_signature",
]
