"""One row in each table of the record, for tests that need them all."""

from decimal import Decimal

from glabella.clinic.record import actions
from glabella.clinic.record.models import Session
from glabella.clinic.record.values import (
    NewAttempt,
    NewDecision,
    NewDiaryDay,
    NewExternalDose,
    NewFact,
    NewLot,
    NewScore,
    NewSession,
    NewSite,
    NewTask,
)
from tests import world
from tests.clinic.scene import Scene, instruments, library


def session(here: Scene) -> Session:
    sites = (NewSite("frontalis", "left", Decimal("2.5")),)
    lots = (NewLot(None, "LOT1", Decimal(5)),)
    new = NewSession(
        here.outlet.id,
        "chronic_migraine",
        "onabotulinumtoxinA",
        world.TODAY,
        sites=sites,
        lots=lots,
    )
    return actions.record_session(here.card.id, new, by=here.by, at=world.AT)


def fill(here: Scene) -> None:
    """Put one row into each guarded table, signed and sealed."""
    card, by, at = here.card.id, here.by, world.AT
    treated = session(here)
    actions.seal_session(treated.id, name="Dr A", by=by, at=at)
    note = actions.write_note(
        card, outlet=here.outlet.id, on=world.TODAY, text="well", by=by, at=at
    )
    actions.sign_note(note.id, name="Dr A", by=by, at=at)
    actions.add_addendum(note=note.id, text="more", name="Dr A", by=by, at=at)
    fact = NewFact("bipolar_disorder", value=False)
    actions.record_fact(card, fact, by=by, at=at, catalogue=library().catalogue)
    score = NewScore("hit6", world.TODAY, total=60)
    actions.record_score(card, score, by=by, at=at, instruments=instruments())
    actions.note_external_dose(card, NewExternalDose(), by=by, at=at)
    actions.record_diary_day(
        card, NewDiaryDay("headache", world.TODAY, had=True), by=by, at=at
    )
    task = actions.open_task(
        NewTask(here.outlet.id, "call_back", "Call", at), by=by, at=at
    )
    actions.note_attempt(task.id, NewAttempt("phone", "no_answer"), by=by, at=at)
    decision = NewDecision(
        "chronic_migraine", "1", "d", "CH", "start", "deferred", world.TODAY, {}, {}
    )
    actions.store_decision(card, decision, by=by, at=at)
