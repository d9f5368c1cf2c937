"""Until when a message of a patient is answered: by the hours of the outlet."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from glabella.clinic.practice.models import Closure, OpeningHours, Outlet
from glabella.clinic.practice.queries import today_at

LOOKED_AHEAD = 30  # days; an outlet closed for longer is given the last of them


def answer_due(outlet: Outlet, *, at: datetime) -> datetime:
    """Return the end of the next day on which an outlet is open.

    DERIVED: a default of this project; no source prints it. An outlet without hours on
    file is taken to be open every day.
    """
    weekdays = set(
        OpeningHours.objects.filter(outlet_id=outlet.id).values_list(
            "weekday", flat=True
        )
    )
    closures = list(Closure.objects.filter(outlet_id=outlet.id, ended_at__isnull=True))
    today = today_at(outlet, at=at)
    ahead = [today + timedelta(days=one) for one in range(1, LOOKED_AHEAD + 1)]
    days = [one for one in ahead if _is_open(one, weekdays, closures)]
    last = (days or ahead[-1:])[0]
    zone = ZoneInfo(outlet.time_zone)
    return datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)


def _is_open(day: date, weekdays: set[int], closures: list[Closure]) -> bool:
    if weekdays and day.weekday() not in weekdays:
        return False
    return not any(one.starts_on <= day < one.ends_before for one in closures)
