"""Today at this outlet: who comes, who is here, and what each still lacks."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.queries import day_of
from glabella.clinic.folder.whose import day_here
from glabella.clinic.practice.queries import outlet

COMING = frozenset({"booked"})
HERE = frozenset({"arrived", "in_room"})
OVER = frozenset({"done", "no_show", "cancelled"})
FIRST, LAST = 1900, 2199  # years of the board; those beside them have days too
NEXT = {"booked": "arrived", "arrived": "in_room", "in_room": "done"}


@attrs.frozen
class Card:
    """One appointment on the board: when, and which state may follow."""

    row: Appointment
    time: str
    next: str


def today(request: StaffRequest) -> HttpResponse:
    """Show the day of this outlet as a board."""
    here = day_here(request)
    on = _asked_for(request.GET.get("on", "")) or here
    rows: list[Appointment] = []
    zone = "UTC"
    if request.outlet is not None:
        zone = outlet(request.outlet).time_zone
        rows = day_of(request.outlet, on=on, zone=zone)
    shown(request, [row.patient_id for row in rows])
    local = ZoneInfo(zone)
    cards = [
        Card(
            row=row,
            time=row.starts_at.astimezone(local).strftime("%H:%M"),
            next=NEXT.get(row.state, ""),
        )
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
    }
    return render(request, "desk/today.html", context)


def _asked_for(text: str) -> date | None:
    """Return the day that an address names; None if it names none of a calendar."""
    try:
        day = parse_date(text)
    except ValueError:  # written as a day, and there is none such
        return None
    return day if day is not None and FIRST <= day.year <= LAST else None


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
