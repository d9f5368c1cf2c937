"""What speaks against an appointment: staff are warned, patients are refused."""

from datetime import time, timedelta
from typing import Any

import attrs
import pytest

from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions
from glabella.clinic.booking.laws import moved, objections
from glabella.clinic.booking.next_date import NextDate, next_date
from glabella.clinic.booking.values import ChangedDay, NewAppointment, NewTime
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.models import Leave, Outlet
from glabella.clinic.practice.values import NewClosure
from tests import world
from tests.clinic.booking import build
from tests.clinic.scene import Scene, scene

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def codes(new: NewAppointment) -> list[str]:
    found = objections(new, at=world.AT)
    return [one.code for one in found if one.warns]


def next_of(here: Scene) -> NextDate:
    return next_date(here.who, place=here.outlet, on=world.TODAY)


def test_nothing_speaks_against_an_hour_of_work() -> None:
    here = build.open_house()

    assert codes(build.wanted(here, build.service())) == []


def test_house_without_hours_warns_and_books() -> None:
    here = scene()
    new = build.wanted(here, build.service())

    assert codes(new) == ["no_hours", "no_working_hours"]
    assert actions.book(new, by=here.by, at=world.AT).state == "booked"


def test_hours_of_both_are_looked_at() -> None:
    here = build.open_house()
    staff = here.user.staff.id
    who: dict[str, Any] = {"by": here.by, "at": world.AT}
    new = build.wanted(here, build.service())
    late = attrs.evolve(new, starts_at=build.NINE + timedelta(hours=7, minutes=45))
    off, short = ChangedDay(build.MONDAY), ChangedDay(build.MONDAY, time(8), time(9))

    assert codes(late) == ["outside_hours", "outside_work"]
    actions.change_day(staff, here.outlet.id, off, **who)
    assert codes(new) == ["outside_work"]
    actions.change_day(staff, here.outlet.id, short, **who)
    assert codes(new) == ["outside_work"]


def test_closed_day_holiday_and_leave_want_a_reason() -> None:
    here = build.open_house()
    new = build.wanted(here, build.service())
    closed = NewClosure(build.MONDAY, build.MONDAY + DAY, ("works", "Umbau"))
    practice.announce_closure(here.outlet.id, closed, by=here.by, at=world.AT)
    silent = attrs.evolve(closed, words=("", ""))
    practice.announce_closure(here.outlet.id, silent, by=here.by, at=world.AT)
    Leave.objects.create(
        staff=here.user.staff,
        starts_on=build.MONDAY,
        ends_before=build.MONDAY + DAY,
        entered_at=world.AT,
        entered_by=here.user,
    )
    christmas = attrs.evolve(new, starts_at=build.NINE.replace(month=12, day=25))

    found = objections(new, at=world.AT)

    assert [one.code for one in found if one.asks_reason] == [
        "closed",
        "closed",
        "away",
    ]
    assert {one.words for one in found if one.code == "closed"} == {
        "the outlet is closed: works.",
        "the outlet is closed on that day.",
    }
    assert codes(christmas) == ["holiday"]
    Outlet.objects.update(keeps_holidays=False)
    assert codes(christmas) == []


def test_service_asks_for_skill_room_and_outlet() -> None:
    here = build.open_house()
    what = build.service(skill="ultrasound", needs_room=True)
    what.outlets.add(world.outlet())
    new = build.wanted(here, what)

    assert codes(new) == ["not_here", "no_room", "no_skill"]
    assert codes(attrs.evolve(new, clinician=None))[-1] == "no_clinician"
    assert (
        codes(attrs.evolve(new, starts_at=build.NINE.replace(year=2025)))[0] == "past"
    )


