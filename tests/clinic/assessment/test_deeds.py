"""Answers, urgent tasks, examinations, the risk of suicide: below the screen."""

from datetime import date, timedelta

import pytest

from glabella.clinic.accounts.models import Membership
from glabella.clinic.assessment import actions, queries
from glabella.clinic.assessment.models import Examination, Raised
from glabella.clinic.assessment.values import NewAnswers, NewExamination, NewRisk
from glabella.clinic.assessment.visits import visit
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import FactEntry, Task
from glabella.core.errors import InputError
from tests import world
from tests.clinic.assessment.builders import answer, item9
from tests.clinic.scene import Scene, library, scene

pytestmark = pytest.mark.django_db

FLAG = "suicidal_thoughts"


def tasks() -> list[Task]:
    return list(Task.objects.order_by("opened_at", "title"))


def risk(**others: object) -> NewRisk:
    values: dict[str, object] = {
        "name": "Dr. A",
        "method": "interview",
        "level": "low",
        "plan": "call on Friday",
        "valid_until": world.TODAY + timedelta(days=14),
        "cleared": True,
        **others,
    }
    return NewRisk(**values)  # type: ignore[arg-type]  # defaults by name


def assess(here: Scene, **others: object) -> FactEntry:
    return actions.assess_suicide_risk(
        here.card.id, risk(**others), by=here.by, at=world.AT
    )


def examine(here: Scene, **found: object) -> Examination:
    new = NewExamination(here.outlet.id, world.TODAY, found, note=" scar ")
    return actions.examine(here.card.id, new, by=here.by, at=world.AT)


# ---- answers -------------------------------------------------------------------------


def test_answers_become_facts_with_day_and_source() -> None:
    here = scene()

    assert answer(here, {"pregnancy": False, "sex": "female"}) == 2

    rows = FactEntry.objects.order_by("fact").values_list("fact", "source", "as_of")
    assert list(rows) == [
        ("pregnancy", "patient", world.TODAY),
        ("sex", "patient", world.TODAY),
    ]


def test_no_answer_keeps_nothing() -> None:
    assert answer(scene(), {}) == 0
    assert FactEntry.objects.count() == 0


def test_answer_that_does_not_fit_keeps_nothing() -> None:
    here = scene()

    with pytest.raises(InputError):
        answer(here, {"pregnancy": False, "phq9_item9": 7})

    assert FactEntry.objects.count() == 0


def test_source_that_is_none_is_refused() -> None:
    here = scene()
    new = NewAnswers({"pregnancy": False}, world.TODAY, source="rumour")

    with pytest.raises(DeedRefusedError):
        actions.take_answers(here.card.id, new, by=here.by, at=world.AT)


# ---- urgent findings -----------------------------------------------------------------


def test_urgent_answer_opens_one_task_with_owner_and_clock() -> None:
    here = scene()

    answer(here, {FLAG: True})
    answer(here, {"sex": "female"})

    (task,) = tasks()
    assert (task.is_urgent, task.kind) == (True, "urgent_finding")
    assert task.owner is not None
    assert task.owner.user == here.user
    assert task.due_at > world.AT
    assert queries.raised(here.who) == {"suicide_item_positive": task}
    found = queries.urgent(here.who, on=world.TODAY)
    assert [one.rule.id for one in found] == ["suicide_item_positive"]


def test_nobody_on_duty_leaves_the_task_with_nobody() -> None:
    here = scene()
    Membership.objects.update(ended_at=world.AT, ended_by=here.user)

    answer(here, {FLAG: True})

    assert [task.owner for task in tasks()] == [None]


def test_closed_task_opens_again_for_other_facts_only() -> None:
    here = scene()
    answer(here, {FLAG: True}, on=world.TODAY - timedelta(days=1))
    (task,) = tasks()
    record.close_task(
        task.id, outcome="seen", version=task.version, by=here.by, at=world.AT
    )

    answer(here, {"sex": "female"})
    assert len(tasks()) == 1

    answer(here, {FLAG: True})
    assert len(tasks()) == 2


def test_item_9_alone_has_one_task_for_its_finding() -> None:
    here = scene()
    item9(here, 1)

    opened = actions.watch_urgent(here.card.id, by=here.by, at=world.AT)

    (task,) = tasks()
    assert opened == ()
    assert Raised.objects.get().task == task


def test_item_9_of_2_is_an_emergency_beside_it() -> None:
    here = scene()
    item9(here, 2)

    actions.watch_urgent(here.card.id, by=here.by, at=world.AT)

    assert len(tasks()) == 2
    assert set(queries.raised(here.who)) == {
        "suicide_item_positive",
        "active_suicidality",
    }


def test_silence_is_named() -> None:
    here = scene()
    seen = visit(here.who, outlet=here.outlet, on=world.TODAY)

    silent = {rule.family for rule in queries.unasked(seen)}

    assert silent == {"suicidality", "spread_of_toxin", "headache_red_flag"}


# ---- the risk of suicide -------------------------------------------------------------


def test_clearance_by_name_closes_the_task_and_the_finding() -> None:
    here = scene()
    answer(here, {FLAG: True})

    assess(here)

    (task,) = tasks()
    assert (task.closed_at, "call on Friday" in task.outcome) == (world.AT, True)
    assert queries.urgent(here.who, on=world.TODAY) == ()


