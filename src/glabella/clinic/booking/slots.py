"""Free time: the one path on which slots are found, for staff and for patients.

A slot lies inside the hours of an outlet and of a clinician, outside of closures,
public holidays, leave and taken time, with the buffers of its service around it.
The number of queries does not depend on how long or how busy the span is.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.db.models import Q

from glabella.clinic.booking.models import Cell, Service, WorkingDay, WorkingHours
from glabella.clinic.booking.spans import (
    CELL_SECONDS,
    Span,
    cell_of,
    common,
    joined,
    moment_of,
    span_of_day,
    starts_in,
    without,
)
from glabella.clinic.practice.holidays import holidays_of
from glabella.clinic.practice.models import Closure, Leave, Outlet, Room, Staff

STEP = 3  # cells: slots start on a quarter of an hour
DAY = timedelta(days=1)


@attrs.frozen
class Slot:
    """Free time with a clinician, in a room where one is needed. Half-open, in UTC."""

    starts_at: datetime
    ends_at: datetime
    outlet: UUID
    clinician: UUID
    room: UUID | None = None


@attrs.frozen
class Asked:
    """What somebody looks for.

    Args:
        service: What shall be booked.
        first: The first day, by the clock of each outlet.
        days: How many days are looked through.
        now: Nothing before is offered.
        outlet: One outlet; None for all that offer the service.
        clinician: One clinician; None for all who may.
    """

    service: Service
    first: date
    days: int
    now: datetime
    outlet: UUID | None = None
    clinician: UUID | None = None

    @property
    def before(self) -> date:
        """The first day that is not looked at."""
        return self.first + timedelta(days=self.days)


@attrs.frozen
class Days:
    """A span of days, by the clock of each outlet; half-open."""

    first: date
    before: date


@attrs.frozen
class _Diary:
    """All that is known of the span, read once."""

    outlets: list[Outlet]
    staff: frozenset[UUID]
    closed: Mapping[UUID, list[tuple[date, date]]]
    leaves: Mapping[UUID, list[tuple[date, date]]]
    weeks: Mapping[tuple[UUID, UUID], list[WorkingHours]]
    changed: Mapping[tuple[UUID, UUID, date], WorkingDay]
    rooms: Mapping[UUID, list[UUID]]
    taken: Mapping[UUID, list[Span]]


def free_slots(asked: Asked) -> list[Slot]:
    """Return the free slots in the order of time, then of outlet and clinician."""
    diary = _read(asked)
    found = [
        slot
        for outlet in diary.outlets
        for clinician in sorted(diary.staff)
        for slot in _slots_of(asked, diary, outlet=outlet, clinician=clinician)
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.outlet, one.clinician))


def soonest(asked: Asked) -> list[Slot]:
    """Return the first free time of each clinician, the earliest first.

    On a grid of five minutes, not of quarters: whoever asks stands at the desk.
    """
    diary = _read(asked)
    firsts = (
        next(_slots_of(asked, diary, outlet=outlet, clinician=one, step=1), None)
        for outlet in diary.outlets
        for one in sorted(diary.staff)
    )
    found = [slot for slot in firsts if slot is not None]
    return sorted(found, key=lambda one: (one.starts_at, one.outlet, one.clinician))


def worked(
    outlet: Outlet, staff: Iterable[UUID], days: Days
) -> dict[tuple[UUID, date], list[Span]]:
    """Return when each of some people works at an open outlet, day by day."""
    mine = frozenset(staff)
    diary = _Diary(
        outlets=[outlet],
        staff=mine,
        closed=_closed([outlet], days),
        leaves=_leaves(mine, days),
        weeks=_weeks(mine, days),
        changed=_changed(mine, days),
        rooms={},
        taken={},
    )
    zone = ZoneInfo(outlet.time_zone)
    count = (days.before - days.first).days
    return {
        (one, day): _spans_of_day(diary, outlet, one, day=day, zone=zone)
        for one in mine
        for day in (days.first + n * DAY for n in range(count))
    }


# ---- reading ------------------------------------------------------------------------


def _read(asked: Asked) -> _Diary:
    outlets = _outlets(asked)
    staff = _staff(asked)
    resources = set(staff)
    rooms: dict[UUID, list[UUID]] = {}
    if asked.service.needs_room:
        for room in Room.objects.filter(outlet__in=outlets).order_by("name"):
            rooms.setdefault(room.outlet_id, []).append(room.id)
            resources.add(room.id)
    return _Diary(
        outlets=outlets,
        staff=staff,
        closed=_closed(outlets, asked),
        leaves=_leaves(staff, asked),
        weeks=_weeks(staff, asked),
        changed=_changed(staff, asked),
        rooms=rooms,
        taken=_taken(resources, asked),
    )


def _outlets(asked: Asked) -> list[Outlet]:
    rows = Outlet.objects.filter(closed_at__isnull=True).prefetch_related("hours")
    offered = list(asked.service.outlets.values_list("id", flat=True))
    if offered:
        rows = rows.filter(id__in=offered)
    if asked.outlet is not None:
        rows = rows.filter(id=asked.outlet)
    return list(rows.order_by("name"))


def _staff(asked: Asked) -> frozenset[UUID]:
    """Return who has the skill; a list in a JSON column is compared here, not there."""
    rows = Staff.objects.filter(user__is_active=True)
    if asked.clinician is not None:
        rows = rows.filter(id=asked.clinician)
    wanted = asked.service.skill
    able = rows.values_list("id", "skills")
    return frozenset(key for key, skills in able if not wanted or wanted in skills)


def _closed(
    outlets: Iterable[Outlet], asked: Asked | Days
) -> dict[UUID, list[tuple[date, date]]]:
    found: dict[UUID, list[tuple[date, date]]] = {one.id: [] for one in outlets}
    rows = Closure.objects.filter(
        outlet__in=list(found),
        ended_at__isnull=True,
        starts_on__lt=asked.before,
        ends_before__gt=asked.first,
    )
    for row in rows:
        found[row.outlet_id].append((row.starts_on, row.ends_before))
    for outlet in outlets:
        if outlet.keeps_holidays:
            days = holidays_of(outlet, first=asked.first, before=asked.before)
            found[outlet.id] += [(day, day + DAY) for day in days]
    return found


def _leaves(
    staff: frozenset[UUID], asked: Asked | Days
) -> dict[UUID, list[tuple[date, date]]]:
    found: dict[UUID, list[tuple[date, date]]] = {}
    rows = Leave.objects.filter(
        staff__in=staff,
        cancelled_at__isnull=True,
        starts_on__lt=asked.before,
        ends_before__gt=asked.first,
    )
    for row in rows:
        found.setdefault(row.staff_id, []).append((row.starts_on, row.ends_before))
    return found


def _weeks(
    staff: frozenset[UUID], asked: Asked | Days
) -> dict[tuple[UUID, UUID], list[WorkingHours]]:
    found: dict[tuple[UUID, UUID], list[WorkingHours]] = {}
    running = Q(until_before__isnull=True) | Q(until_before__gt=asked.first)
    rows = WorkingHours.objects.filter(
        running, staff__in=staff, from_on__lt=asked.before
    )
    for row in rows:
        found.setdefault((row.staff_id, row.outlet_id), []).append(row)
    return found


def _changed(
    staff: frozenset[UUID], asked: Asked | Days
) -> dict[tuple[UUID, UUID, date], WorkingDay]:
    rows = WorkingDay.objects.filter(
        staff__in=staff,
        ended_at__isnull=True,
        on__gte=asked.first,
        on__lt=asked.before,
    )
    return {(row.staff_id, row.outlet_id, row.on): row for row in rows}


def _taken(resources: set[UUID], asked: Asked) -> dict[UUID, list[Span]]:
    """Return the taken cells of each resource; a day more on both sides, for zones."""
    first = datetime.combine(asked.first - DAY, datetime.min.time(), asked.now.tzinfo)
    last = first + (asked.days + 2) * DAY
    rows = Cell.objects.filter(
        Q(hold__isnull=True) | Q(hold__expires_at__gt=asked.now),
        resource__in=resources,
        starts_at__gte=first,
        starts_at__lt=last,
    )
    found: dict[UUID, list[Span]] = {}
    for resource, start in rows.order_by("starts_at").values_list(
        "resource", "starts_at"
    ):
        cell = cell_of(start)
        found.setdefault(resource, []).append((cell, cell + 1))
    return {resource: joined(spans) for resource, spans in found.items()}


# ---- counting -----------------------------------------------------------------------


def _slots_of(
    asked: Asked, diary: _Diary, *, outlet: Outlet, clinician: UUID, step: int = STEP
) -> Iterator[Slot]:
    service = asked.service
    before, after = _cells(service.minutes_before), _cells(service.minutes_after)
    cells = _cells(service.minutes)
    free = _free(asked, diary, outlet=outlet, clinician=clinician)
    for start, end in free:
        # The appointment itself stands on the grid; its buffers stand around it.
        inner = (start + before, end - after)
        for first in starts_in(inner, cells=cells, step=step):
            span = (first - before, first + cells + after)
            room = _room(diary, outlet.id, span)
            if service.needs_room and room is None:
                continue
            yield Slot(
                starts_at=moment_of(first),
                ends_at=moment_of(first + cells),
                outlet=outlet.id,
                clinician=clinician,
                room=room,
            )


def _free(
    asked: Asked, diary: _Diary, *, outlet: Outlet, clinician: UUID
) -> list[Span]:
    """Return the time in which a clinician is at an outlet and nothing is taken."""
    zone = ZoneInfo(outlet.time_zone)
    spans: list[Span] = []
    for offset in range(asked.days):
        day = asked.first + offset * DAY
        spans += _spans_of_day(diary, outlet, clinician, day=day, zone=zone)
    now = -(-int(asked.now.timestamp()) // CELL_SECONDS)
    ahead = [(max(start, now), end) for start, end in spans]
    return without(joined(ahead), list(diary.taken.get(clinician, ())))


def _spans_of_day(
    diary: _Diary, outlet: Outlet, clinician: UUID, *, day: date, zone: ZoneInfo
) -> list[Span]:
    free_days = (*diary.closed[outlet.id], *diary.leaves.get(clinician, ()))
    if any(first <= day < before for first, before in free_days):
        return []
    opened = joined(
        span_of_day(day, row.opens, row.closes, zone=zone)
        for row in outlet.hours.all()
        if row.weekday == day.weekday()
    )
    return common(opened, joined(_work(diary, outlet, clinician, day=day, zone=zone)))


def _work(
    diary: _Diary, outlet: Outlet, clinician: UUID, *, day: date, zone: ZoneInfo
) -> Iterator[Span]:
    changed = diary.changed.get((clinician, outlet.id, day))
    if changed is not None:
        if changed.starts is not None and changed.ends is not None:
            yield span_of_day(day, changed.starts, changed.ends, zone=zone)
        return
    for row in diary.weeks.get((clinician, outlet.id), ()):
        runs = row.from_on <= day and (not row.until_before or day < row.until_before)
        if row.weekday == day.weekday() and runs:
            yield span_of_day(day, row.starts, row.ends, zone=zone)


def _room(diary: _Diary, outlet: UUID, span: Span) -> UUID | None:
    """Return the first room, by name, that is free all the time."""
    for room in diary.rooms.get(outlet, ()):
        if without([span], list(diary.taken.get(room, ()))) == [span]:
            return room
    return None


def _cells(minutes: int) -> int:
    return -(-minutes * 60 // CELL_SECONDS)
