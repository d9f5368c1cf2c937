"""When an outlet is open and who works when: set as a whole, kept, taken back."""

from datetime import date, time
from typing import Any

import pytest

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions, queries
from glabella.clinic.booking.models import Service, WorkingDay, WorkingHours
from glabella.clinic.booking.values import ChangedDay, ServiceDetails, Week
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.models import Closure, Staff
from glabella.clinic.practice.values import Hours, NewClosure
from tests import world
from tests.clinic.scene import Scene, last_event, scene

pytestmark = pytest.mark.django_db

MORNING = (time(8), time(12))
MONDAY = date(2026, 11, 9)


def work(here: Scene, days: tuple[int, ...], *, from_on: date) -> None:
    week = Week(tuple(Hours(day, *MORNING) for day in days), from_on)
    staff = here.user.staff.id
    actions.set_working_hours(staff, here.outlet.id, week, by=here.by, at=world.AT)


def test_opening_hours_replace_those_before() -> None:
    here = scene()
    for day in (0, 1):
        practice.set_opening_hours(
            here.outlet.id, [Hours(day, *MORNING)], by=here.by, at=world.AT
        )

    assert queries.opening_of(here.outlet) == {1: [MORNING]}
    assert last_event()[0] == "practice.set_opening_hours"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([Hours(0, time(12), time(8))], "12:00 to 08:00"),
        ([Hours(7, *MORNING)], "08:00 to 12:00"),
        ([Hours(0, *MORNING), Hours(0, time(11), time(13))], "overlap"),
    ],
)
def test_week_that_cannot_be_is_refused(rows: list[Hours], words: str) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match=words):
        practice.set_opening_hours(here.outlet.id, rows, by=here.by, at=world.AT)


def test_closure_is_announced_and_taken_back_once() -> None:
    here = scene()
    new = NewClosure(MONDAY, date(2026, 11, 11), ("works", "Umbau"))

    row = practice.announce_closure(here.outlet.id, new, by=here.by, at=world.AT)
    practice.end_closure(row.id, by=here.by, at=world.AT)

    assert Closure.objects.get().ended_by_id == here.user.id
    with pytest.raises(DeedRefusedError, match="taken back already"):
        practice.end_closure(row.id, by=here.by, at=world.AT)
    with pytest.raises(DeedRefusedError, match="before it starts"):
        practice.announce_closure(
            here.outlet.id, NewClosure(MONDAY, MONDAY), by=here.by, at=world.AT
        )


def test_new_week_holds_from_its_day_on() -> None:
    here = scene()
    work(here, (0,), from_on=date(2026, 1, 1))
    work(here, (2,), from_on=date(2026, 12, 1))
    work(here, (1,), from_on=MONDAY)

    rows = WorkingHours.objects.order_by("from_on")
    assert [(row.weekday, row.from_on, row.until_before) for row in rows] == [
        (0, date(2026, 1, 1), MONDAY),
        (1, MONDAY, None),
    ]
    staff = here.user.staff.id
    assert queries.weeks_at(here.outlet.id, on=MONDAY) == {staff: {1: [MORNING]}}


def test_second_word_about_a_day_keeps_the_first() -> None:
    here = scene()
    staff, outlet = here.user.staff.id, here.outlet.id
    off = ChangedDay(MONDAY, reason="course")
    actions.change_day(staff, outlet, off, by=here.by, at=world.AT)
    row = actions.change_day(
        staff, outlet, ChangedDay(MONDAY, *MORNING), by=here.by, at=world.AT
    )

    assert WorkingDay.objects.count() == 2
    assert queries.changed_days(outlet, since=MONDAY) == [row]
    actions.restore_day(row.id, by=here.by, at=world.AT)
    assert queries.changed_days(outlet, since=MONDAY) == []
    with pytest.raises(DeedRefusedError, match="already"):
        actions.restore_day(row.id, by=here.by, at=world.AT)


@pytest.mark.parametrize("times", [(time(8), None), (time(9), time(8))])
def test_half_known_day_is_refused(times: tuple[time, time | None]) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match="make no sense"):
        actions.change_day(
            here.user.staff.id,
            here.outlet.id,
            ChangedDay(MONDAY, *times),
            by=here.by,
            at=world.AT,
        )


def test_service_is_changed_as_a_whole() -> None:
    here = scene()
    who: dict[str, Any] = {"by": here.by, "at": world.AT}
    row = actions.add_service("review", ("Look", "Blick"), minutes=15, **who)
    new = ServiceDetails(
        30, 5, 10, "ultrasound", needs_room=True, outlets=[here.outlet.id]
    )

    actions.change_service(row.id, new, **who)

    row = Service.objects.get()
    assert (row.minutes, row.minutes_before, row.minutes_after) == (30, 5, 10)
    assert (row.skill, row.needs_room, row.is_online) == ("ultrasound", True, False)
    assert list(row.outlets.all()) == [here.outlet]
    with pytest.raises(DeedRefusedError, match="whole five minutes"):
        actions.change_service(row.id, ServiceDetails(12), **who)
    with pytest.raises(DeedRefusedError, match="of this name exists"):
        actions.add_service("review", ("Look", "Blick"), minutes=15, **who)
    with pytest.raises(DeedRefusedError, match='"party"'):
        actions.add_service("party", ("Party", "Fest"), minutes=15, **who)


def test_skills_are_kept_once_each() -> None:
    here = scene()

    practice.set_skills(here.user.staff.id, ["b", "a", "b"], by=here.by, at=world.AT)

    assert Staff.objects.get(user=here.user).skills == ["a", "b"]
    assert Staff.objects.get(user=here.user).version == 2