def test_assessment_without_clearance_leaves_both_open() -> None:
    here = scene()
    answer(here, {FLAG: True})

    assess(here, level="high", cleared=False)

    assert [task.closed_at for task in tasks()] == [None]
    assert len(queries.urgent(here.who, on=world.TODAY)) == 1


def test_second_assessment_of_a_day_keeps_the_first() -> None:
    here = scene()
    assess(here, level="high", cleared=False)
    entry = assess(here)

    assert [row["level"] for row in entry.value] == ["high", "low"]
    standing = FactEntry.objects.filter(withdrawn_at__isnull=True)
    assert [row.id for row in standing] == [entry.id]


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "none"},
        {"level": "high"},
        {"level": "not_determined"},
        {"plan": " "},
        {"method": ""},
        {"name": ""},
        {"valid_until": world.TODAY - timedelta(days=1)},
        {"valid_until": world.TODAY + timedelta(days=43)},
    ],
)
def test_risk_that_is_left_open_is_refused(wrong: dict[str, object]) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError):
        assess(here, **wrong)

    assert FactEntry.objects.count() == 0


def test_item_seen_by_name_clears_nothing() -> None:
    here = scene()
    answer(here, {FLAG: True})

    entry = actions.acknowledge_suicide_item(here.card.id, by=here.by, at=world.AT)

    assert (entry.fact, entry.value) == ("suicide_item_acknowledged", True)
    assert [task.closed_at for task in tasks()] == [None]


# ---- the examination -----------------------------------------------------------------


def test_examination_states_facts_and_speaks_of_muscles() -> None:
    here = scene()

    row = examine(here, lid_ptosis={"left": "mild", "right": ""}, skin=["none"])

    assert row.findings == {"lid_ptosis": {"left": "mild"}, "skin": ["none"]}
    assert row.note == "scar"
    facts = FactEntry.objects.order_by("fact").values_list("fact", "value")
    assert list(facts) == [
        ("infection_or_inflammation_at_site", False),
        ("prior_facial_surgery_or_ptosis_or_weak_frontalis", True),
    ]
    assert queries.examination(here.who) == row
    found = {
        (one.muscle, one.side, one.effect) for one in queries.site_findings(here.who)
    }
    assert ("frontalis", "left", "ask") in found
    assert {side for _, side, _ in found} == {"left"}


def test_without_examination_there_are_no_findings() -> None:
    here = scene()

    assert (queries.examination(here.who), queries.site_findings(here.who)) == (
        None,
        (),
    )


def test_examination_without_a_fact_states_none() -> None:
    examine(scene(), frown_strength="strong")

    assert FactEntry.objects.count() == 0


def test_withdrawn_examination_counts_no_more_nor_do_its_facts() -> None:
    here = scene()
    row = examine(here, skin=["jaw"])

    actions.withdraw_examination(row.id, reason="wrong card", by=here.by, at=world.AT)

    assert queries.examination(here.who) is None
    assert [one.withdrawn_reason for one in queries.examinations(here.who)] == [
        "wrong card"
    ]
    assert [one.withdrawn_reason for one in FactEntry.objects.all()] == ["wrong card"]
    with pytest.raises(DeedRefusedError):
        actions.withdraw_examination(row.id, reason="again", by=here.by, at=world.AT)


def test_withdrawal_needs_a_reason() -> None:
    here = scene()
    row = examine(here, frown_strength="weak")

    with pytest.raises(DeedRefusedError, match="empty"):
        actions.withdraw_examination(row.id, reason=" ", by=here.by, at=world.AT)


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"frown_strength": ""},
        {"nose": "red"},
        {"frown_strength": "huge"},
        {"frown_strength": ["weak"]},
        {"skin": "jaw"},
        {"skin": ["none", "jaw"]},
        {"brow_height": "low"},
        {"brow_height": {"top": "low"}},
    ],
)
def test_finding_that_is_none_is_refused(found: dict[str, object]) -> None:
    with pytest.raises(DeedRefusedError):
        examine(scene(), **found)

    assert Examination.objects.count() == 0


def test_examination_of_tomorrow_is_refused() -> None:
    here = scene()
    new = NewExamination(here.outlet.id, date(2030, 1, 1), {"frown_strength": "weak"})

    with pytest.raises(DeedRefusedError, match="ahead"):
        actions.examine(here.card.id, new, by=here.by, at=world.AT)


# ---- lists ---------------------------------------------------------------------------


def test_preventives_grow_row_by_row() -> None:
    here = scene()
    answer(
        here,
        {"preventives": [{"drug": "propranolol", "outcome": "failed"}]},
        on=world.TODAY - timedelta(days=9),
    )

    for drug in ("topiramate", "amitriptyline"):
        row = {"drug": drug, "outcome": "failed"}
        actions.note_preventive(here.card.id, row, by=here.by, at=world.AT)

    facts = visit(here.who, outlet=here.outlet, on=world.TODAY).facts
    assert [row["drug"] for row in facts.rows("preventives")] == [
        "propranolol",
        "topiramate",
        "amitriptyline",
    ]
    assert library().catalogue["preventives"].id == "preventives"
