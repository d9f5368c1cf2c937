"""Reads of what a person has begun, what is due, and whether they see their curve."""

from datetime import date
from uuid import UUID

import attrs

from glabella.clinic.checkin.models import CurveChoice, Draft
from glabella.clinic.followup.queries.due import DueInstrument, can_be_shown
from glabella.clinic.people.cards import Person
from glabella.clinic.portal.questions import due_questions
from glabella.clinic.practice.knowledge import instruments
from glabella.core.instruments import Instrument, Item, Wording


@attrs.frozen
class Asked:
    """One question as it is read: the stem, the line, and the answers by number.

    Args:
        stem: "" where the line is a whole question.
        number: From one on.
        is_watched: Whether it may be asked only while somebody is there to read it.
    """

    item: Item
    number: int
    stem: str
    line: str
    options: tuple[tuple[str, str], ...]
    is_watched: bool


@attrs.frozen
class Sheet:
    """A questionnaire in the language in which it is read.

    Args:
        notice: What the holder wants printed with every form.
    """

    instrument: Instrument
    language: str
    questions: tuple[Asked, ...]
    notice: str

    def question(self, number: int) -> Asked | None:
        """Return a question by its number from one on."""
        return next((one for one in self.questions if one.number == number), None)


def due(person: Person, on: date, *, language: str = "en") -> tuple[DueInstrument, ...]:
    """Return the questionnaires that are due on a day and can be read here."""
    return due_questions(person, on=on, language=language)


def sheet(instrument_id: str, *, language: str) -> Sheet | None:
    """Return a questionnaire to fill in; None if its text may not be shown here."""
    known = instruments()
    instrument = known.instruments.get(instrument_id)
    if instrument is None or not can_be_shown(instrument, language):
        return None
    wording = instrument.wording(language)
    if wording is None:
        return None
    watched = instrument.suicide.items if instrument.suicide else ()
    questions = tuple(
        Asked(
            item=item,
            number=number,
            # A line with answers of its own is a whole question by itself.
            stem="" if item.id in wording.line_options else wording.stem,
            line=wording.lines.get(item.id, ""),
            options=_options(item, wording),
            is_watched=item.id in watched,
        )
        for number, item in enumerate(instrument.items, start=1)
    )
    notice = known.licences[instrument.id].notice
    return Sheet(instrument, language, questions, notice)


def _options(item: Item, wording: Wording) -> tuple[tuple[str, str], ...]:
    """Return the answers: each number with its words, where the holder gives some."""
    words = wording.line_options.get(item.id, wording.options)
    last = int(item.maximum) if item.maximum is not None else 0
    numbers = item.allowed or range(int(item.minimum), last + 1)
    return tuple((str(one), words.get(str(one), "")) for one in numbers)


def open_draft(person: Person, instrument: str, *, is_by_proxy: bool) -> Draft | None:
    """Return what somebody has begun and not sent."""
    rows = Draft.objects.filter(
        patient_id__in=person.ids,
        instrument=instrument,
        is_by_proxy=is_by_proxy,
        finished_at__isnull=True,
    )
    return rows.order_by("-changed_at").first()


def open_drafts(person: Person, *, is_by_proxy: bool) -> list[Draft]:
    """Return everything that somebody has begun and not sent."""
    rows = Draft.objects.filter(
        patient_id__in=person.ids, is_by_proxy=is_by_proxy, finished_at__isnull=True
    )
    return list(rows.order_by("-changed_at"))


def sent_draft(person: Person, key: UUID) -> Draft | None:
    """Return what somebody has sent."""
    rows = Draft.objects.filter(patient_id__in=person.ids, finished_at__isnull=False)
    return rows.filter(id=key).first()


def is_curve_hidden(person: Person) -> bool:
    """Return whether a person does not want to see their curve; shown by default."""
    rows = CurveChoice.objects.filter(patient_id__in=person.ids)
    newest = rows.order_by("-chosen_at").first()
    return newest is not None and newest.is_hidden
