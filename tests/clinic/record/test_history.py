"""Facts, problems and therapies as deeds."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.record import actions, queries
from glabella.clinic.record.models import FactEntry, Problem, Therapy
from glabella.clinic.record.plain import facts_file, plain
from glabella.clinic.record.values import NewFact, NewProblem, NewTherapy
from glabella.core.errors import InputError
from glabella.core.facts import Fact
from glabella.interop.facts_file import facts_of_value
from tests import world
from tests.clinic.scene import Scene, last_event, library, scene

pytestmark = pytest.mark.django_db
PREVENTIVE = {"drug": "topiramate", "outcome": "failed", "from": date(2025, 1, 2)}


def record_fact(here: Scene, new: NewFact) -> FactEntry:
    return actions.record_fact(
        here.card.id, new, by=here.by, at=world.AT, catalogue=library().catalogue
    )


def test_fact_is_kept_in_the_form_of_a_facts_file() -> None:
    here = scene()

    row = record_fact(here, NewFact("preventives", [PREVENTIVE], world.TODAY, "letter"))

    row.refresh_from_db()
    assert row.value == [
        {
            "drug": "topiramate",
            "class": None,
            "outcome": "failed",
            "from": "2025-01-02",
            "to": None,
            "max_dose": None,
            "weeks": None,
            "reason": None,
        }
    ]
    own = [str(row.id)]
    assert last_event() == ("record.record_fact", here.user.id, here.card.id, own)


def test_decimal_stays_exact_on_its_way_through_the_database() -> None:
    here = scene()

    row = record_fact(here, NewFact("headache_hours_per_day", Decimal("4.1")))

    row.refresh_from_db()
    assert (row.value, type(row.value)) == (Decimal("4.1"), Decimal)


@pytest.mark.parametrize(
    "new",
    [
        NewFact("no_such_fact", 1),
        NewFact("headache_hours_per_day", "four"),
        NewFact("headache_hours_per_day", Decimal(25)),
        NewFact("bipolar_disorder", value=True, as_of=date(2027, 1, 1)),
    ],
)
def test_fact_that_cannot_be_is_refused(new: NewFact) -> None:
    here = scene()

    with pytest.raises(InputError):
        record_fact(here, new)

    assert not FactEntry.objects.exists()


def test_several_facts_are_recorded_all_or_none_as_one_event() -> None:
    here = scene()
    good = [NewFact("bipolar_disorder", value=False), NewFact("psychosis", value=False)]
    bad = [*good, NewFact("headache_hours_per_day", "four")]
    catalogue = library().catalogue

    with pytest.raises(InputError):
        actions.record_facts(
            here.card.id, bad, by=here.by, at=world.AT, catalogue=catalogue
        )
    none = FactEntry.objects.count()
    rows = actions.record_facts(
        here.card.id, good, by=here.by, at=world.AT, catalogue=catalogue
    )

    own = [str(row.id) for row in rows]
    assert (none, len(rows)) == (0, 2)
    assert last_event() == ("record.record_facts", here.user.id, here.card.id, own)


def test_fact_is_withdrawn_once_with_a_reason() -> None:
    here = scene()
    row = record_fact(here, NewFact("bipolar_disorder", value=False))
    with pytest.raises(DeedRefusedError, match="it is empty"):
        actions.withdraw_fact(row.id, reason=" ", by=here.by, at=world.AT)

    actions.withdraw_fact(row.id, reason="mixed up", by=here.by, at=world.AT)

    row.refresh_from_db()
    own = [str(row.id)]
    assert (row.withdrawn_by, row.withdrawn_reason) == (here.user, "mixed up")
    assert last_event() == ("record.withdraw_fact", here.user.id, here.card.id, own)
    with pytest.raises(DeedRefusedError, match="withdrawn already"):
        actions.withdraw_fact(row.id, reason="again", by=here.by, at=world.AT)


def test_facts_file_of_a_fact_set_reads_back_as_the_same_facts() -> None:
    here = scene()
    record_fact(here, NewFact("preventives", [PREVENTIVE], world.TODAY, "letter"))
    record_fact(here, NewFact("headache_hours_per_day", Decimal("4.1")))
    catalogue = library().catalogue
    facts = queries.fact_set(here.who, on=world.TODAY, catalogue=catalogue)

    file = facts_file(facts.all_facts(), on=world.TODAY)

    read = facts_of_value(file, catalogue=catalogue, on=None, name="decision")
    stated = [fact for fact in facts.all_facts() if not fact.is_derived]
    assert read.on == world.TODAY
    assert sorted(read.facts, key=str) == sorted(stated, key=str)


def test_derived_fact_is_not_kept() -> None:
    derived = Fact("age", 46, world.TODAY, "derived from birth_date")

    assert facts_file([derived], on=world.TODAY)["facts"] == {}
    assert plain((1, {"a": date(2026, 1, 2)})) == [1, {"a": "2026-01-02"}]


def test_problem_is_noted_changed_and_kept_from_a_stale_hand() -> None:
    here = scene()
    new = NewProblem("chronic migraine", "ICHD-3", "1.3", side="both")
    row = actions.note_problem(here.card.id, new, by=here.by, at=world.AT)
    own = [str(row.id)]
    assert last_event() == ("record.note_problem", here.user.id, here.card.id, own)

    resolved = {"resolved_on": world.TODAY}
    row = actions.change_problem(row.id, resolved, version=1, by=here.by, at=world.AT)
    with pytest.raises(StaleError) as stale:
        actions.change_problem(
            row.id, {"resolved_on": None}, version=1, by=here.by, at=world.AT
        )

    assert (row.resolved_on, row.version) == (world.TODAY, 2)
    assert stale.value.theirs == {"resolved_on": "2026-11-02"}
    assert last_event() == ("record.change_problem", here.user.id, here.card.id, own)
    assert Problem.objects.get() == row


@pytest.mark.parametrize(
    "new",
    [
        NewProblem(" "),
        NewProblem("pain", side="up"),
        NewProblem("pain", certainty="perhaps"),
        NewProblem("pain", onset_on=date(2027, 1, 1)),
        NewProblem("pain", onset_on=date(2026, 2, 1), resolved_on=date(2026, 1, 1)),
    ],
)
def test_problem_that_cannot_be_is_refused(new: NewProblem) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError):
        actions.note_problem(here.card.id, new, by=here.by, at=world.AT)


def test_therapy_is_noted_and_stopped() -> None:
    here = scene()
    new = NewTherapy("medicine", "topiramate", dose="50 mg", prescriber="Dr Xgp")
    row = actions.note_therapy(here.card.id, new, by=here.by, at=world.AT)
    running = queries.therapies(here.who)

    changes = {"stopped_on": world.TODAY, "outcome": "failed"}
    row = actions.change_therapy(row.id, changes, version=1, by=here.by, at=world.AT)

    own = [str(row.id)]
    assert running == [row]
    assert (row.outcome, row.version) == ("failed", 2)
    assert last_event() == ("record.change_therapy", here.user.id, here.card.id, own)
    assert Therapy.objects.get() == row


@pytest.mark.parametrize(
    "changes", [{"patient": UUID(int=1)}, {"kind": "tea"}, {"name": ""}], ids=str
)
def test_change_of_a_therapy_that_cannot_be_is_refused(
    changes: dict[str, object],
) -> None:
    here = scene()
    new = NewTherapy("medicine", "topiramate")
    row = actions.note_therapy(here.card.id, new, by=here.by, at=world.AT)

    with pytest.raises(DeedRefusedError):
        actions.change_therapy(row.id, changes, version=1, by=here.by, at=world.AT)


def test_what_runs_stands_before_what_is_over() -> None:
    here = scene()
    card, by, at = here.card.id, here.by, world.AT
    over = NewProblem("a", resolved_on=world.TODAY)
    stopped = NewTherapy("medicine", "a", stopped_on=world.TODAY)
    actions.note_problem(card, over, by=by, at=at)
    actions.note_problem(card, NewProblem("b"), by=by, at=at)
    actions.note_therapy(card, stopped, by=by, at=at)
    actions.note_therapy(card, NewTherapy("therapy", "b"), by=by, at=at)

    assert [row.label for row in queries.problems(here.who)] == ["b", "a"]
    assert [row.name for row in queries.therapies(here.who)] == ["b", "a"]
