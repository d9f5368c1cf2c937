"""What refuses a start, what is asked, and what is recorded all the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.models import Consent, Reconfirmation
from glabella.clinic.consent.values import ASKS_TO_WITHDRAW
from glabella.clinic.people.models import Allergy, Patient
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.models import Staff
from glabella.clinic.record import actions as records
from glabella.clinic.record.models import FactEntry, Task
from glabella.clinic.record.values import NewAttempt, NewTask
from glabella.clinic.treatment import actions, queries
from glabella.clinic.treatment.models import Treatment
from glabella.clinic.treatment.values import Ready
from tests import world
from tests.clinic.scene import Scene, last_event
from tests.clinic.treatment import build

pytestmark = pytest.mark.django_db


def lacking(ready: build.Ready, **more: Any) -> list[tuple[str, bool]]:
    scene = ready.scene
    known = {
        "who": scene.who,
        "outlet": scene.outlet.id,
        "clinician": ready.staff.id,
        "on": world.TODAY,
        "at": build.AT,
    }
    found = queries.lacking(Ready(**{**known, **more}), ready.plan)
    return [(one.what, one.is_warning) for one in found]


def refusals(ready: build.Ready, **more: Any) -> list[str]:
    return [what for what, is_warning in lacking(ready, **more) if not is_warning]


def test_start_lays_the_plan_out(ready: build.Ready) -> None:
    row = build.started(ready)

    assert (row.mode, row.state, row.consent) == ("planned", "open", ready.consent)
    assert (row.protocol, row.product) == (build.MIGRAINE, build.ONA)
    assert row.sites.count() == 31
    assert {site.state for site in row.sites.all()} == {"planned"}
    assert last_event() == (
        "treatment.start",
        ready.scene.user.id,
        ready.scene.card.id,
        [str(row.id), str(ready.plan.id)],
    )


def test_nothing_is_lacking_when_all_is_there(ready: build.Ready) -> None:
    assert refusals(ready) == []


def test_kit_without_adrenaline_and_empty_fridge_are_said(ready: build.Ready) -> None:
    assert {("kit", True), ("vial", True)} <= set(lacking(ready))


def test_start_without_any_plan_is_lacking(here: Scene) -> None:
    ready = Ready(here.who, here.outlet.id, None, world.TODAY, build.AT)

    assert [one.what for one in queries.lacking(ready, None)] == ["plan"]


def withdraw_plan(ready: build.Ready) -> None:
    Plan.objects.filter(id=ready.plan.id).update(
        withdrawn_at=build.AT, withdrawn_by=ready.scene.user, withdrawn_reason="x"
    )
    ready.plan.refresh_from_db()


def withdraw_consent(ready: build.Ready) -> None:
    Consent.objects.filter(id=ready.consent.id).update(
        withdrawn_at=build.AT, withdrawn_by=ready.scene.user, withdrawn_reason="x"
    )


def decide_against(ready: build.Ready) -> None:
    build.decision(ready.scene, "blocked", decided_at=build.AT - timedelta(minutes=1))


def find_something_urgent(ready: build.Ready) -> None:
    scene = ready.scene
    new = NewTask(
        outlet=scene.outlet.id,
        patient=scene.card.id,
        kind="urgent_finding",
        title="an answer to read",
        due_at=build.AT,
        is_urgent=True,
    )
    records.open_task(new, by=scene.by, at=build.AT)


def leave_the_outlet(ready: build.Ready) -> None:
    ready.scene.user.memberships.update(ended_at=world.AT, ended_by=ready.scene.user)


def inject_yesterday(ready: build.Ready) -> None:
    scene = ready.scene
    records.record_session(
        scene.card.id,
        records_session(scene),
        by=scene.by,
        at=build.AT,
    )


def records_session(scene: Scene) -> Any:
    from decimal import Decimal  # noqa: PLC0415 only here

    from glabella.clinic.record.values import NewSession  # noqa: PLC0415 only here

    return NewSession(
        outlet=scene.outlet.id,
        protocol=build.MIGRAINE,
        product=build.ONA,
        on=world.TODAY - timedelta(days=1),
        units=Decimal(155),
    )


@pytest.mark.parametrize(
    ("what", "damage"),
    [
        ("plan", withdraw_plan),
        ("consent", withdraw_consent),
        ("decision", decide_against),
        ("urgent", find_something_urgent),
        ("role", leave_the_outlet),
        ("counted", inject_yesterday),
    ],
)
def test_start_is_refused_below_the_screen(
    ready: build.Ready, what: str, damage: Callable[[build.Ready], None]
) -> None:
    damage(ready)

    assert what in refusals(ready)
    with pytest.raises(DeedRefusedError, match="start of the treatment"):
        build.started(ready)
    assert Treatment.objects.count() == 0


def test_start_without_a_decision_is_refused(here: Scene) -> None:
    plan = build.plan(here)
    ready = Ready(
        here.who, here.outlet.id, Staff.objects.get().id, world.TODAY, build.AT
    )

    stops = [one.what for one in queries.lacking(ready, plan) if not one.is_warning]

    assert sorted(stops) == ["consent", "decision"]


def test_urgent_finding_that_was_spoken_about_does_not_stop(ready: build.Ready) -> None:
    find_something_urgent(ready)
    attempt = NewAttempt("visit", "reached")
    by = ready.scene.by
    records.note_attempt(Task.objects.get().id, attempt, by=by, at=build.AT)

    assert refusals(ready) == []


def test_lapsed_registration_warns(ready: build.Ready) -> None:
    Staff.objects.update(registration_until=world.TODAY - timedelta(days=1))

    assert ("role", True) in lacking(ready)


def test_lapsed_training_warns_by_its_name(ready: build.Ready) -> None:
    ready.staff.trainings.create(
        name="Injection course",
        completed_on=world.TODAY - timedelta(days=900),
        until=world.TODAY - timedelta(days=1),
    )

    assert ("role", True) in lacking(ready)


def test_nobody_named_to_inject_is_refused(ready: build.Ready) -> None:
    assert refusals(ready, clinician=None) == ["role"]


def test_rules_of_the_country_are_said(ready: build.Ready) -> None:
    assert ("rule", True) in lacking(ready)


def test_assistant_may_not_be_the_one_who_injects(ready: build.Ready) -> None:
    helper = world.member(Role.ASSISTANT, ready.scene.outlet)

    assert refusals(ready, clinician=helper.staff.id) == ["role"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"is_identified": False}, "right person"),
        ({"pregnancy": "unknown"}, "pregnancy"),
        ({"pregnancy": "yes"}, "pregnancy was said today"),
    ],
)
def test_answer_at_the_time_out_refuses(
    ready: build.Ready, answer: dict[str, Any], words: str
) -> None:
    with pytest.raises(DeedRefusedError, match=words):
        build.started(ready, time_out=build.time_out(**answer))


def test_decision_made_after_a_pregnancy_was_said_lets_it_start(
    ready: build.Ready,
) -> None:
    scene, answers = ready.scene, build.time_out(pregnancy="yes")
    actions.ask(scene.who, answers, outlet_id=scene.outlet.id, by=scene.by, at=world.AT)
    build.decision(scene, decided_at=world.AT + timedelta(minutes=5))

    assert "decision" not in refusals(ready)


def test_allergy_named_at_the_time_out_waits_for_a_decision(
    ready: build.Ready,
) -> None:
    scene = ready.scene
    answers = build.time_out(allergies="new", allergy_words="Albumin")
    actions.ask(scene.who, answers, outlet_id=scene.outlet.id, by=scene.by, at=build.AT)

    with pytest.raises(DeedRefusedError, match="allergy was entered after"):
        build.started(ready, time_out=answers)
    build.decision(scene, decided_at=build.AT + timedelta(minutes=5))

    assert refusals(ready) == []


def test_wish_to_withdraw_the_consent_waits_for_a_talk(ready: build.Ready) -> None:
    scene = ready.scene
    new = NewTask(
        outlet=scene.outlet.id,
        patient=scene.card.id,
        kind=ASKS_TO_WITHDRAW,
        title="Asks to withdraw the consent",
        is_urgent=True,
        due_at=build.AT,
    )
    task = records.open_task(new, by=scene.by, at=build.AT)
    assert refusals(ready) == ["consent"]

    why, version = "wants to go on", task.version
    records.close_task(task.id, outcome=why, version=version, by=scene.by, at=build.AT)
    assert refusals(ready) == []


def test_antithrombotics_warn_and_never_say_stop(ready: build.Ready) -> None:
    row = build.started(ready, time_out=build.time_out(antithrombotics="yes"))

    assert row.time_out["antithrombotics"] == "yes"


def test_answers_are_kept_as_facts_of_today(here: Scene) -> None:
    answers = build.time_out(
        allergies="new", allergy_words="Latex", antithrombotics="yes"
    )
    actions.ask(here.who, answers, outlet_id=here.outlet.id, by=here.by, at=build.AT)

    facts = {row.fact: (row.value, row.as_of) for row in FactEntry.objects.all()}
    assert facts == {
        "pregnancy": (False, world.TODAY),
        "anticoagulant_or_antiplatelet": (True, world.TODAY),
    }
    assert Allergy.objects.get().substance == "Latex"
    assert Patient.objects.get().allergies_asked_on == world.TODAY


def test_answer_that_says_nothing_writes_no_fact(here: Scene) -> None:
    answers = build.time_out(pregnancy="unknown", antithrombotics="unknown")
    actions.ask(here.who, answers, outlet_id=here.outlet.id, by=here.by, at=build.AT)

    assert FactEntry.objects.count() == 0


@pytest.mark.parametrize(
    "answer",
    [
        {"allergies": "maybe"},
        {"pregnancy": ""},
        {"antithrombotics": "later"},
        {"allergies": "new", "allergy_words": " "},
    ],
)
def test_answer_that_is_none_is_refused(here: Scene, answer: dict[str, Any]) -> None:
    answers = build.time_out(**answer)
    with pytest.raises(DeedRefusedError):
        actions.ask(
            here.who, answers, outlet_id=here.outlet.id, by=here.by, at=build.AT
        )


def second_plan(ready: build.Ready) -> build.Ready:
    """Return a further session under the same consent."""
    Plan.objects.filter(id=ready.plan.id).update(
        replaced_at=build.AT, replaced_by=ready.scene.user
    )
    return build.Ready(ready.scene, build.plan(ready.scene), ready.consent)


def test_further_session_asks_for_the_agreement_of_the_day(ready: build.Ready) -> None:
    again = second_plan(ready)

    with pytest.raises(DeedRefusedError, match="confirmed again today"):
        build.started(again)
    row = build.started(again, time_out=build.time_out(is_reconfirmed=True))

    assert Reconfirmation.objects.get().plan == again.plan
    assert row.consent == ready.consent


def test_second_treatment_of_a_plan_is_refused(ready: build.Ready) -> None:
    build.started(ready)

    with pytest.raises(DeedRefusedError, match="being treated"):
        build.started(ready)


def test_second_treatment_of_a_person_is_refused(ready: build.Ready) -> None:
    build.afterwards(ready.scene)

    with pytest.raises(DeedRefusedError, match="Another treatment"):
        build.started(ready)
    with pytest.raises(DeedRefusedError, match="is open"):
        build.afterwards(ready.scene)
