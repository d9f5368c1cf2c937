"""Deeds of the record: what was found, measured, written, treated, decided, owed."""

from glabella.clinic.record.actions.decisions import store_decision
from glabella.clinic.record.actions.history import (
    change_problem,
    change_therapy,
    note_problem,
    note_therapy,
    record_fact,
    record_facts,
    withdraw_fact,
)
from glabella.clinic.record.actions.measures import (
    record_diary_day,
    record_diary_days,
    record_score,
    withdraw_score,
)
from glabella.clinic.record.actions.notes import (
    add_addendum,
    change_note,
    sign_note,
    write_note,
)
from glabella.clinic.record.actions.papers import (
    file_document,
    mark_read,
    receive_document,
    set_aside,
)
from glabella.clinic.record.actions.tasks import (
    close_task,
    hand_over_task,
    note_attempt,
    open_task,
)
from glabella.clinic.record.actions.treatment import (
    change_side_effect,
    note_external_dose,
    note_side_effect,
    note_spread_checked,
    record_session,
    seal_session,
    take_back_session,
    withdraw_external_dose,
)

__all__ = [
    "add_addendum",
    "change_note",
    "change_problem",
    "change_side_effect",
    "change_therapy",
    "close_task",
    "file_document",
    "hand_over_task",
    "mark_read",
    "note_attempt",
    "note_external_dose",
    "note_problem",
    "note_side_effect",
    "note_spread_checked",
    "note_therapy",
    "open_task",
    "receive_document",
    "record_diary_day",
    "record_diary_days",
    "record_fact",
    "record_facts",
    "record_score",
    "record_session",
    "seal_session",
    "set_aside",
    "sign_note",
    "store_decision",
    "take_back_session",
    "withdraw_external_dose",
    "withdraw_fact",
    "withdraw_score",
    "write_note",
]
