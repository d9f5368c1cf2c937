"""Verdicts, phase and baseline of a person; what is decided and asked again."""

import uuid
from datetime import timedelta

import attrs
import pytest

from glabella.clinic.assessment import actions, queries
from glabella.clinic.assessment.replays import replay
from glabella.clinic.assessment.values import NewOverride
from glabella.clinic.assessment.visits import fingerprint, visit
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.record.models import Decision, FactEntry
from glabella.core.eligibility import Assessment, Verdict
from glabella.core.errors import UnknownNameError
from glabella.core.protocol import Phase
from tests import world
from tests.clinic.assessment.builders import (
    FITTING,
    MIGRAINE,
    answer,
    decide,
    signed,
    treat,
)
from tests.clinic.scene import Scene, last_event, library, scene

pytestmark = pytest.mark.django_db

START = world.TODAY - timedelta(days=200)
LATER = START + timedelta(days=90)
OTHER_TOXIN = "other_botulinum_toxin_within_84_days"


def made(here: Scene) -> Assessment:
    found = queries.assessments(
        here.who, outlet=here.outlet, on=world.TODAY, protocols=[MIGRAINE]
    )
    return found[0]


def truth(assessment: Assessment, criterion: str) -> str:
    judgements = {one.criterion.id: one for one in assessment.judgements}
    return judgements[criterion].truth.value


def test_person_without_answers_needs_facts_everywhere_or_worse() -> None:
    here = scene()

    found = queries.assessments(here.who, outlet=here.outlet, on=world.TODAY)

    assert [one.protocol.id for one in found] == list(library().protocols)
    allowed = {Verdict.INDICATED, Verdict.CRITERIA_MET_OFF_LABEL}
    assert [one for one in found if one.verdict in allowed] == []


def test_answers_that_fit_meet_the_criteria() -> None:
    here = scene()

    answer(here, FITTING)

    assert made(here).verdict in {Verdict.INDICATED, Verdict.CRITERIA_MET_OFF_LABEL}
    assert made(here).phase is Phase.START


def test_responder_is_judged_by_the_baseline_of_the_first_day() -> None:
    here = scene()
    answer(here, FITTING, on=START)
    treat(here, START)
    treat(here, LATER)
    answer(here, {"headache_days_per_month": [4, 4, 4]})

    found = made(here)

    assert (found.phase, truth(found, "cm_days")) == (Phase.CONTINUE, "yes")


def test_baseline_is_that_of_the_decision_to_start() -> None:
    here = scene()
    answer(here, FITTING)
    row = decide(here)
    later = world.TODAY + timedelta(days=100)
    treat(here, world.TODAY)
    seen = visit(here.who, outlet=here.outlet, on=later)

    course = seen.course(library().protocol(MIGRAINE))

    assert course.decision == row
    assert (course.phase, course.started_on) == (Phase.CONTINUE, world.TODAY)
    phase, baseline = queries.phase_of(
        here.who, library().protocol(MIGRAINE), outlet=here.outlet, on=later
    )
    assert phase is Phase.CONTINUE
    assert baseline is not None
    assert baseline.on == world.TODAY


def test_decision_that_refused_is_no_baseline() -> None:
    here = scene()
    answer(here, {"pregnancy": True})
    decide(here)
    treat(here, world.TODAY)
    later = world.TODAY + timedelta(days=30)

    course = visit(here.who, outlet=here.outlet, on=later).course(
        library().protocol(MIGRAINE)
    )

    assert (course.decision, course.started_on) == (None, world.TODAY)


def test_decision_with_a_lost_fact_is_passed_over() -> None:
    here = scene()
    answer(here, FITTING)
    row = decide(here)
    treat(here, world.TODAY)
    Decision.objects.bulk_create(
        [
            Decision(
                id=uuid.uuid4(),
                patient_id=here.card.id,
                **{
                    each.attname: getattr(row, each.attname)
                    for each in Decision._meta.concrete_fields
                    if each.attname not in {"id", "patient_id", "facts", "decided_at"}
                },
                facts={"on": row.on.isoformat(), "facts": {"gone": True}},
                decided_at=world.AT + timedelta(hours=1),
            )
        ]
    )
    later = world.TODAY + timedelta(days=30)

    course = visit(here.who, outlet=here.outlet, on=later).course(
        library().protocol(MIGRAINE)
    )

    assert (course.phase, course.decision) == (Phase.CONTINUE, None)


def test_product_that_nobody_knows_does_not_close_the_assessment() -> None:
    here = scene()
    treat(here, world.TODAY - timedelta(days=20), product="brand of nowhere")

    assert truth(made(here), OTHER_TOXIN) == "yes"


def test_decision_keeps_facts_answer_and_name() -> None:
    here = scene()
    answer(here, FITTING)

    row = decide(here)

    assert (row.protocol, row.verdict) == (MIGRAINE, made(here).verdict.value)
    assert row.answer["decided"] == {
        "name": "Dr. A",
        "reason": "nothing else helped",
        "alternatives": "tablets",
    }
    assert row.answer["verdict"] == row.verdict
    assert [one["id"] for one in row.answer["criteria"]] == [
        one.criterion.id for one in made(here).judgements
    ]
    assert last_event()[0] == "assessment.decide"
    assert queries.latest_decision(here.who, MIGRAINE, on=world.TODAY) == row
    before = world.TODAY - timedelta(days=1)
    assert queries.latest_decision(here.who, MIGRAINE, on=before) is None
    assert queries.decision(here.who, row.id) == row