def test_treatment_too_soon_says_from_when() -> None:
    here = build.open_house()
    build.treated(here, days_ago=20)
    new = build.wanted(here, build.service("treatment"))

    (found,) = [one for one in objections(new, at=world.AT) if one.warns]

    earliest = next_of(here).earliest
    assert earliest is not None
    assert (found.code, found.earliest, found.asks_reason) == (
        "too_soon",
        earliest,
        True,
    )
    later = build.NINE + ((earliest - build.MONDAY).days) * DAY
    assert "too_soon" not in codes(attrs.evolve(new, starts_at=later))


def test_unknown_product_lets_nobody_say_from_when() -> None:
    here = build.open_house()
    build.treated(here, days_ago=400, product="mystery toxin")
    new = build.wanted(here, build.service("treatment"))

    assert not next_of(here).is_known
    assert codes(new) == ["interval_unknown"]


def test_review_outside_its_window_is_only_said() -> None:
    here = build.open_house()
    build.treated(here, days_ago=200)
    new = build.wanted(here, build.service("review"))

    (found,) = [one for one in objections(new, at=world.AT) if one.warns]

    assert (found.code, found.asks_reason, found.bars) == (
        "outside_review",
        False,
        False,
    )


def test_next_date_follows_course_and_ledger() -> None:
    here = build.open_house()
    on = build.treated(here, days_ago=20)

    found = next_of(here)

    assert found.protocol == "chronic_migraine"
    assert found.earliest is not None
    assert (found.earliest - on).days >= 84
    assert found.proposed is not None
    assert found.proposed >= found.earliest
    assert found.review is not None


def test_never_treated_may_come_any_day() -> None:
    here = build.open_house()

    assert next_of(here) == NextDate()
    assert codes(build.wanted(here, build.service("treatment"))) == []


def test_condition_nobody_knows_has_no_course() -> None:
    here = build.open_house()
    build.treated(here, days_ago=20)

    found = next_date(
        here.who, place=here.outlet, on=world.TODAY, protocol="bruxism_masseter"
    )

    assert (found.protocol, found.review, found.usual) == ("", None, None)
    assert found.earliest is not None


def test_patient_is_refused_what_staff_are_warned_of() -> None:
    here = build.open_house()
    patient = Actor(user=None, kind="patient", purpose="portal")
    practice_only = build.wanted(here, build.service())
    online = build.wanted(here, build.service("review", is_online=True))
    early = attrs.evolve(online, starts_at=build.NINE - timedelta(hours=2))

    with pytest.raises(DeedRefusedError, match="the practice books this"):
        actions.book(practice_only, by=patient, at=world.AT)
    with pytest.raises(DeedRefusedError, match="outside the opening hours"):
        actions.book(early, by=patient, at=world.AT)
    row = actions.book(online, by=patient, at=world.AT)
    with pytest.raises(DeedRefusedError, match="in the past"):
        actions.move(
            row.id,
            NewTime(build.NINE.replace(year=2025)),
            version=1,
            by=patient,
            at=world.AT,
        )


def test_words_against_it_name_no_product() -> None:
    here = build.open_house()
    build.treated(here, days_ago=20)
    new = build.wanted(here, build.service("treatment"))

    said = " ".join(one.words for one in objections(new, at=world.AT))

    assert "toxin" not in said.casefold()
    assert "migraine" not in said.casefold()


def test_treatment_too_near_to_one_that_is_booked_is_named() -> None:
    here = build.open_house()
    build.treated(here, days_ago=200)
    what = build.service("treatment")
    row = actions.book(build.wanted(here, what), by=here.by, at=world.AT)
    again = build.wanted(here, what, starts_at=build.NINE + 30 * DAY)

    (found,) = [one for one in objections(again, at=world.AT) if one.warns]
    assert (found.code, found.asks_reason) == ("too_near", True)
    assert found.earliest is not None
    later = build.NINE + (found.earliest - build.MONDAY).days * DAY
    assert codes(attrs.evolve(again, starts_at=later)) == []
    before = attrs.evolve(again, starts_at=build.NINE - 3 * DAY)
    assert codes(before) == ["before_another"]
    assert "too_near" not in codes(moved(row, NewTime(build.NINE + 30 * DAY)))
