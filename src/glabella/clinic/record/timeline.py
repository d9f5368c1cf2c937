"""One line for each thing that happened to a person, from all tables of the record."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import attrs
from django.db import models

from glabella.clinic.people.cards import Person
from glabella.clinic.record.models import (
    Decision,
    Document,
    ExternalDose,
    Note,
    Problem,
    Score,
    Session,
    SideEffect,
    Task,
    Therapy,
)
from glabella.core.quantity import plain_number

_EXCERPT = 160  # letters of a note


@attrs.frozen
class TimelineEntry:
    """One line of a timeline; the desk puts its words around the pieces.

    Args:
        on: The day it happened; None if nobody knows.
        at: When it was written down.
        kind: "session", "external_dose", "score", "note", "document", "problem",
            "problem_resolved", "therapy_started", "therapy_stopped", "side_effect",
            "decision" or "task".
        label: Pieces to show, in order: ids of protocol, product or instrument, numbers
            as text, or the words of the record; "" for what is not known.
        id: Of the row.
    """

    on: date | None
    at: datetime
    kind: str
    label: tuple[str, ...]
    id: UUID


def entries(who: Person) -> list[TimelineEntry]:
    """Return everything that happened, newest first; one query for each table."""
    found = [
        entry
        for model, lines in _LINES.items()
        for row in model._default_manager.filter(patient_id__in=who.ids)
        for entry in lines(row)
    ]
    return sorted(found, key=_place, reverse=True)


def _place(entry: TimelineEntry) -> tuple[date, datetime, str, UUID]:
    return (entry.on or entry.at.date(), entry.at, entry.kind, entry.id)


def _session(row: Session) -> Iterator[TimelineEntry]:
    label = (row.protocol, row.product, plain_number(row.units), row.origin)
    yield TimelineEntry(row.on, row.recorded_at, "session", label, row.id)


def _external_dose(row: ExternalDose) -> Iterator[TimelineEntry]:
    if row.withdrawn_at is None:
        units = "" if row.units is None else plain_number(row.units)
        label = (row.product, units, row.place)
        yield TimelineEntry(row.on, row.noted_at, "external_dose", label, row.id)


def _score(row: Score) -> Iterator[TimelineEntry]:
    if row.withdrawn_at is None:
        total = "" if row.total is None else plain_number(row.total)
        label = (row.instrument, total)
        yield TimelineEntry(row.taken_on, row.recorded_at, "score", label, row.id)


def _note(row: Note) -> Iterator[TimelineEntry]:
    state = "draft" if row.signed_at is None else "signed"
    label = (state, row.text[:_EXCERPT])
    yield TimelineEntry(row.on, row.written_at, "note", label, row.id)


def _document(row: Document) -> Iterator[TimelineEntry]:
    if row.set_aside_at is None:
        label = (row.kind, row.title)
        yield TimelineEntry(row.dated_on, row.received_at, "document", label, row.id)


def _problem(row: Problem) -> Iterator[TimelineEntry]:
    label = (row.label, row.side, row.code)
    yield TimelineEntry(row.onset_on, row.noted_at, "problem", label, row.id)
    if row.resolved_on is not None:
        kind = "problem_resolved"
        yield TimelineEntry(row.resolved_on, row.noted_at, kind, label, row.id)


def _therapy(row: Therapy) -> Iterator[TimelineEntry]:
    label = (row.name, row.dose)
    yield TimelineEntry(row.started_on, row.noted_at, "therapy_started", label, row.id)
    if row.stopped_on is not None:
        kind, label = "therapy_stopped", (row.name, row.outcome)
        yield TimelineEntry(row.stopped_on, row.noted_at, kind, label, row.id)


def _side_effect(row: SideEffect) -> Iterator[TimelineEntry]:
    label = (row.label, row.place, row.severity)
    yield TimelineEntry(row.onset_on, row.noted_at, "side_effect", label, row.id)


def _decision(row: Decision) -> Iterator[TimelineEntry]:
    label = (row.protocol, row.protocol_version, row.verdict)
    yield TimelineEntry(row.on, row.decided_at, "decision", label, row.id)


def _task(row: Task) -> Iterator[TimelineEntry]:
    state = "open" if row.closed_at is None else "closed"
    label = (row.kind, row.title, state)
    yield TimelineEntry(None, row.opened_at, "task", label, row.id)


_LINES: Mapping[type[models.Model], Callable[[Any], Iterator[TimelineEntry]]] = (
    MappingProxyType(
        {
            Session: _session,
            ExternalDose: _external_dose,
            Score: _score,
            Note: _note,
            Document: _document,
            Problem: _problem,
            Therapy: _therapy,
            SideEffect: _side_effect,
            Decision: _decision,
            Task: _task,
        }
    )
)
