"""Booking for a patient: free time, the appointment itself, moving, cancelling."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.booking import actions, queries
from glabella.clinic.booking.forms.appointments import (
    AppointmentForm,
    CancelForm,
    LookForm,
    MoveForm,
)
from glabella.clinic.booking.laws import Objection, moved, objections
from glabella.clinic.booking.models import Appointment, Service
from glabella.clinic.booking.next_date import NextDate, next_date
from glabella.clinic.booking.slots import Asked, Slot, free_slots
from glabella.clinic.booking.values import NewAppointment, NewTime
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import outlet, staff_of

DAYS = 7


@attrs.frozen
class Day:
    """One day with its free times, each with who is free and the address to take it."""

    on: date
    times: list[tuple[str, str, str]]


def book(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show free time: service, outlet, clinician, and a week of days."""
    known = _next(request)
    form = LookForm(_asked(request, known), outlets=request.outlets)
    moving = _moving(request)
    days: list[Day] = []
    if form.is_valid():
        days = _days(request, form.cleaned_data, moving=moving)
    first = form.cleaned_data.get("first") or day_here(request)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "book"),
        "form": form,
        "days": days,
        "known": known,
        "missed": queries.missed_by(request.person.ids, at=request.at),
        "moving": moving,
        "hand_url": _by_hand(request, moving),
        "earlier": _again(request, first - timedelta(days=DAYS)),
        "later": _again(request, first + timedelta(days=DAYS)),
    }
    return render(request, "booking/book.html", context)


