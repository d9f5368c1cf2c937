"""Free time as somebody chooses it who books for themselves: by day, each time once.

It stands on `slots.free_slots`: strangers, patients and staff see the same time.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from glabella.clinic.booking.models import Service
from glabella.clinic.booking.slots import Asked, Slot, free_slots
from glabella.clinic.practice.models import Outlet

# DERIVED: defaults of this project; no source prints them.
NOTICE = timedelta(hours=2)  # nothing that begins sooner is offered
AHEAD = timedelta(days=364)  # nor anything later: 52 weeks
LOOK = 14  # days that are looked at together
DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2199  # of moments that somebody may ask for


@attrs.frozen
class Wish:
    """What somebody wants to book for themselves.

    Args:
        at: The moment of the question, aware.
        clinician: With whom; None for anybody who may.
        earliest: The first day, by the clock of the outlet; None for today.
    """

    service: Service
    outlet: Outlet
    at: datetime
    clinician: UUID | None = None
    earliest: date | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the outlet."""
        return ZoneInfo(self.outlet.time_zone)

    @property
    def first(self) -> date:
        """The first day that may be asked for."""
        today = self.at.astimezone(self.zone).date()
        return max(today, self.earliest) if self.earliest else today

    @property
    def last(self) -> date:
        """The last day that may be asked for."""
        return (self.at + AHEAD).astimezone(self.zone).date()


@attrs.frozen
class FreeDay:
    """One day, by the clock of the outlet, with the starts of its free times."""

    on: date
    times: tuple[datetime, ...]


def moment_in(text: str) -> datetime | None:
    """Return the aware moment that an address or a form names; None if it is none.

    So far ahead or back that clocks run over the end of all dates, it is none either.
    """
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    is_near = found is not None and FIRST_YEAR <= found.year <= LAST_YEAR
    return found if is_near and found is not None and is_aware(found) else None


def free_days(wish: Wish, *, first: date, days: int = LOOK) -> list[FreeDay]:
    """Return the days with free time from a day on; each start once."""
    found: dict[date, dict[datetime, None]] = {}
    for slot in _slots(wish, first=first, days=days):
        local = slot.starts_at.astimezone(wish.zone)
        # Keyed by the moment: in the hour that comes twice two starts look alike.
        found.setdefault(local.date(), {})[slot.starts_at] = None
    return [
        FreeDay(on, tuple(start.astimezone(wish.zone) for start in starts))
        for on, starts in found.items()
    ]


def first_free(wish: Wish) -> date | None:
    """Return the first day with free time; None if there is none within the year."""
    day = wish.first
    while day <= wish.last:
        slots = _slots(wish, first=day, days=8 * LOOK)
        if slots:
            return slots[0].starts_at.astimezone(wish.zone).date()
        day += 8 * LOOK * DAY
    return None


def slot_at(wish: Wish, starts_at: datetime) -> Slot | None:
    """Return the free slot that starts then; None if there is none (any more)."""
    day = starts_at.astimezone(wish.zone).date()
    slots = _slots(wish, first=day, days=1)
    return next((one for one in slots if one.starts_at == starts_at), None)


def alternatives(wish: Wish, to: datetime, *, limit: int = 3) -> Sequence[datetime]:
    """Return free starts near a moment, in the order of time, by the outlet's clock."""
    day = to.astimezone(wish.zone).date()
    first = max(wish.first, day - 3 * DAY)
    starts = {slot.starts_at for slot in _slots(wish, first=first, days=LOOK)} - {to}
    near = sorted(starts, key=lambda one: (abs(one - to), one))[:limit]
    return [one.astimezone(wish.zone) for one in sorted(near)]


def _slots(wish: Wish, *, first: date, days: int) -> list[Slot]:
    first = max(first, wish.first)
    days = min(days, (wish.last - first).days + 1)
    if days <= 0:
        return []
    asked = Asked(
        service=wish.service,
        first=first,
        days=days,
        now=wish.at,
        outlet=wish.outlet.id,
        clinician=wish.clinician,
    )
    soonest = wish.at + NOTICE
    return [slot for slot in free_slots(asked) if slot.starts_at >= soonest]
