"""Free slots: hours, closures, leave, buffers, rooms, and clocks that change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking import actions
from glabella.clinic.booking.models import Service, WorkingDay, WorkingHours
from glabella.clinic.booking.slots import Asked, Slot, free_slots
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.practice.models import (
    Closure,
    Leave,
    OpeningHours,
    Outlet,
    Room,
    Staff,
)
from tests import world

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 9)
LONG_AGO = date(2026, 1, 1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def service(*, minutes: int = 60, **more: object) -> Service:
    return Service.objects.create(
        kind="first", name_en="Talk", name_de="Gespräch", minutes=minutes, **more
    )


def place(
    *, zone: str = "Europe/Zurich", opens: time = time(9), closes: time = time(12)
) -> Outlet:
    """Return an outlet that is open every day, from nine to noon."""
    outlet = world.outlet(time_zone=zone)
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=outlet, weekday=weekday, opens=opens, closes=closes
        )
    return outlet


def clinician(
    outlet: Outlet, *, starts: time = time(0), ends: time = time(23, 55)
) -> Staff:
    """Return somebody who works there every day, as long as it is open."""
    staff = world.member(Role.CLINICIAN, outlet).staff
    for weekday in range(7):
        WorkingHours.objects.create(
            staff=staff,
            outlet=outlet,
            weekday=weekday,
            starts=starts,
            ends=ends,
            from_on=LONG_AGO,
        )
    return staff


def asked(
    what: Service, *, first: date = MONDAY, days: int = 1, now: datetime = NOW
) -> Asked:
    return Asked(service=what, first=first, days=days, now=now)


def local(slots: list[Slot], zone: str = "Europe/Zurich") -> list[str]:
    return [
        world.in_zone(slot.starts_at, zone).strftime("%a %H:%M %z") for slot in slots
    ]


def test_slots_stand_on_quarters_inside_the_hours_of_both() -> None:
    outlet = place()
    clinician(outlet, starts=time(10), ends=time(11, 30))

    found = local(free_slots(asked(service())))

    assert found == ["Mon 10:00 +0100", "Mon 10:15 +0100", "Mon 10:30 +0100"]


def test_taken_time_is_not_offered() -> None:
    outlet = place()
    staff = clinician(outlet)
    hour = service()
    new = NewAppointment(
        patient=world.patient(outlet).id,
        outlet=outlet.id,
        service=hour.id,
        clinician=staff.id,
        starts_at=datetime(2026, 11, 9, 9, 0, tzinfo=UTC),
    )
    actions.book(new, by=world.actor(staff.user), at=world.AT)

    found = local(free_slots(asked(hour)))

    assert found == ["Mon 09:00 +0100", "Mon 11:00 +0100"]


def test_buffers_stay_free_on_both_sides() -> None:
    outlet = place(closes=time(13))
    staff = clinician(outlet)
    careful = service(minutes=30, minutes_before=15, minutes_after=30)
    new = NewAppointment(
        patient=world.patient(outlet).id,
        outlet=outlet.id,
        service=careful.id,
        clinician=staff.id,
        starts_at=datetime(2026, 11, 9, 9, 0, tzinfo=UTC),
    )
    actions.book(new, by=world.actor(staff.user), at=world.AT)

    found = local(free_slots(asked(careful)))

    assert [one[4:9] for one in found] == ["11:15", "11:30", "11:45", "12:00"]


def test_closure_leave_and_holiday_offer_nothing() -> None:
    outlet = place()
    staff = clinician(outlet)
    Closure.objects.create(
        outlet=outlet,
        starts_on=MONDAY,
        ends_before=MONDAY + timedelta(days=1),
        announced_at=world.AT,
    )
    Leave.objects.create(
        staff=staff,
        starts_on=MONDAY + timedelta(days=1),
        ends_before=MONDAY + timedelta(days=2),
        entered_at=world.AT,
        entered_by=staff.user,
    )
    christmas = date(2026, 12, 25)

    hour = service()
    days = [
        len(free_slots(asked(hour, first=day)))
        for day in (MONDAY, MONDAY + timedelta(days=1), christmas)
    ]

    assert days == [0, 0, 0]
    assert len(free_slots(asked(hour, first=MONDAY + timedelta(days=2)))) == 9


def test_outlet_that_keeps_no_holidays_is_open_on_them() -> None:
    outlet = place()
    clinician(outlet)
    outlet.keeps_holidays = False
    outlet.save()

    assert len(free_slots(asked(service(), first=date(2026, 12, 25)))) == 9


def test_changed_day_stands_for_the_week() -> None:
    outlet = place()
    staff = clinician(outlet)
    common = {"staff": staff, "outlet": outlet, "entered_at": world.AT}
    WorkingDay.objects.create(on=MONDAY, **common)
    WorkingDay.objects.create(
        on=MONDAY + timedelta(days=1), starts=time(11), ends=time(12), **common
    )

    found = local(free_slots(asked(service(), days=2)))

    assert found == ["Tue 11:00 +0100"]


def test_skill_is_asked_for() -> None:
    outlet = place()
    clinician(outlet)
    able = clinician(outlet)
    able.skills = ["botulinum_toxin"]
    able.save()

    found = free_slots(asked(service(skill="botulinum_toxin")))

    assert {slot.clinician for slot in found} == {able.id}


def test_room_is_given_and_a_taken_room_is_not() -> None:
    outlet = place(closes=time(10))
    first, second = clinician(outlet), clinician(outlet)
    room = Room.objects.create(outlet=outlet, name="One")
    needing = service(needs_room=True)
    before = free_slots(asked(needing))
    new = NewAppointment(
        patient=world.patient(outlet).id,
        outlet=outlet.id,
        service=needing.id,
        clinician=first.id,
        room=room.id,
        starts_at=before[0].starts_at,
    )
    actions.book(new, by=world.actor(second.user), at=world.AT)

    after = free_slots(asked(needing))

    assert [slot.room for slot in before] == [room.id, room.id]
    assert after == []


def test_nothing_before_now_is_offered() -> None:
    outlet = place()
    clinician(outlet)
    now = datetime(2026, 11, 9, 9, 1, tzinfo=UTC)

    found = local(free_slots(asked(service(), now=now)))

    assert found == [
        "Mon 10:15 +0100",
        "Mon 10:30 +0100",
        "Mon 10:45 +0100",
        "Mon 11:00 +0100",
    ]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Zurich", date(2026, 3, 29), 2),  # 02:00 becomes 03:00
        ("Europe/Zurich", date(2026, 10, 25), 4),  # 03:00 becomes 02:00
        ("Australia/Sydney", date(2026, 10, 4), 2),
        ("Australia/Sydney", date(2026, 4, 5), 4),
        ("Asia/Singapore", date(2026, 3, 29), 3),
        ("America/Santiago", date(2026, 9, 6), 3),  # at midnight, before opening
    ],
)
def test_hours_across_a_changed_clock_are_as_long_as_they_are(
    zone: str, day: date, hours: int
) -> None:
    outlet = place(zone=zone, opens=time(1), closes=time(4))
    outlet.keeps_holidays = False
    outlet.save()
    clinician(outlet)

    found = free_slots(asked(service(minutes=60), first=day))

    lasting = found[-1].ends_at - found[0].starts_at
    assert lasting == timedelta(hours=hours)


def test_queries_do_not_grow_with_the_span() -> None:
    outlet = place()
    for _ in range(3):
        clinician(outlet)
    hour = service()

    counts = []
    for days in (1, 60):
        with CaptureQueriesContext(connection) as seen:
            free_slots(asked(hour, days=days))
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 12
