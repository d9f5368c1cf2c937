"""The calendar of an outlet: a day by clinician, or a week of one or of all."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import CARE_TEAM
from glabella.clinic.booking import grid, queries
from glabella.clinic.booking.laws import said
from glabella.clinic.booking.models import Appointment, Hold
from glabella.clinic.booking.slots import Days, worked
from glabella.clinic.booking.spans import CELL_SECONDS, Span, cell_of, joined, moment_of
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people import queries as people
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import outlet, staff_of

WEEK = 7
SATURDAY = 5
DAY = timedelta(days=1)
Taken = TypeVar("Taken", Appointment, Hold)


@attrs.frozen
class Visit:
    """One appointment on the grid, or time that is held and names nobody."""

    row: Appointment | Hold
    band: grid.Band
    lane: int
    time: str
    version: int = 0
    is_movable: bool = False


@attrs.frozen
class Column:
    """One day of one clinician, or of all."""

    title: str
    clinician: UUID | None
    frame: grid.Frame
    axis: tuple[grid.Band, ...]
    closed: tuple[grid.Band, ...]
    free: tuple[tuple[grid.Band, str, str], ...]
    visits: list[Visit]
    lanes: int
    has_own_axis: bool

    @property
    def first_second(self) -> int:
        """When the first row starts, in seconds since 1970."""
        return self.frame.first * CELL_SECONDS


@attrs.frozen
class _Sheet:
    """All that one look at the calendar needs, read once."""

    place: Outlet
    zone: ZoneInfo
    days: list[date]
    opened: dict[tuple[UUID, date], list[Span]]
    names: dict[UUID, str]
    visits: dict[date, list[Appointment]]
    held: dict[date, list[Hold]]
    now: datetime

    def of(self, clinician: UUID | None, day: date) -> list[Appointment]:
        """Return the appointments of a day; of everybody if nobody is named."""
        rows = self.visits.get(day, [])
        return [one for one in rows if clinician in {None, one.clinician_id}]

    def held_of(self, clinician: UUID | None, day: date) -> list[Hold]:
        """Return the time held on a day."""
        rows = self.held.get(day, [])
        return [one for one in rows if clinician in {None, one.clinician_id}]

    def hours(self, clinician: UUID | None, day: date) -> list[Span]:
        """Return when somebody works on a day; when anybody does if nobody is named."""
        if clinician is not None:
            return self.opened.get((clinician, day), [])
        return joined(
            s for (_who, on), all_ in self.opened.items() for s in all_ if on == day
        )


def calendar(request: StaffRequest) -> HttpResponse:
    """Show a day or a week; what is booked is a link to move it."""
    here = day_here(request)
    on = _day(request.GET.get("on", "")) or here
    is_week = request.GET.get("view") == "week"
    if request.outlet is None:
        shown(request, [])
        return render(request, "booking/calendar.html", {"on": on, "columns": []})
    chosen = _uuid(request.GET.get("clinician", ""))
    sheet = _sheet(request, outlet(request.outlet), on=on, is_week=is_week)
    columns = _columns(sheet, chosen, is_week=is_week)
    context = {
        "on": on,
        "is_week": is_week,
        "place": sheet.place,
        "columns": columns,
        "head": _head(sheet, is_week=is_week),
        "clinicians": sorted(sheet.names.items(), key=lambda one: one[1]),
        "chosen": chosen,
        "before": on - (WEEK if is_week else 1) * DAY,
        "after": on + (WEEK if is_week else 1) * DAY,
        "here": here,
        "may_write": bool(request.standing.roles_at([request.outlet]) & CARE_TEAM),
    }
    rows = [one.row for each in columns for one in each.visits]
    shown(request, [row.patient_id for row in rows if isinstance(row, Appointment)])
    return render(request, "booking/calendar.html", context)


def choose(request: StaffRequest) -> HttpResponse:
    """Choose the patient for a free time of the calendar."""
    words = request.GET.get("q", "").strip()
    keep = {
        name: request.GET[name]
        for name in ("at", "clinician", "now")
        if name in request.GET
    }
    is_now = "now" in keep
    if request.outlet is not None:
        keep["outlet"] = str(request.outlet)
    found = people.search(words, outlets=frozenset(request.outlets)) if words else []
    shown(request, [one.id for one in found])
    context = {
        "q": words,
        "keep": keep,
        "is_now": is_now,
        "rows": [(one, _chosen_url(one.id, keep, is_now=is_now)) for one in found],
    }
    return render(request, "booking/choose.html", context)


def _chosen_url(patient: UUID, keep: dict[str, str], *, is_now: bool) -> str:
    """Return where somebody is booked who was chosen: for a time, or for now."""
    if is_now:
        return reverse("booking:walk_in", args=[patient])
    return f"{reverse('booking:enter', args=[patient])}?{urlencode(keep)}"


def _sheet(request: StaffRequest, place: Outlet, *, on: date, is_week: bool) -> _Sheet:
    first = on - on.weekday() * DAY if is_week else on
    days = [first + n * DAY for n in range(WEEK if is_week else 1)]
    rows = queries.between(place.id, first=first, days=len(days), zone=place.time_zone)
    held = queries.held_between(
        place.id, first=first, days=len(days), zone=place.time_zone
    )
    zone = ZoneInfo(place.time_zone)
    staff = {one.id: one.user.name for one in staff_of()}
    opened = worked(place, staff, Days(first, first + len(days) * DAY))
    busy = {one.clinician_id for one in rows}
    names = {
        key: name
        for key, name in staff.items()
        if key in busy or any(opened[key, day] for day in days)
    }
    return _Sheet(
        place=place,
        zone=zone,
        days=days,
        opened={k: v for k, v in opened.items() if k[0] in names},
        names=names,
        visits=_by_day(rows, zone),
        held=_by_day([one for one in held if one.expires_at > request.at], zone),
        now=request.at,
    )


def _by_day(rows: Sequence[Taken], zone: ZoneInfo) -> dict[date, list[Taken]]:
    found: dict[date, list[Taken]] = {}
    for row in rows:
        found.setdefault(row.starts_at.astimezone(zone).date(), []).append(row)
    return found


def _columns(sheet: _Sheet, chosen: UUID | None, *, is_week: bool) -> list[Column]:
    wanted: list[tuple[UUID | None, date, str]]
    if is_week:
        days = [day for day in sheet.days if _is_worth_showing(sheet, day)]
        wanted = [(chosen, day, f"{_weekday(day)} {said(day)}") for day in days]
    else:
        day = sheet.days[0]
        order = sorted(sheet.names.items(), key=lambda one: one[1])
        wanted = [(key, day, name) for key, name in order if chosen in {None, key}]
        if any(one.clinician_id is None for one in sheet.visits.get(day, [])):
            wanted.append((None, day, _("Without a clinician")))
        wanted = wanted or [(None, day, sheet.place.name)]
    hours = _hours(sheet)
    columns: list[Column] = []
    for who, day, title in wanted:
        is_rest = not is_week and who is None
        columns.append(_column(sheet, who, day, title=title, hours=hours))
        if is_rest:
            columns[-1] = _without_clinician(columns[-1])
    first = [(band.row, band.words) for band in columns[0].axis] if columns else []
    return [
        attrs.evolve(one, has_own_axis=[(b.row, b.words) for b in one.axis] != first)
        for one in columns
    ]


def _without_clinician(column: Column) -> Column:
    rows = [one for one in column.visits if one.row.clinician_id is None]
    return attrs.evolve(column, visits=rows, free=())


def _hours(sheet: _Sheet) -> tuple[int, int]:
    """Return the hours that all columns share, so that equal times stand level."""
    spans = [(s, day) for (_who, day), all_ in sheet.opened.items() for s in all_]
    rows = [*_flat(sheet.visits), *_flat(sheet.held)]
    return grid.hours_shown(
        [*spans, *((_span(r), d) for r, d in rows)], zone=sheet.zone
    )


def _flat(
    rows: dict[date, list[Appointment]] | dict[date, list[Hold]],
) -> list[tuple[Appointment | Hold, date]]:
    return [(row, day) for day, all_ in rows.items() for row in all_]


def _column(
    sheet: _Sheet,
    clinician: UUID | None,
    day: date,
    *,
    title: str,
    hours: tuple[int, int],
) -> Column:
    frame = grid.frame_of(day, hours, zone=sheet.zone)
    rows: list[Appointment | Hold] = [
        *sheet.of(clinician, day),
        *sheet.held_of(clinician, day),
    ]
    rows.sort(key=lambda one: (one.starts_at, str(one.id)))
    opened = sheet.hours(clinician, day)
    lanes = grid.lanes_of([_span(one) for one in rows])
    taken = [_span(one) for one in rows] if clinician else []
    free = grid.free_in(frame, opened, taken, now=sheet.now)
    return Column(
        title=title,
        clinician=clinician,
        frame=frame,
        axis=grid.axis_of(frame, zone=sheet.zone),
        closed=grid.closed_in(frame, opened),
        free=tuple(_link(one, clinician, sheet.zone) for one in free),
        visits=_visits(rows, lanes, frame, sheet.zone),
        lanes=max(lanes, default=1),
        has_own_axis=False,
    )


def _visits(
    rows: Sequence[Appointment | Hold],
    lanes: Sequence[int],
    frame: grid.Frame,
    zone: ZoneInfo,
) -> list[Visit]:
    found = []
    for row, lane in zip(rows, lanes, strict=True):
        band = grid.within(frame, _span(row))
        if band is None:
            continue
        starts, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
        found.append(
            Visit(
                row=row,
                band=band,
                lane=lane,
                time=f"{starts:%H:%M}-{ends:%H:%M}",
                version=row.version if isinstance(row, Appointment) else 0,
                is_movable=isinstance(row, Appointment) and row.state == "booked",
            )
        )
    return found


def _link(
    band: grid.Band, clinician: UUID | None, zone: ZoneInfo
) -> tuple[grid.Band, str, str]:
    at = moment_of(band.cell)
    query = {"at": at.isoformat()}
    if clinician is not None:
        query["clinician"] = str(clinician)
    url = f"{reverse('booking:choose')}?{urlencode(query)}"
    return band, f"{at.astimezone(zone):%H:%M}", url


def _span(row: Appointment | Hold) -> Span:
    return cell_of(row.starts_at), cell_of(row.ends_at)


def _is_worth_showing(sheet: _Sheet, day: date) -> bool:
    is_weekend = day.weekday() >= SATURDAY
    return not is_weekend or bool(sheet.visits.get(day) or sheet.hours(None, day))


def _head(sheet: _Sheet, *, is_week: bool) -> str:
    first, last = sheet.days[0], sheet.days[-1]
    if is_week:
        return _("%(first)s to %(last)s") % {"first": said(first), "last": said(last)}
    return f"{_weekday(first)} {said(first)}"


def _weekday(day: date) -> str:
    return date_format(day, "D")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # a day that no calendar has
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
