"""Tasks with owner, deputy and clock; and the timeline."""

from datetime import date, datetime, timedelta

import attrs
import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.practice.models import Staff
from glabella.clinic.record import actions, queries
from glabella.clinic.record.models import Task
from glabella.clinic.record.timeline import TimelineEntry
from glabella.clinic.record.values import (
    Duty,
    NewAttempt,
    NewDocument,
    NewProblem,
    NewSideEffect,
    NewTask,
    NewTherapy,
)
from tests import world
from tests.clinic.record.rows import fill
from tests.clinic.scene import Scene, last_event, scene

pytestmark = pytest.mark.django_db


def open_task(
    here: Scene,
    title: str = "Call",
    *,
    due_at: datetime = world.AT,
    is_urgent: bool = False,
) -> Task:
    new = NewTask(
        here.outlet.id,
        "call_back",
        title,
        due_at,
        patient=here.card.id,
        is_urgent=is_urgent,
    )
    return actions.open_task(new, by=here.by, at=world.AT)


def staff(here: Scene) -> Staff:
    return Staff.objects.get(user=here.user)


def told(here: Scene, deed: str, *rows: object) -> bool:
    ids = [str(getattr(row, "id", row)) for row in rows]
    return last_event() == (deed, here.user.id, here.card.id, ids)


def test_board_shows_urgent_tasks_first_then_by_their_clock() -> None:
    here = scene()
    later = open_task(here, due_at=world.AT + timedelta(days=2))
    soon = open_task(here)
    urgent = open_task(here, due_at=world.AT + timedelta(days=3), is_urgent=True)
    done = open_task(here)
    assert told(here, "record.open_task", done)
    actions.close_task(done.id, outcome="done", version=1, by=here.by, at=world.AT)
    open_task(scene())

    assert queries.open_tasks(here.outlet.id) == [urgent, soon, later]
    assert queries.open_tasks(here.outlet.id, limit=1, offset=1) == [soon]
    assert queries.tasks(here.who, is_open=False) == [done]


def test_task_is_handed_over_tried_and_closed() -> None:
    here = scene()
    task = open_task(here)
    other = Staff.objects.get(user=world.member(Role.CLINICIAN, here.outlet))

    to = Duty(staff(here).id, other.id)
    task = actions.hand_over_task(task.id, to, version=1, by=here.by, at=world.AT)
    assert told(here, "record.hand_over_task", task)
    assert queries.open_tasks_of(staff(here).id) == 1
    new = NewAttempt("phone", "no_answer", "twice")
    attempt = actions.note_attempt(task.id, new, by=here.by, at=world.AT)
    assert told(here, "record.note_attempt", task, attempt)
    (listed,) = queries.tasks(here.who)
    task = actions.close_task(
        task.id, outcome=" reached ", version=2, by=here.by, at=world.AT
    )

    assert told(here, "record.close_task", task)
    assert list(listed.attempts.all()) == [attempt]
    assert (task.owner, task.deputy, task.closed_by, task.outcome, task.version) == (
        staff(here),
        other,
        here.user,
        "reached",
        3,
    )
    assert queries.open_tasks_of(staff(here).id) == 0


def test_closed_task_rests() -> None:
    here = scene()
    task = open_task(here)
    by, at = here.by, world.AT
    task = actions.close_task(task.id, outcome="done", version=1, by=by, at=at)

    with pytest.raises(DeedRefusedError, match="the task is closed"):
        actions.close_task(task.id, outcome="again", version=2, by=by, at=at)
    with pytest.raises(DeedRefusedError, match="the task is closed"):
        actions.note_attempt(task.id, NewAttempt("phone", "reached"), by=by, at=at)
    with pytest.raises(DeedRefusedError, match="the task is closed"):
        actions.hand_over_task(task.id, Duty(staff(here).id), version=2, by=by, at=at)


def test_stale_hand_does_not_close_a_task() -> None:
    here = scene()
    task = open_task(here)
    by, at = here.by, world.AT
    actions.hand_over_task(task.id, Duty(staff(here).id), version=1, by=by, at=at)

    with pytest.raises(StaleError):
        actions.close_task(task.id, outcome="done", version=1, by=by, at=at)

    assert Task.objects.get(id=task.id).closed_at is None


