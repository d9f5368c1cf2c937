"""Deeds of filling in: begin, answer one question, pass one over, send.

An answer that may not wait is stored at once, whatever becomes of the rest.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin.models import Draft
from glabella.clinic.checkin.queries import open_draft, sheet
from glabella.clinic.checkin.values import READ_ANSWERS, Reading
from glabella.clinic.checkin.watch import closing, reading
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import instruments
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record import actions as recording
from glabella.clinic.record.duty import home_of
from glabella.clinic.record.models import Score
from glabella.clinic.record.values import NewScore, NewTask
from glabella.core.instruments import Instrument

PROXY = "proxy"


@transaction.atomic
def begin(
    who: Person, instrument: str, *, language: str, by: Actor, at: datetime
) -> Draft:
    """Begin a questionnaire, or go on with the one that was begun.

    Raises:
        DeedRefusedError: If its text may not be shown here.
    """
    if sheet(instrument, language=language) is None:
        raise DeedRefusedError(
            _("this questionnaire cannot be filled in here."),
            mending=_("The practice asks it at your visit."),
        )
    # Two taps at once: the row of the person makes the second wait for the first.
    laws.found(type(who.patient).objects.filter(id=who.id))
    found = open_draft(who, instrument, is_by_proxy=by.role == PROXY)
    if found is not None:
        return found
    row = Draft.objects.create(
        patient_id=who.id,
        instrument=instrument,
        language=language,
        is_by_proxy=by.role == PROXY,
        begun_at=at,
        changed_at=at,
    )
    record("checkin.begin", by=by, at=at, patient=who.id, about=row.id)
    return row


@transaction.atomic
def answer(
    draft: UUID, item: str, value: int, *, by: Actor, at: datetime
) -> Score | None:
    """Keep one answer; return the score that had to be stored at once, if any.

    An answer on suicidality that alarms becomes a score of the record by itself, with
    its task: it is there even if nothing else is ever sent.

    Raises:
        DeedRefusedError: If the draft was sent, or the answer is none of the item's.
    """
    row = _open(draft)
    instrument = instruments().instrument(row.instrument)
    if not instrument.item(item).accepts(Decimal(value)):
        raise DeedRefusedError(
            _("this is none of the answers."), mending=_("Choose one of those shown.")
        )
    before = row.answers.get(item)
    row.answers = row.answers | {item: value}
    row.skipped = [one for one in row.skipped if one != item]
    row.changed_at = at
    stored = None
    if _alarms(instrument, item, value) and before != value:
        stored = _store_at_once(row, item, value, by=by, at=at)
        row.urgent_score = stored
    row.save(force_update=True)
    record("checkin.answer", by=by, at=at, patient=row.patient_id, about=row.id)
    return stored


@transaction.atomic
def pass_over(draft: UUID, item: str, *, by: Actor, at: datetime) -> None:
    """Leave out an item that cannot be offered now; the practice asks it at the visit.

    An answer that was given before stays.
    """
    row = _open(draft)
    if item in row.answers or item in row.skipped:
        return
    row.skipped = [*row.skipped, item]
    row.changed_at = at
    row.save(force_update=True)
    record("checkin.answer", by=by, at=at, patient=row.patient_id, about=row.id)


@transaction.atomic
def finish(draft: UUID, *, by: Actor, at: datetime) -> Reading:
    """Send a questionnaire: it becomes a score, and somebody is to read it.

    What was left out stays unknown; then there is no total.

    Returns:
        Who reads it, and by when.

    Raises:
        DeedRefusedError: If nothing was answered, or it was sent already.
    """
    row = _open(draft)
    home = home_of(row.patient_id, by=by)
    instrument = instruments().instrument(row.instrument)
    new = NewScore(
        instrument=row.instrument,
        taken_on=today_at(home, at=at),
        items=dict(row.answers),
        answered_by="proxy" if row.is_by_proxy else "patient",
        has_task=_stands_already(row, instrument),
    )
    row.score = recording.record_score(
        row.patient_id, new, by=by, at=at, instruments=instruments()
    )
    found = reading(home, at=at)
    _open_task(row, found, home=home, by=by, at=at)
    row.answers, row.finished_at, row.changed_at = {}, at, at
    row.save(force_update=True)
    record("checkin.finish", by=by, at=at, patient=row.patient_id, about=row.id)
    return found


def _open(draft: UUID) -> Draft:
    row: Draft = laws.found(Draft.objects.filter(id=draft))
    if row.finished_at is not None:
        raise DeedRefusedError(
            _("this questionnaire was sent already."),
            mending=_("There is nothing to do."),
        )
    return row


def _alarms(instrument: Instrument, item: str, value: int) -> bool:
    rule = instrument.suicide
    return rule is not None and item in rule.items and value >= rule.positive_from


def _store_at_once(
    row: Draft, item: str, value: int, *, by: Actor, at: datetime
) -> Score:
    home = home_of(row.patient_id, by=by)
    today = today_at(home, at=at)
    closes = closing(home, on=today)
    new = NewScore(
        instrument=row.instrument,
        taken_on=today,
        items={item: value},
        answered_by="proxy" if row.is_by_proxy else "patient",
        # The clock is what the person has read; after closing time, the end of the day.
        read_by=closes if closes is not None and closes > at else None,
    )
    return recording.record_score(
        row.patient_id, new, by=by, at=at, instruments=instruments()
    )


def _stands_already(row: Draft, instrument: Instrument) -> bool:
    """Return whether the same answer was stored at once, with its task."""
    stored = row.urgent_score
    if stored is None or instrument.suicide is None:
        return False
    return all(
        row.answers.get(item) == stored.items.get(item)
        for item in instrument.suicide.items
    )


def _open_task(
    row: Draft, found: Reading, *, home: Outlet, by: Actor, at: datetime
) -> None:
    """Open the task of reading, in the language of whoever reads it."""
    name = instruments().instrument(row.instrument).short_name
    with override(found.language):
        title = _("Read what was sent from home: %(name)s") % {"name": name}
        if row.skipped:
            title = _(
                "%(title)s. Item %(items)s was not offered: ask it at the visit"
            ) % {"title": title, "items": ", ".join(row.skipped)}
    new = NewTask(
        outlet=home.id,
        patient=row.patient_id,
        kind=READ_ANSWERS,
        title=title,
        is_urgent=False,
        due_at=found.due_at,
        owner=found.staff,
        deputy=found.deputy,
        about=row.score_id,
    )
    recording.open_task(new, by=by, at=at)
