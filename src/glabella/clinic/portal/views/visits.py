"""One's own appointments: coming and past, into the calendar, moved, cancelled, booked.

The laws of booking are asked in the deeds; what staff are only warned of is refused
here in plain words, with the earliest day where one is known.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions
from glabella.clinic.booking.actions.offers import accept, decline
from glabella.clinic.booking.calendars import calendar, event_of
from glabella.clinic.booking.choices import (
    LOOK,
    Wish,
    alternatives,
    first_free,
    free_days,
    moment_in,
    slot_at,
)
from glabella.clinic.booking.laws import is_theirs_to_change
from glabella.clinic.booking.models import Appointment, Service
from glabella.clinic.booking.next_date import next_date
from glabella.clinic.booking.queries import offers_of, visits_of
from glabella.clinic.booking.slots import Slot
from glabella.clinic.booking.values import NewAppointment, NewTime
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.practice.lexicon import outlet_address, outlet_name
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at

UNPROCESSABLE = 422
OVER = frozenset({"cancelled", "no_show"})
# A first talk is booked by those who are not known yet.
OWN_KINDS = ("treatment", "review", "other")


def visits(request: PortalRequest) -> HttpResponse:
    """Show what is offered, what is coming and what was."""
    rows = visits_of(request.person.ids)
    coming = [
        {"row": one, "is_mine": is_theirs_to_change(one, at=request.at)}
        for one in reversed(rows)
        if one.ends_at >= request.at and one.state not in OVER
    ]
    is_mine = request.proxy is None
    context = {
        "offers": offers_of(request.person.ids, at=request.at) if is_mine else [],
        "coming": coming,
        "past": [one for one in rows if one.ends_at < request.at],
        "services": _services(request) if is_mine else [],
        "is_mine": is_mine,
        "outlet": request.door.outlet,
        "ticket": new_ticket(),
    }
    return render(request, "portal/visits.html", context)


def to_calendar(request: PortalRequest, appointment: UUID) -> HttpResponse:
    """Hand an appointment over to the calendar of the phone: time and place alone."""
    row = _row(request, appointment)
    stamp = row.cancelled_at or row.booked_at
    name = outlet_name(row.outlet, language=get_language() or "en")
    event = event_of(row, where=name, stamp=stamp)
    if address := outlet_address(row.outlet):
        event.add("location", " ".join(address))
    content = calendar([event], zones=[row.outlet.time_zone]).to_ical()
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return answer


def cancel(request: PortalRequest, appointment: UUID) -> HttpResponse:
    """Ask once more, then give the time back."""
    row = _changeable(request, appointment)
    refusal = ""
    if request.method == "POST":
        with override(row.outlet.language):
            reason = _("Cancelled by the person in the portal.")
        refusal = _do(
            request,
            lambda: actions.cancel(
                row.id,
                reason=reason,
                version=_version(request),
                by=request.actor,
                at=request.at,
            ),
        )
        if not refusal:
            messages.success(request, _("Cancelled. The time is free for others."))
            return redirect("portal:visits")
    context = {"row": row, "refusal": refusal, "ticket": new_ticket()}
    status = UNPROCESSABLE if refusal else 200
    return render(request, "portal/visit_cancel.html", context, status=status)


def move(request: PortalRequest, appointment: UUID) -> HttpResponse:
    """Choose another time for an appointment, with the same service and place."""
    row = _changeable(request, appointment)
    wish = _wish(request, row.service, row.outlet, protocol=row.protocol)

    def deed(slot: Slot) -> None:
        to = NewTime(slot.starts_at, slot.clinician, slot.room)
        version = _version(request)
        actions.move(row.id, to, version=version, by=request.actor, at=request.at)

    return _choose(
        request, wish, deed, moving=row, done=_("Your appointment is moved.")
    )


def book(request: PortalRequest, outlet: UUID, service: UUID) -> HttpResponse:
    """Choose a time for a further appointment."""
    found = next(
        (
            (place, what)
            for place, what in _services(request)
            if (place.id, what.id) == (outlet, service)
        ),
        None,
    )
    if found is None:
        raise Http404("the practice books this")
    place, what = found
    wish = _wish(request, what, place)

    def deed(slot: Slot) -> None:
        new = NewAppointment(
            patient=request.person.id,
            outlet=slot.outlet,
            service=what.id,
            starts_at=slot.starts_at,
            clinician=slot.clinician,
            room=slot.room,
        )
        actions.book(new, by=request.actor, at=request.at)

    return _choose(request, wish, deed, moving=None, done=_("Your time is booked."))


@require_POST
def answer(request: PortalRequest, offer: UUID, word: str) -> HttpResponse:
    """Take or decline a time that the waiting list offers."""
    if offer not in {row.id for row in offers_of(request.person.ids, at=request.at)}:
        messages.info(request, _("This offer has ended. You stay on the list."))
        return redirect("portal:visits")
    deed = {"accept": accept, "decline": decline}.get(word)
    if deed is None:
        raise Http404("an offer is accepted or declined")
    refusal = _do(request, lambda: deed(offer, by=request.actor, at=request.at))
    if refusal:
        messages.warning(request, refusal)
    elif word == "accept":
        messages.success(request, _("Your time is booked."))
    else:
        messages.success(request, _("Declined. You stay on the list."))
    return redirect("portal:visits")


# ---- choosing a time ----------------------------------------------------------------


def _choose(
    request: PortalRequest,
    wish: Wish | None,
    deed: Callable[[Slot], None],
    *,
    moving: Appointment | None,
    done: str,
) -> HttpResponse:
    """Show free days, and take the time that was chosen."""
    refusal = ""
    others: list[datetime] = []
    chosen = moment_in(request.POST.get("start", ""))
    if wish is not None and request.method == "POST" and chosen is not None:
        slot = slot_at(wish, chosen)
        refusal = _("This time is not free any more.")
        if slot is not None:
            refusal = _do(request, lambda: deed(slot))
            if not refusal:
                messages.success(request, done)
                return redirect("portal:visits")
        others = list(alternatives(wish, chosen))
    first = _first(request, wish)
    later = first + timedelta(days=LOOK) if first else None
    context = {
        "moving": moving,
        "wish": wish,
        "outlet": moving.outlet if moving else request.door.outlet,
        "days": free_days(wish, first=first) if wish and first else [],
        "later": later if wish and later and later <= wish.last else None,
        "refusal": refusal,
        "others": others,
        "ticket": new_ticket(),
    }
    status = UNPROCESSABLE if refusal else 200
    return render(request, "portal/visit_times.html", context, status=status)


def _wish(
    request: PortalRequest, service: Service, place: Outlet, *, protocol: str = ""
) -> Wish | None:
    """Return what may be looked for; None if only the practice can say from when."""
    earliest: date | None = None
    if service.kind in {"treatment", "review"}:
        today = today_at(place, at=request.at)
        found = next_date(request.person, place=place, on=today, protocol=protocol)
        if service.kind == "treatment":
            if not found.is_known:
                return None
            earliest = found.earliest
        elif found.review is not None:
            earliest = found.review.from_
    return Wish(service=service, outlet=place, at=request.at, earliest=earliest)


def _first(request: PortalRequest, wish: Wish | None) -> date | None:
    if wish is None:
        return None
    try:
        asked = parse_date(request.GET.get("from", ""))
    except ValueError:
        asked = None
    if asked is None:
        return first_free(wish)
    return min(max(asked, wish.first), wish.last)


def _services(request: PortalRequest) -> list[tuple[Outlet, Service]]:
    """Return what somebody may book for themselves, at the outlet of their door."""
    place: Outlet = request.door.outlet
    rows = Service.objects.filter(is_online=True, kind__in=OWN_KINDS)
    return [
        (place, row)
        for row in rows.prefetch_related("outlets").order_by("name_en")
        if not (named := {one.id for one in row.outlets.all()}) or place.id in named
    ]


# ---- what all of them share ---------------------------------------------------------


def _do(request: PortalRequest, deed: Callable[[], object]) -> str:
    """Do a deed once for each form shown; return why it was refused, if it was."""
    try:
        with once(cast("StaffRequest", request)):
            deed()
    except AlreadyDoneError:
        return ""
    except DeedRefusedError as refusal:
        return str(refusal)
    return ""


def _row(request: PortalRequest, appointment: UUID) -> Appointment:
    rows = {one.id: one for one in visits_of(request.person.ids)}
    if appointment not in rows:
        raise Http404("there is no such appointment")
    return rows[appointment]


def _changeable(request: PortalRequest, appointment: UUID) -> Appointment:
    row = _row(request, appointment)
    if row.ends_at < request.at or row.state in OVER:
        raise Http404("this appointment is over")
    return row


def _version(request: PortalRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < len("100000000") else 0
