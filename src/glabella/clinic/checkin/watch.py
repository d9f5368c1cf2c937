"""Who reads what people send from home, and when: by leave, hours and closures.

Nobody is promised who is not there: outside opening hours, on a closed day or during a
leave without a deputy nobody is on duty, and what may not wait is not asked.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from glabella.clinic.checkin.values import (
    LOOK_AHEAD_DAYS,
    READ_WITHOUT_HOURS,
    TIME_TO_READ,
    Reading,
    Watch,
)
from glabella.clinic.practice.holidays import holidays_of
from glabella.clinic.practice.models import Closure, OpeningHours, Outlet, Staff
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.duty import on_duty


def watch(outlet: Outlet, *, at: datetime) -> Watch | None:
    """Return who reads today what may not wait; None if nobody can be promised."""
    closes = closing(outlet, on=today_at(outlet, at=at))
    duty = on_duty(outlet, at=at)
    if closes is None or duty.owner is None or at + TIME_TO_READ > closes:
        return None
    return Watch(_name(duty.owner), _name(duty.deputy), closes)


def closing(outlet: Outlet, *, on: date) -> datetime | None:
    """Return when an outlet closes on a day; None on a day it is not open."""
    if outlet.keeps_holidays and holidays_of(
        outlet, first=on, before=on + timedelta(days=1)
    ):
        return None
    closed = Closure.objects.filter(
        outlet=outlet, ended_at__isnull=True, starts_on__lte=on, ends_before__gt=on
    )
    week = OpeningHours.objects.filter(outlet=outlet, weekday=on.weekday())
    last = week.order_by("closes").last()
    if last is None or closed.exists():
        return None
    return datetime.combine(on, last.closes, tzinfo=ZoneInfo(outlet.time_zone))


def reading(outlet: Outlet, *, at: datetime) -> Reading:
    """Return who reads what can wait: on the next day the practice is open."""
    today = today_at(outlet, at=at)
    days = (today + timedelta(days=n) for n in range(1, LOOK_AHEAD_DAYS + 1))
    open_days = (day for day in days if closing(outlet, on=day) is not None)
    day = next(open_days, today + READ_WITHOUT_HOURS)
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(outlet.time_zone))
    duty = on_duty(outlet, at=noon)
    end = datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(outlet.time_zone))
    staff = _staff(duty.owner)
    return Reading(
        staff=duty.owner,
        deputy=duty.deputy,
        name=staff.user.name if staff else "",
        on=day,
        due_at=closing(outlet, on=day) or end,
        language=staff.user.language if staff else outlet.language,
    )


def _name(key: UUID | None) -> str:
    staff = _staff(key)
    return staff.user.name if staff else ""


def _staff(key: UUID | None) -> Staff | None:
    if key is None:
        return None
    return Staff.objects.select_related("user").filter(id=key).first()
