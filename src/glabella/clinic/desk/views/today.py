"""Today at this outlet: who comes, who is here, and what each still lacks.

Beside the appointments, for those who may read the record: who is due and has nothing
booked, urgent tasks, unfinished records, and what expires.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import READERS
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions
from glabella.clinic.booking.closures import hits_ahead
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.queries import day_of, no_shows
from glabella.clinic.desk.board import MOST, Due, Lack, due_at, expiring, lacks_of
from glabella.clinic.desk.days import asked_for
from glabella.clinic.desk.queries import readable
from glabella.clinic.folder.whose import day_here
from glabella.clinic.messages.queries import troubles
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import outlet
from glabella.clinic.record import queries as record
from glabella.clinic.treatment import queries as treatment

COMING = frozenset({"booked"})
HERE = frozenset({"arrived", "in_room"})
OVER = frozenset({"done", "no_show", "cancelled"})
NEXT = {"booked": "arrived", "arrived": "in_room", "in_room": "done"}


@attrs.frozen
class Card:
    """One appointment on the board: when, which state may follow, and what lacks."""

    row: Appointment
    time: str
    next: str
    lacks: tuple[tuple[str, str], ...] = ()
    missed: int = 0
    may_take_back: bool = False


def today(request: StaffRequest) -> HttpResponse:
    """Show the day of this outlet as a board."""
    here = day_here(request)
    on = asked_for(request.GET.get("on", "")) or here
    place = None if request.outlet is None else outlet(request.outlet)
    rows = [] if place is None else day_of(place.id, on=on, zone=place.time_zone)
    is_clinical = bool(request.standing.roles_at([request.outlet]) & READERS)
    beside: dict[str, Any] = {}
    lacks: Mapping[UUID, list[Lack]] = {}
    if place is not None and is_clinical:
        lacks = lacks_of(rows, place=place, on=on)
        beside = _beside(request, place, on=here) if on == here else {}
    shown(request, [*(row.patient_id for row in rows), *_people(beside)])
    missed = no_shows({row.patient_id for row in rows}, at=request.at)
    cards = [
        _card(row, place, lacks, missed=len(missed.get(row.patient_id, ())))
        for row in rows
    ]
    context = {
        "on": on,
        "is_today": on == here,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "columns": {
            "coming": [card for card in cards if card.row.state in COMING],
            "here": [card for card in cards if card.row.state in HERE],
            "over": [card for card in cards if card.row.state in OVER],
        },
        "total": len(rows),
        "post": None if place is None else troubles(place.id, at=request.at),
        "in_vain": 0 if place is None else len(hits_ahead(place.id, at=request.at)),
        **beside,
    }
    return render(request, "desk/today.html", context)


def _card(
    row: Appointment,
    place: Outlet | None,
    lacks: Mapping[UUID, list[Lack]],
    *,
    missed: int,
) -> Card:
    local = ZoneInfo(place.time_zone if place else "UTC")
    found = lacks.get(row.id, ())
    return Card(
        row=row,
        time=row.starts_at.astimezone(local).strftime("%H:%M"),
        next=NEXT.get(row.state, ""),
        lacks=tuple(
            (str(one.words), reverse(one.address, args=[row.patient_id]))
            for one in found
        ),
        missed=missed - (row.state == "no_show"),
        may_take_back=row.state in actions.OVER,
    )


def _beside(request: StaffRequest, place: Outlet, *, on: date) -> dict[str, Any]:
    """Return what stands beside the appointments of today."""
    roles = request.standing.roles_at([place.id])
    tasks = readable(record.open_tasks(place.id), roles=roles)
    due = due_at(place, on=on, at=request.at, library=library())
    return {
        "urgent": [row for row in tasks if row.is_urgent],
        "unfinished": treatment.open_at(place.id),
        "due": due[:MOST],
        "more_due": max(0, len(due) - MOST),
        "expiring": expiring(place, on=on),
        "is_clinical": True,
    }


def _people(beside: Mapping[str, Any]) -> list[UUID]:
    """Return whom the lists beside the appointments show, for the trail."""
    due: list[Due] = beside.get("due", [])
    rows = [*beside.get("urgent", ()), *beside.get("unfinished", ())]
    named = [row.patient_id for row in rows if row.patient_id is not None]
    return [*named, *(one.patient.id for one in due)]


@require_POST
def set_state(request: StaffRequest, appointment: UUID) -> HttpResponse:
    """Note that somebody has arrived, is in the room, is done, or did not come."""
    row = get_object_or_404(Appointment, id=appointment, outlet_id=request.outlet)
    state = request.POST.get("state", "")
    version = request.POST.get("version", "")
    try:
        actions.set_state(
            row.id,
            state,
            version=int(version) if version.isdecimal() else 0,
            by=request.actor,
            at=request.at,
        )
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:today")
