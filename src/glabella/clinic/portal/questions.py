"""Which questionnaires wait for somebody: by their course, or before a first visit."""

from datetime import date

from glabella.clinic.followup.queries.due import DueInstrument, due_instruments
from glabella.clinic.people.cards import Person
from glabella.clinic.public.queries import protocols_asked_about


def due_questions(who: Person, *, on: date, language: str) -> tuple[DueInstrument, ...]:
    """Return what is due; somebody new is asked about what they named themselves."""
    before = protocols_asked_about(who.ids)
    return due_instruments(who, on=on, language=language, before=before)