def test_task_without_title_outcome_or_owner_is_refused() -> None:
    here = scene()
    task = open_task(here)
    by, at = here.by, world.AT
    me = staff(here).id
    own_deputy = NewTask(here.outlet.id, "call_back", "Call", at, owner=me, deputy=me)

    with pytest.raises(DeedRefusedError, match="it is empty"):
        open_task(here, " ")
    with pytest.raises(DeedRefusedError, match="own deputy"):
        actions.open_task(own_deputy, by=by, at=at)
    with pytest.raises(DeedRefusedError, match="own deputy"):
        actions.hand_over_task(task.id, Duty(me, me), version=1, by=by, at=at)
    with pytest.raises(DeedRefusedError, match="nobody is named"):
        actions.hand_over_task(task.id, Duty(None), version=1, by=by, at=at)
    with pytest.raises(DeedRefusedError, match="it is empty"):
        actions.close_task(task.id, outcome=" ", version=1, by=by, at=at)
    with pytest.raises(DeedRefusedError, match="is not known"):
        actions.note_attempt(task.id, NewAttempt("pigeon", "reached"), by=by, at=at)


def test_timeline_tells_everything_newest_first() -> None:
    here = scene()
    fill(here)
    card, by, at = here.card.id, here.by, world.AT
    old = date(2020, 1, 2)
    problem = NewProblem("migraine", "ICHD-3", "1.3", "both", onset_on=old)
    resolved = attrs.evolve(problem, resolved_on=date(2021, 1, 2))
    actions.note_problem(card, resolved, by=by, at=at)
    therapy = NewTherapy("medicine", "topiramate", dose="50 mg", started_on=old)
    stopped = attrs.evolve(therapy, stopped_on=date(2020, 6, 1), outcome="failed")
    actions.note_therapy(card, stopped, by=by, at=at)
    effect = NewSideEffect("ptosis", place="left lid", severity="mild")
    actions.note_side_effect(card, effect, by=by, at=at)
    letter = NewDocument(here.outlet.id, "Letter", "application/pdf", card)
    actions.receive_document(b"x", letter, by=by, at=at)
    open_task(here)

    found = queries.timeline(here.who)

    assert sorted((entry.kind, entry.label) for entry in found) == [
        ("decision", ("chronic_migraine", "1", "deferred")),
        ("document", ("other", "Letter")),
        ("external_dose", ("", "", "")),
        ("note", ("signed", "well")),
        ("problem", ("migraine", "both", "1.3")),
        ("problem_resolved", ("migraine", "both", "1.3")),
        ("score", ("hit6", "60")),
        ("session", ("chronic_migraine", "onabotulinumtoxinA", "2.5", "here")),
        ("side_effect", ("ptosis", "left lid", "mild")),
        ("task", ("call_back", "Call", "open")),
        ("therapy_started", ("topiramate", "50 mg")),
        ("therapy_stopped", ("topiramate", "failed")),
    ]
    days = [entry.on or entry.at.date() for entry in found]
    assert days == sorted(days, reverse=True)
    assert [entry.on for entry in found if entry.kind == "task"] == [None]


def test_timeline_leaves_out_what_was_withdrawn_or_set_aside() -> None:
    here = scene()
    fill(here)
    card, by, at = here.card.id, here.by, world.AT
    letter = NewDocument(here.outlet.id, "Letter", "application/pdf", card)
    row = actions.receive_document(b"x", letter, by=by, at=at)
    actions.set_aside(row.id, reason="twice", by=by, at=at)
    actions.withdraw_score(queries.scores(here.who)[0].id, by=by, at=at)
    dose = queries.external_doses(here.who)[0]
    actions.withdraw_external_dose(dose.id, by=by, at=at)

    kinds = {entry.kind for entry in queries.timeline(here.who)}

    assert kinds == {"decision", "note", "session"}


def test_timeline_of_nothing_is_empty() -> None:
    expected: list[TimelineEntry] = []

    assert queries.timeline(scene().who) == expected
