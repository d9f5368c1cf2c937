"""Deeds of following up: what they keep, and each thing they refuse."""

from datetime import datetime
from typing import Any

import attrs
import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.followup.actions import contacts, effects
from glabella.clinic.followup.models import Contact
from glabella.clinic.followup.queries import reviews as queries
from glabella.clinic.followup.values import NewContact
from glabella.clinic.practice.models import Staff
from glabella.clinic.record.models import FactEntry, SideEffect, Task
from glabella.clinic.record.values import NewSideEffect
from tests import world
from tests.clinic.followup.scenery import answers, treated
from tests.clinic.scene import Scene, last_event, scene

pytestmark = pytest.mark.django_db


def acting(role: Role = Role.LEAD_CLINICIAN) -> Scene:
    here = scene(role=role)
    return attrs.evolve(here, by=world.actor(here.user, here.outlet, role=role))


def draft(here: Scene, **said: str) -> NewContact:
    return NewContact(
        outlet=here.outlet.id,
        channel="phone",
        complaint="none",
        answers=answers(**said),
    )


def take(here: Scene, new: NewContact) -> Contact:
    return contacts.take_contact(here.who, new, by=here.by, at=world.AT)


def test_call_without_any_sign_is_reassured_and_needs_nobody() -> None:
    here = acting()
    session = treated(here)

    row = take(here, draft(here))

    kept = (row.level, row.proposed, row.days_since, row.session, row.task)
    assert kept == ("reassurance", "reassurance", 11, session, None)
    assert last_event()[:1] == ("followup.take_contact",)


def test_sign_of_spread_is_an_emergency_with_owner_clock_and_fact() -> None:
    here = acting()
    treated(here)

    row = take(here, draft(here, swallowing="yes", vision="yes"))

    task = row.task
    assert task is not None
    assert (task.kind, task.is_urgent, task.due_at, task.about) == (
        "call_back",
        True,
        world.AT,
        row.id,
    )
    assert task.owner == Staff.objects.get(user=here.user)
    assert task.title == "Call back: Emergency, day 11 after the injection"
    fact = FactEntry.objects.get(fact="spread_of_toxin_symptoms")
    assert fact.value == ["diplopia", "dysphagia"]


def test_call_of_somebody_never_treated_has_no_day() -> None:
    here = acting()

    row = take(here, attrs.evolve(draft(here), complaint="no_effect", words="why"))

    assert row.task is not None
    assert (row.days_since, row.session) == (None, None)
    assert row.task.title == "Call back: In the next days"
    assert row.task.due_at == datetime(2026, 11, 4, 22, 59, tzinfo=world.AT.tzinfo)
    assert row.words == "No effect yet, or the effect wears off\nwhy"


def test_named_owner_calls_back() -> None:
    here = acting()
    other = Staff.objects.get(user=world.member(Role.ASSISTANT, here.outlet))

    row = take(here, attrs.evolve(draft(here), complaint="other", owner=other.id))

    assert row.task is not None
    assert (row.task.owner, row.task.deputy) == (other, None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"channel": "letter"}, '"letter" is not known'),
        ({"complaint": "hunger"}, '"hunger" is not known'),
        ({"answers": {"taste": "yes"}}, '"taste" is not known'),
        ({"answers": {"voice": "perhaps"}}, '"perhaps" is not known'),
        ({"level": "never"}, '"never" is not known'),
    ],
)
def test_contact_with_an_unknown_code_is_refused(
    wrong: dict[str, Any], words: str
) -> None:
    here = acting()

    with pytest.raises(DeedRefusedError, match=words):
        take(here, attrs.evolve(draft(here), **wrong))

    assert Contact.objects.count() == 0


def test_anybody_may_raise_a_level() -> None:
    here = acting(Role.FRONT_DESK)

    row = take(here, attrs.evolve(draft(here), level="today"))

    assert (row.proposed, row.level) == ("reassurance", "today")


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ASSISTANT])
def test_nobody_but_a_physician_lowers_a_level(role: Role) -> None:
    here = acting(role)
    milder = attrs.evolve(draft(here, voice="yes"), level="today", reason="a cold")

    with pytest.raises(DeedRefusedError, match="milder than what the rules say"):
        take(here, milder)


def test_physician_lowers_a_level_only_with_a_reason() -> None:
    here = acting()
    milder = attrs.evolve(draft(here, voice="yes"), level="today")

    with pytest.raises(DeedRefusedError, match="Say why it is milder"):
        take(here, milder)
    row = take(here, attrs.evolve(milder, reason="a cold since May"))

    assert (row.proposed, row.level) == ("emergency", "today")


def judge(here: Scene, row: Contact, level: str, reason: str = "") -> None:
    contacts.judge_contact(row.id, level, reason=reason, by=here.by, at=world.AT)


def test_graver_judgement_opens_a_task_and_counts() -> None:
    here = acting()
    row = take(here, draft(here))

    judge(here, row, "today")

    assert contacts.standing_level(row) == "today"
    assert Task.objects.get().is_urgent


def test_milder_judgement_needs_a_reason_and_opens_nothing() -> None:
    here = acting()
    row = take(here, draft(here, voice="yes"))

    with pytest.raises(DeedRefusedError, match="Say why it is milder"):
        judge(here, row, "next_days")
    judge(here, row, "next_days", "seen, a cold")

    assert contacts.standing_level(row) == "next_days"
    assert Task.objects.filter(kind="call_back").count() == 1


def test_withdrawn_contact_is_kept_and_judged_no_more() -> None:
    here = acting()
    row = take(here, draft(here))

    contacts.withdraw_contact(row.id, reason="wrong person", by=here.by, at=world.AT)

    assert queries.contacts(here.who) == []
    assert queries.contact(here.who, row.id) == row
    with pytest.raises(DeedRefusedError, match="the contact is withdrawn"):
        judge(here, row, "today")
    with pytest.raises(DeedRefusedError, match="withdrawn already"):
        contacts.withdraw_contact(row.id, reason="again", by=here.by, at=world.AT)


def effect(here: Scene, **changes: Any) -> SideEffect:
    said = changes.pop("said", {})
    new = NewSideEffect(**{"label": "Drooping eyelid", **changes})
    return effects.note_effect(
        here.card.id, new, answers(**said), by=here.by, at=world.AT
    )


def test_effect_is_kept_with_the_questions_of_spread() -> None:
    here = acting()
    row = effect(here)

    check = row.spread_checks.get()
    assert check.answers == answers()
    assert (row.spread_checked_at, row.version) == (world.AT, 2)
    assert Task.objects.count() == 0


def test_effect_with_a_sign_of_spread_opens_an_urgent_task() -> None:
    here = acting()
    row = effect(here, said={"weakness": "yes"})

    task = Task.objects.get()
    assert (task.kind, task.is_urgent, task.about) == ("urgent_finding", True, row.id)
    found = queries.effect(here.who, row.id)
    assert found is not None
    assert queries.has_spread(found)


def test_questions_asked_on_a_stale_page_are_refused() -> None:
    here = acting()
    row = effect(here)

    with pytest.raises(StaleError):
        effects.check_spread(row.id, answers(), version=1, by=here.by, at=world.AT)
