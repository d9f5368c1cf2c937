"""Hours in which nobody is disturbed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from glabella.clinic.messages.values import QUIET_FROM, QUIET_UNTIL


def after_quiet_hours(wanted: datetime, *, zone: ZoneInfo) -> datetime:
    """Return the moment, or the end of the quiet hours it falls into.

    Args:
        wanted: Aware.
        zone: Of the outlet.
    """
    local = wanted.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return wanted
    day = local.date()
    if local.time() >= QUIET_FROM:
        day += timedelta(days=1)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(UTC)