@pytest.mark.parametrize("word", ["reason", "alternatives"])
def test_off_label_demands_reason_and_alternatives(word: str) -> None:
    here = scene()
    here.outlet.profile = "SG"
    here.outlet.save()
    answer(here, FITTING)
    assert made(here).verdict is Verdict.CRITERIA_MET_OFF_LABEL

    with pytest.raises(DeedRefusedError, match="empty"):
        decide(here, here.card.id, **{word: "  "})

    assert Decision.objects.count() == 0


def test_facts_that_changed_since_they_were_read_are_not_signed() -> None:
    here = scene()
    answer(here, FITTING)
    read = fingerprint(made(here))
    answer(here, {"sex": "female"})

    with pytest.raises(DeedRefusedError, match="have changed"):
        decide(here, seen=read)

    assert decide(here, seen=fingerprint(made(here))).verdict


def test_refusal_may_be_kept_without_a_reason() -> None:
    here = scene()
    answer(here, {"nmj_disorder_mg_or_lems": True})

    row = decide(here, reason="", alternatives="")

    assert row.verdict in {"blocked", "needs_facts", "deferred"}


def test_unknown_patient_or_protocol_is_not_decided_upon() -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match="no such patient"):
        decide(here, uuid.uuid4())
    new = attrs.evolve(signed(here.outlet), protocol="none")
    with pytest.raises(UnknownNameError):
        actions.decide(here.card.id, new, by=here.by, at=world.AT)


# ---- asked again ---------------------------------------------------------------------


def test_replay_says_the_same_on_the_same_text() -> None:
    here = scene()
    answer(here, FITTING)
    row = decide(here)
    answer(here, {"nmj_disorder_mg_or_lems": True})

    found = replay(row, library())

    assert (found.is_same_verdict, found.is_same_text) == (True, True)
    assert found.differences == ()


def test_replay_of_a_running_course_uses_its_baseline() -> None:
    here = scene()
    answer(here, FITTING, on=START)
    treat(here, START)
    treat(here, LATER)
    answer(here, {"headache_days_per_month": [4, 4, 4], "pregnancy": False})
    row = decide(here)

    found = replay(row, library())

    assert row.phase == "continue"
    assert (found.is_same_verdict, found.differences) == (True, ())


def test_replay_on_another_text_names_what_differs() -> None:
    here = scene()
    answer(here, FITTING)
    row = decide(here)
    row.answer["criteria"] = [
        {**one, "truth": "unknown"} if one["id"] == "cm_days" else one
        for one in row.answer["criteria"]
        if one["id"] != "age"
    ] + [{"id": "gone", "text": "Gone", "truth": "yes"}]
    row.digest, row.verdict = "another", "blocked"

    found = replay(row, library())

    assert (found.is_same_verdict, found.is_same_text) == (False, False)
    assert {(one.before, one.after) for one in found.differences} == {
        ("unknown", "yes"),
        ("", "yes"),
        ("yes", ""),
    }


def test_decision_that_cannot_be_read_says_why() -> None:
    here = scene()
    row = decide(here)
    row.facts = {"on": row.on.isoformat(), "facts": {"gone": True}}

    found = replay(row, library())

    assert (found.verdict, "gone" in found.why) == (None, True)


# ---- exceptions ----------------------------------------------------------------------


def exception(here: Scene, criterion: str, reason: str = "small dose") -> FactEntry:
    new = NewOverride(MIGRAINE, criterion, here.outlet.id, "Dr. A", reason)
    return actions.override(here.card.id, new, by=here.by, at=world.AT)


def test_rule_that_allows_it_is_set_aside_for_today() -> None:
    here = scene()
    answer(here, FITTING)
    treat(here, world.TODAY - timedelta(days=20), product="abobotulinumtoxinA")
    assert made(here).verdict is Verdict.DEFERRED

    exception(here, OTHER_TOXIN)

    found = {one.criterion.id: one for one in made(here).judgements}[OTHER_TOXIN]
    assert found.overridden is not None
    assert found.overridden.who == "Dr. A"
    tomorrow = visit(
        here.who, outlet=here.outlet, on=world.TODAY + timedelta(days=1)
    ).assess(library().protocol(MIGRAINE))
    assert tomorrow.overrides == ()


@pytest.mark.parametrize("criterion", ["pregnancy", OTHER_TOXIN, "none"])
def test_rule_that_refuses_nothing_or_allows_none_stays(criterion: str) -> None:
    here = scene()
    answer(here, {"pregnancy": True})

    with pytest.raises(DeedRefusedError, match="not set aside"):
        exception(here, criterion)


def test_exception_needs_a_reason() -> None:
    here = scene()
    treat(here, world.TODAY - timedelta(days=20), product="abobotulinumtoxinA")

    with pytest.raises(DeedRefusedError, match="empty"):
        exception(here, OTHER_TOXIN, reason=" ")

    assert FactEntry.objects.filter(fact="overrides").count() == 0


def test_rule_set_aside_already_is_not_set_aside_twice() -> None:
    here = scene()
    treat(here, world.TODAY - timedelta(days=20), product="abobotulinumtoxinA")
    exception(here, OTHER_TOXIN)

    with pytest.raises(DeedRefusedError, match="not set aside"):
        exception(here, OTHER_TOXIN)

    assert FactEntry.objects.filter(fact="overrides").count() == 1


def test_roles_are_those_of_the_country() -> None:
    here = scene()
    seen = visit(here.who, outlet=here.outlet, on=world.TODAY)

    found = queries.roles(seen, library().protocol(MIGRAINE))

    assert [one.deed for one in found] == ["diagnose", "supervise", "inject"]