def enter(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Book a time: the one that was chosen, or any other by hand."""
    start = _start(request)
    warnings = _warnings(_thought_of(request, start), at=request.at)
    start["seen"] = " ".join(one.code for one in warnings)
    form = AppointmentForm(
        sent(request),
        initial=start,
        patient=request.person.id,
        outlets=request.outlets,
        at=request.at,
    )

    def deed(_data: dict[str, Any]) -> None:
        actions.book(form.new(), by=request.actor, at=request.at)

    page = _page(request, _("Book an appointment"), _("Book"), done=_("Booked."))
    page = attrs.evolve(page, icon="calendar-plus", context={"warnings": warnings})
    return answer_form(request, form, deed=deed, page=page)


def move(request: PatientRequest, patient: UUID, appointment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Move an appointment to another time, of the same length."""
    row = _row(request, appointment)
    start = _moved_start(request, row)
    warnings: list[Objection] = []
    if "at" in request.GET:
        to = NewTime(
            _local(start, row.outlet.time_zone), start["clinician"], start["room"]
        )
        warnings = _warnings(moved(row, to), at=request.at)
    start["seen"] = " ".join(one.code for one in warnings)
    form = MoveForm(sent(request), initial=start, row=row, at=request.at)

    def deed(data: dict[str, Any]) -> None:
        actions.move(
            row.id, form.to(), version=data["version"], by=request.actor, at=request.at
        )

    page = _page(request, _("Move the appointment"), _("Move"), done=_("Moved."))
    url = reverse("booking:book", args=[request.person.id])
    query = {"service": row.service_id, "outlet": row.outlet_id, "move": row.id}
    page = attrs.evolve(
        page,
        icon="calendar-clock",
        lead=_in_words(row),
        context={"warnings": warnings, "free_url": f"{url}?{urlencode(query)}"},
    )
    return answer_form(request, form, deed=deed, page=page)


def cancel(request: PatientRequest, patient: UUID, appointment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Give the time of an appointment back, with a reason."""
    row = _row(request, appointment)
    form = CancelForm(sent(request), initial={"version": row.version})

    def deed(data: dict[str, Any]) -> None:
        actions.cancel(row.id, **data, by=request.actor, at=request.at)

    page = _page(
        request,
        _("Cancel the appointment"),
        _("Cancel the appointment"),
        done=_("Cancelled; the time is free again."),
    )
    page = attrs.evolve(
        page,
        icon="calendar-x",
        danger=True,
        lead=_in_words(row),
        template="accounts/form_page.html",
    )
    return answer_form(request, form, deed=deed, page=page)


# ---- free time ----------------------------------------------------------------------


def _next(request: PatientRequest) -> NextDate:
    if request.outlet is None:
        return NextDate()
    place = outlet(request.outlet)
    return next_date(request.person, place=place, on=day_here(request))


def _asked(request: PatientRequest, known: NextDate) -> dict[str, Any]:
    """Return what is looked for; what nobody chose follows from the course."""
    asked = request.GET
    service = _service(asked, known)
    start = day_here(request)
    proposed = None
    if service is not None and service.kind == "treatment":
        proposed = known.proposed
    elif service is not None and service.kind == "review" and known.review:
        proposed = known.review.from_
    if proposed is not None:
        start = max(start, proposed)
    return {
        "service": service.id if service else "",
        "outlet": asked.get("outlet") or request.outlet,
        "clinician": asked.get("clinician", ""),
        "first": asked.get("first") or start,
    }


def _service(asked: QueryDict, known: NextDate) -> Service | None:
    key = _uuid(asked.get("service", ""))
    if key is not None:
        return Service.objects.filter(id=key).first()
    kind = "treatment" if known.protocol else "first"
    rows = Service.objects.order_by("name_en")
    return rows.filter(kind=kind).first() or rows.first()


def _days(
    request: PatientRequest, data: dict[str, Any], *, moving: Appointment | None
) -> list[Day]:
    place: Outlet = data["outlet"]
    asked = Asked(
        service=data["service"],
        first=data["first"],
        days=DAYS,
        now=request.at,
        outlet=place.id,
        clinician=data["clinician"].id if data["clinician"] else None,
    )
    names = {row.id: row.user.name for row in staff_of()}
    week = [data["first"] + timedelta(days=n) for n in range(DAYS)]
    found = {on: Day(on, []) for on in week}
    for slot in _one_each(free_slots(asked)):
        local = slot.starts_at.astimezone(ZoneInfo(place.time_zone))
        url = _take_url(request, slot, service=asked.service, moving=moving)
        who = names.get(slot.clinician, "")
        found[local.date()].times.append((f"{local:%H:%M}", who, url))
    return list(found.values())


def _one_each(slots: Iterable[Slot]) -> Iterable[Slot]:
    """Return one slot for each time, of whoever stands first: the page stays short."""
    seen: dict[datetime, Slot] = {}
    for slot in slots:
        seen.setdefault(slot.starts_at, slot)
    return seen.values()


def _take_url(
    request: PatientRequest, slot: Slot, *, service: Service, moving: Appointment | None
) -> str:
    query = {"at": slot.starts_at.isoformat(), "clinician": slot.clinician}
    if slot.room is not None:
        query["room"] = slot.room
    if moving is not None:
        url = reverse("booking:move", args=[request.person.id, moving.id])
    else:
        url = reverse("booking:enter", args=[request.person.id])
        query |= {"service": service.id, "outlet": slot.outlet}
    return f"{url}?{urlencode(query)}"


def _by_hand(request: PatientRequest, moving: Appointment | None) -> str:
    if moving is not None:
        return reverse("booking:move", args=[request.person.id, moving.id])
    query = {
        name: request.GET[name]
        for name in ("service", "outlet", "clinician")
        if request.GET.get(name)
    }
    return f"{reverse('booking:enter', args=[request.person.id])}?{urlencode(query)}"


def _again(request: PatientRequest, first: date) -> str:
    query = request.GET.copy()
    query["first"] = first.isoformat()
    return f"?{query.urlencode()}"


def _moving(request: PatientRequest) -> Appointment | None:
    key = _uuid(request.GET.get("move", ""))
    return None if key is None else _row(request, key)


# ---- one appointment ----------------------------------------------------------------


def _start(request: PatientRequest) -> dict[str, Any]:
    """Return what a link has filled in; the day by the clock of the outlet."""
    asked = request.GET
    known = _next(request)
    service = _service(asked, known)
    place = _uuid(asked.get("outlet", "")) or request.outlet
    start: dict[str, Any] = {
        "service": service.id if service else None,
        "outlet": place,
        "clinician": _uuid(asked.get("clinician", "")),
        "room": _uuid(asked.get("room", "")),
        "protocol": _protocol(service, known),
    }
    rows = Outlet.objects.filter(id__in=request.outlets)
    zones: dict[UUID | None, str] = dict(rows.values_list("id", "time_zone"))
    return start | _moment(asked, zones.get(place, "UTC"))


def _protocol(service: Service | None, known: NextDate) -> str:
    """Return what it is for, where one goes on with what was treated last."""
    goes_on = service is not None and service.kind in {"treatment", "review"}
    return known.protocol if goes_on else ""


def _moved_start(request: PatientRequest, row: Appointment) -> dict[str, Any]:
    asked = request.GET
    return {
        "version": row.version,
        "clinician": _uuid(asked.get("clinician", "")) or row.clinician_id,
        "room": _uuid(asked.get("room", "")) or row.room_id,
        **_moment(asked, row.outlet.time_zone),
    }


def _moment(asked: QueryDict, zone: str) -> dict[str, Any]:
    try:
        at = parse_datetime(asked.get("at", ""))
    except ValueError:  # a day that no calendar has
        at = None
    if at is None or at.tzinfo is None:
        return {}
    local = at.astimezone(ZoneInfo(zone))
    return {"on": local.date(), "time": local.time(), "at": at.isoformat()}


def _local(start: dict[str, Any], zone: str) -> datetime:
    if "on" not in start:
        raise Http404("no such time")
    return datetime.combine(start["on"], start["time"], tzinfo=ZoneInfo(zone))


def _thought_of(
    request: PatientRequest, start: dict[str, Any]
) -> NewAppointment | None:
    """Return the appointment that a link proposes; None if it names no time."""
    place = Outlet.objects.filter(id=start["outlet"], id__in=request.outlets).first()
    if place is None or start["service"] is None or "on" not in start:
        return None
    return NewAppointment(
        patient=request.person.id,
        outlet=place.id,
        service=start["service"],
        starts_at=_local(start, place.time_zone),
        clinician=start["clinician"],
        room=start["room"],
        protocol=start["protocol"],
    )


def _warnings(new: NewAppointment | None, *, at: datetime) -> list[Objection]:
    if new is None:
        return []
    return [one for one in objections(new, at=at) if one.warns]


def _row(request: PatientRequest, key: UUID) -> Appointment:
    rows = Appointment.objects.select_related("outlet", "service")
    mine = rows.filter(patient_id__in=request.person.ids, outlet__in=request.outlets)
    return get_object_or_404(mine.exclude(state="cancelled"), id=key)


def _in_words(row: Appointment) -> str:
    local = row.starts_at.astimezone(ZoneInfo(row.outlet.time_zone))
    return f"{row.service.name} · {row.outlet.name} · {local:%Y-%m-%d %H:%M}"


def _page(request: PatientRequest, title: str, button: str, *, done: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=reverse("desk:patient", args=[request.person.id]),
        done=done,
        header=header_of(request),
        template="booking/enter.html",
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
