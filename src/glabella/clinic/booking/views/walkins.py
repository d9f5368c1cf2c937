"""Who stands at the desk without an appointment; and what was noted by mistake."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.booking import actions
from glabella.clinic.booking.forms.walkins import CorrectForm, WalkInForm
from glabella.clinic.booking.laws import Objection
from glabella.clinic.booking.models import Appointment, Service
from glabella.clinic.booking.next_date import next_date
from glabella.clinic.booking.slots import Slot
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.booking.walkins import (
    Desk,
    free_for,
    next_start,
    objections_now,
    visit_of_today,
)
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.models import Outlet, Room
from glabella.clinic.practice.queries import outlet, staff_of


@attrs.frozen
class Choice:
    """Somebody who is free, from when, and the address that fills the form in so."""

    name: str
    time: str
    room: str
    url: str
    is_chosen: bool


def walk_in(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take in somebody who is here: booked for now and arrived, in one deed."""
    place = _place(request)
    service, protocol = _service(request, place)
    slots: list[Slot] = []
    if service is not None:
        slots = free_for(Desk(place, service, request.at), request.person)
    start = _start(request, place, slots) | {
        "service": service.id if service else None,
        "protocol": protocol,
    }
    warnings = _warnings(request, start)
    start["seen"] = " ".join(one.code for one in warnings)
    form = WalkInForm(
        sent(request),
        initial=start,
        patient=request.person.id,
        outlet=place.id,
        at=request.at,
    )

    def deed(_data: dict[str, Any]) -> None:
        actions.walk_in(form.new(), by=request.actor, at=request.at)

    page = FormPage(
        title=_("Walk-in now"),
        button=_("Book and note as arrived"),
        back=reverse("desk:patient", args=[request.person.id]),
        done=_("Booked, and noted as arrived."),
        lead=place.name,
        icon="calendar-check",
        header=header_of(request),
        template="booking/walk_in.html",
        context={
            "warnings": warnings,
            "choices": _choices(request, slots, start),
            "visit": visit_of_today(request.person, place, at=request.at),
            "services": Service.objects.order_by("name_en"),
            "service": service,
        },
    )
    return answer_form(request, form, deed=deed, page=page)


def correct(request: PatientRequest, patient: UUID, appointment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take back that somebody did not come or is done, noted by mistake."""
    rows = Appointment.objects.select_related("outlet", "service").filter(
        patient_id__in=request.person.ids,
        outlet__in=request.outlets,
        state__in=actions.OVER,
    )
    row = get_object_or_404(rows, id=appointment)
    form = CorrectForm(sent(request), initial={"version": row.version})

    def deed(_data: dict[str, Any]) -> None:
        actions.correct(row.id, form.new(), by=request.actor, at=request.at)

    local = row.starts_at.astimezone(ZoneInfo(row.outlet.time_zone))
    page = FormPage(
        title=_("It was noted by mistake"),
        button=_("Take it back"),
        back=reverse("desk:patient", args=[request.person.id]),
        done=_("Taken back."),
        lead=f"{row.service.name} · {row.outlet.name} · {local:%Y-%m-%d %H:%M}",
        icon="undo-2",
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def _place(request: PatientRequest) -> Outlet:
    if request.outlet is None:
        raise Http404("no outlet is chosen")
    return outlet(request.outlet)


def _service(request: PatientRequest, place: Outlet) -> tuple[Service | None, str]:
    """Return what they come for, and which protocol it goes on with.

    What nobody chose is the first consultation of somebody who was never treated, and
    a review of anybody else: nobody is treated without an appointment by default.
    """
    known = next_date(request.person, place=place, on=day_here(request))
    rows = Service.objects.order_by("name_en")
    asked = request.POST.get("service") or request.GET.get("service", "")
    found = rows.filter(id=key).first() if (key := _uuid(asked)) else None
    if found is None:
        kind = "review" if known.protocol else "first"
        found = rows.filter(kind=kind).first() or rows.first()
    goes_on = found is not None and found.kind in {"treatment", "review"}
    return found, known.protocol if goes_on else ""


def _start(request: PatientRequest, place: Outlet, slots: list[Slot]) -> dict[str, Any]:
    """Return what the form begins with: whoever is free first, or was chosen."""
    chosen = _uuid(request.GET.get("clinician", ""))
    found = next((one for one in slots if chosen in {None, one.clinician}), None)
    soonest = next_start(request.at)
    return {
        "outlet": place.id,
        "clinician": found.clinician if found else chosen,
        "room": found.room if found else None,
        "at": (max(found.starts_at, soonest) if found else soonest).isoformat(),
    }


def _choices(
    request: PatientRequest, slots: list[Slot], start: dict[str, Any]
) -> list[Choice]:
    names = {row.id: row.user.name for row in staff_of()}
    rooms = dict(Room.objects.values_list("id", "name"))
    zone = ZoneInfo(_place(request).time_zone)
    found = []
    for slot in slots:
        query = {"clinician": slot.clinician, "service": start["service"]}
        local = slot.starts_at.astimezone(zone)
        found.append(
            Choice(
                name=names.get(slot.clinician, ""),
                time=f"{local:%H:%M}",
                room=rooms.get(slot.room, "") if slot.room else "",
                url=f"?{urlencode(query)}",
                is_chosen=slot.clinician == start["clinician"],
            )
        )
    return found


def _warnings(request: PatientRequest, start: dict[str, Any]) -> list[Objection]:
    at = parse_datetime(start["at"])
    if start["service"] is None or at is None:
        return []
    new = NewAppointment(
        patient=request.person.id,
        outlet=start["outlet"],
        service=start["service"],
        starts_at=at,
        clinician=start["clinician"],
        room=start["room"],
        protocol=start["protocol"],
    )
    return [one for one in objections_now(new, at=request.at) if one.warns]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
