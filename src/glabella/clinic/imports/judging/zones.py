"""Wall-clock times of a place: those that never were, and those that were twice."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from glabella.clinic.imports.reading.flaws import Flaw


def in_utc(day: date, clock: time, *, zone: str) -> datetime:
    """Return when it is that time at a place.

    Raises:
        Flaw: If the clocks skip that time on that day, or show it twice.
    """
    place = ZoneInfo(zone)
    wall = datetime.combine(day, clock)  # the zone follows
    first, second = (wall.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    back = first.astimezone(UTC).astimezone(place).replace(tzinfo=None)
    said = {"time": f"{clock:%H:%M}", "day": day.isoformat(), "zone": zone}
    if back != wall:
        raise Flaw("time_is_skipped", more={**said, "other": f"{back:%H:%M}"})
    if first.utcoffset() != second.utcoffset():
        raise Flaw("time_is_twice", more=said)
    return first.astimezone(UTC)
