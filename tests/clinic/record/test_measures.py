"""Questionnaires with the urgent task of a positive answer, and diary days."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import attrs
import pytest

from glabella.clinic.accounts.models import Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import system
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.audit.models import Event
from glabella.clinic.people.models import Registration
from glabella.clinic.practice.models import Leave, Staff
from glabella.clinic.record import actions, queries
from glabella.clinic.record.models import DiaryDay, Score, Task
from glabella.clinic.record.values import NewDiaryDay, NewScore
from glabella.core.errors import InputError
from tests import world
from tests.clinic.scene import Scene, instruments, last_event, scene

pytestmark = pytest.mark.django_db
COMPLETE = (1, 1, 1, 1, 1, 1, 1, 1, 0)


def record_score(here: Scene, new: NewScore) -> Score:
    return actions.record_score(
        here.card.id, new, by=here.by, at=world.AT, instruments=instruments()
    )


def staff_of(user: User) -> Staff:
    return Staff.objects.get(user=user)


def test_complete_answers_give_the_total() -> None:
    here = scene()

    row = record_score(here, NewScore("phq9", world.TODAY, COMPLETE))

    row.refresh_from_db()
    answers: dict[str, int | None] = {
        str(number): answer for number, answer in enumerate(COMPLETE, start=1)
    }
    assert row.items == answers | {"10": None}
    assert row.total == Decimal(8)
    own = [str(row.id)]
    assert last_event() == ("record.record_score", here.user.id, here.card.id, own)
    assert not Task.objects.exists()


@pytest.mark.parametrize("missing", range(8))
def test_missing_answer_gives_no_total(missing: int) -> None:
    here = scene()
    answers = tuple(
        None if place == missing else answer for place, answer in enumerate(COMPLETE)
    )

    row = record_score(here, NewScore("phq9", world.TODAY, answers))

    assert row.total is None


@pytest.mark.parametrize(
    "new",
    [
        NewScore("phq9", world.TODAY, {"9": 1}),
        NewScore("phq9", world.TODAY, (0, 0, 0, 0, 0, 0, 0, 0, 3)),
        NewScore("phq9", world.TODAY, (None,) * 8 + (1,)),
        NewScore("phq9", world.TODAY, {"9": 2}, total=14),
        NewScore("phq9", date(2024, 1, 1), {"9": 1}),
        NewScore("madrs", world.TODAY, {"10": 2}),
    ],
)
def test_positive_answer_always_opens_one_urgent_task(new: NewScore) -> None:
    here = scene()

    row = record_score(here, new)

    task = Task.objects.get()
    assert (task.kind, task.is_urgent, task.about, task.patient, task.outlet) == (
        "urgent_finding",
        True,
        row.id,
        here.card,
        here.outlet,
    )
    assert task.owner == staff_of(here.user)
    # The end of 2 November in Zurich.
    assert task.due_at == datetime(2026, 11, 2, 22, 59, tzinfo=UTC)
    deeds = list(Event.objects.order_by("sequence").values_list("deed", flat=True))
    assert deeds == ["record.open_task", "record.record_score"]


@pytest.mark.parametrize(
    "new",
    [
        NewScore("phq9", world.TODAY, {"9": 0}),
        NewScore("phq9", world.TODAY, total=27),
        NewScore("madrs", world.TODAY, {"10": 1}),
        NewScore("hit6", world.TODAY, total=78),
    ],
)
def test_other_answers_open_none(new: NewScore) -> None:
    record_score(scene(), new)

    assert not Task.objects.exists()


def test_task_says_which_answer_it_was() -> None:
    record_score(scene(), NewScore("phq9", world.TODAY, {"9": 2}))

    assert Task.objects.get().title == "PHQ-9, item 9: 2"


@pytest.mark.parametrize(
    "new",
    [
        NewScore("no_such", world.TODAY, (1,)),
        NewScore("phq9", world.TODAY),
        NewScore("phq9", world.TODAY, (None,) * 9),
        NewScore("phq9", world.TODAY, (4,)),
        NewScore("phq9", world.TODAY, (0,) * 11),
        NewScore("phq9", world.TODAY, {"11": 1}),
        NewScore("phq9", date(2027, 1, 1), COMPLETE),
        NewScore("phq9", world.TODAY, COMPLETE, answered_by="dog"),
    ],
)
def test_score_that_cannot_be_is_refused(new: NewScore) -> None:
    with pytest.raises(InputError):
        record_score(scene(), new)

    assert not Score.objects.exists()


def test_withdrawn_score_no_longer_counts_and_its_task_stays() -> None:
    here = scene()
    row = record_score(here, NewScore("phq9", world.TODAY, {"9": 1}))

    actions.withdraw_score(row.id, by=here.by, at=world.AT)

    assert queries.scores(here.who) == []
    assert [task.about for task in queries.tasks(here.who)] == [row.id]
    own = [str(row.id)]
    assert last_event() == ("record.withdraw_score", here.user.id, here.card.id, own)


def test_scores_are_listed_in_time_and_by_instrument() -> None:
    here = scene()
    later = record_score(here, NewScore("phq9", world.TODAY, COMPLETE))
    first = record_score(here, NewScore("phq9", date(2026, 1, 2), COMPLETE))
    other = record_score(here, NewScore("hit6", date(2026, 2, 2), total=60))

    assert queries.scores(here.who) == [first, other, later]
    assert queries.scores(here.who, instrument="phq9") == [first, later]


def positive(here: Scene) -> Task:
    record_score(here, NewScore("phq9", world.TODAY, {"9": 1}))
    return Task.objects.get()


def test_task_lies_with_the_lead_and_the_next_clinician_stands_in() -> None:
    here = scene(role=Role.CLINICIAN)
    lead = world.member(Role.LEAD_CLINICIAN, here.outlet)
    world.member(Role.FRONT_DESK, here.outlet)
    world.member(Role.ASSISTANT, here.outlet)
    world.member(Role.CLINICIAN, world.outlet())

    task = positive(here)

    assert (task.owner, task.deputy) == (staff_of(lead), staff_of(here.user))


def test_lead_of_the_whole_practice_is_on_duty_everywhere() -> None:
    here = scene(role=Role.FRONT_DESK)
    lead = world.member(Role.LEAD_CLINICIAN, None)

    assert positive(here).owner == staff_of(lead)


def test_who_is_away_is_passed_over_for_the_deputy_they_named() -> None:
    here = scene()
    clinician = staff_of(world.member(Role.CLINICIAN, here.outlet, name="A"))
    deputy = staff_of(world.member(Role.CLINICIAN, here.outlet, name="Z"))
    Leave.objects.create(
        staff=staff_of(here.user),
        starts_on=world.TODAY,
        ends_before=world.TODAY + timedelta(days=1),
        deputy=deputy,
        entered_at=world.AT,
        entered_by=here.user,
    )

    task = positive(here)

    assert (task.owner, task.deputy) == (deputy, clinician)


def test_task_opens_also_where_nobody_is_on_duty() -> None:
    here = scene(role=Role.FRONT_DESK)

    task = positive(here)

    assert (task.owner, task.deputy) == (None, None)


def test_ended_membership_is_not_on_duty() -> None:
    here = scene()
    Membership.objects.update(ended_at=world.AT, ended_by=here.user)

    assert positive(here).owner is None


def moved(here: Scene, *, ended: bool) -> UUID:
    """Register the card at another outlet, and end the first registration."""
    second = world.outlet()
    Registration.objects.filter(patient=here.card).update(
        ended_at=world.AT, ended_by=here.user
    )
    Registration.objects.create(
        patient=here.card,
        outlet=second,
        number="P-9",
        registered_at=world.AT + timedelta(days=1),
        ended_at=world.AT if ended else None,
        ended_by=here.user if ended else None,
    )
    return second.id


@pytest.mark.parametrize("ended", [True, False])
def test_task_of_a_deed_from_elsewhere_lies_where_the_patient_is(ended: bool) -> None:  # noqa: FBT001 a parameter of the test
    here = scene()
    second = moved(here, ended=ended)
    away = attrs.evolve(here, by=attrs.evolve(here.by, outlet=world.outlet().id))

    assert positive(away).outlet_id == second


def test_task_of_the_machine_lies_where_the_patient_is() -> None:
    here = scene()

    assert positive(attrs.evolve(here, by=system("import"))).outlet == here.outlet


def test_patient_without_any_outlet_is_refused_rather_than_forgotten() -> None:
    here = scene()
    Registration.objects.all().delete()

    with pytest.raises(DeedRefusedError, match="registered nowhere"):
        positive(here)

    assert not Score.objects.exists()


def test_second_entry_of_a_day_replaces_the_first_and_keeps_it() -> None:
    here = scene()
    first = NewDiaryDay("headache", world.TODAY, had=True, severity=7)
    second = NewDiaryDay("headache", world.TODAY, had=False)

    old = actions.record_diary_day(here.card.id, first, by=here.by, at=world.AT)
    new = actions.record_diary_day(here.card.id, second, by=here.by, at=world.AT)

    old.refresh_from_db()
    assert (old.had, old.severity, old.replaced_by) == (True, 7, here.user)
    assert queries.diary(here.who) == [new]
    own = [str(new.id)]
    assert last_event() == ("record.record_diary_day", here.user.id, here.card.id, own)


def test_blank_day_stays_blank() -> None:
    here = scene()
    blank = NewDiaryDay("headache", world.TODAY, had=None)

    row = actions.record_diary_day(here.card.id, blank, by=here.by, at=world.AT)

    row.refresh_from_db()
    assert (row.had, row.severity, row.hours, row.medicines) == (None, None, None, [])


def test_many_days_are_one_event_and_other_diaries_are_left_alone() -> None:
    here = scene()
    jaw = NewDiaryDay("jaw", world.TODAY, had=True, hours=Decimal("1.5"))
    actions.record_diary_day(here.card.id, jaw, by=here.by, at=world.AT)
    days = [
        NewDiaryDay("headache", world.TODAY - timedelta(days=back), had=True)
        for back in range(3)
    ]

    rows = actions.record_diary_days(here.card.id, days, by=here.by, at=world.AT)

    own = [str(row.id) for row in rows]
    name = "record.record_diary_days"
    assert last_event() == (name, here.user.id, here.card.id, own)
    assert len(queries.diary(here.who)) == 3
    assert len(queries.diary(here.who, since=world.TODAY)) == 1
    assert [row.hours for row in queries.diary(here.who, name="jaw")] == [
        Decimal("1.5")
    ]


@pytest.mark.parametrize(
    "days",
    [
        [NewDiaryDay("dream", world.TODAY, had=True)],
        [NewDiaryDay("headache", date(2027, 1, 1), had=True)],
        [NewDiaryDay("headache", world.TODAY, had=False, severity=3)],
        [NewDiaryDay("headache", world.TODAY, had=True, severity=11)],
        [NewDiaryDay("headache", world.TODAY, had=True, severity=-1)],
        [NewDiaryDay("headache", world.TODAY, had=True, hours=Decimal("24.5"))],
        [NewDiaryDay("headache", world.TODAY, had=True)] * 2,
    ],
    ids=range(7),
)
def test_day_that_cannot_be_is_refused(days: list[NewDiaryDay]) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError):
        actions.record_diary_days(here.card.id, days, by=here.by, at=world.AT)

    assert not DiaryDay.objects.exists()
