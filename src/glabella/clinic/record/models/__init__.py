"""The tables of the record, by what they hold; none of them is ever deleted from."""

from glabella.clinic.record.models.history import (
    FactEntry,
    Problem,
    Therapy,
)
from glabella.clinic.record.models.measures import DiaryDay, Score
from glabella.clinic.record.models.papers import Addendum, Document, Note
from glabella.clinic.record.models.tasks import ContactAttempt, Decision, Task
from glabella.clinic.record.models.treatment import (
    ExternalDose,
    Session,
    SessionLot,
    SideEffect,
    Site,
)

__all__ = [
    "Addendum",
    "ContactAttempt",
    "Decision",
    "DiaryDay",
    "Document",
    "ExternalDose",
    "FactEntry",
    "Note",
    "Problem",
    "Score",
    "Session",
    "SessionLot",
    "SideEffect",
    "Site",
    "Task",
    "Therapy",
]
