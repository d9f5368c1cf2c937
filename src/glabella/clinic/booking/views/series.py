"""A proposed series on screen: see it, choose a time for each, book all or some."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions
from glabella.clinic.booking.laws import Objection, objections, said
from glabella.clinic.booking.series import MOST, Series, Step, Wish, propose
from glabella.clinic.booking.slots import Slot
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.queries import outlet, staff_of

DAY = timedelta(days=1)
USUAL = 2  # treatments proposed at first: DERIVED, no source prints it


@attrs.frozen
class Row:
    """One step with its times in words."""

    step: Step
    window: tuple[str, str]
    times: list[tuple[str, str]]


def series(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Propose a series; book what was chosen, all of it or nothing."""
    count = _count(request)
    found = Series("", (), "course")
    if request.outlet is not None:
        wish = Wish(outlet(request.outlet), count)
        found = propose(request.person, wish, at=request.at)
    refused: list[str] = []
    if request.method == "POST":
        try:
            with once(request):
                made = _book(request, found)
        except AlreadyDoneError:
            messages.info(request, _("This was saved already; nothing was doubled."))
            return redirect("booking:book", request.person.id)
        except DeedRefusedError as refusal:
            refused = [str(refusal)]
        else:
            words = _("%(count)s appointments are booked.") % {"count": made}
            messages.success(request, words)
            return redirect("booking:book", request.person.id)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "book"),
        "found": found,
        "rows": list(_rows(request, found)),
        "counts": range(1, MOST + 1),
        "count": count,
        "refused": refused,
        "ticket": new_ticket(),
    }
    return render(
        request, "booking/series.html", context, status=422 if refused else 200
    )


def _count(request: PatientRequest) -> int:
    asked = request.POST.get("count") or request.GET.get("count", "")
    is_number = asked.isascii() and asked.isdecimal()
    return min(max(int(asked), 1), MOST) if is_number else USUAL


@transaction.atomic
def _book(request: PatientRequest, found: Series) -> int:
    """Book the chosen times, each under the laws; nothing if one is refused."""
    chosen = [(one, _chosen(request, one)) for one in found.steps]
    wanted = [(step, slot) for step, slot in chosen if slot is not None]
    if not wanted:
        raise _refusal(_("nothing is chosen."))
    for step, slot in wanted:
        new = _new(request, step, slot, protocol=found.protocol)
        against = list(_against(new, request.at, step=step))
        if against:
            raise _refusal(f"{step.service.name}: {against[0].words}")
        actions.book(new, by=request.actor, at=request.at)
    return len(wanted)


def _against(new: NewAppointment, at: datetime, *, step: Step) -> Iterator[Objection]:
    """Yield what bars a time; the review of a treatment to come has its own window."""
    for one in objections(new, at=at):
        is_own_window = one.code == "outside_review" and step.service.kind == "review"
        if one.warns and not is_own_window:
            yield one


def _chosen(request: PatientRequest, step: Step) -> Slot | None:
    """Return the chosen time of a step, if it is still among the free ones."""
    text = request.POST.get(step.key, "")
    if not text:
        return None
    try:
        at = parse_datetime(text)
    except ValueError:  # a day that no calendar has
        at = None
    found = next((slot for slot in step.slots if slot.starts_at == at), None)
    if found is None:
        raise _refusal(
            _("%(service)s: that time is taken meanwhile.")
            % {"service": step.service.name}
        )
    return found


def _new(
    request: PatientRequest, step: Step, slot: Slot, *, protocol: str
) -> NewAppointment:
    return NewAppointment(
        patient=request.person.id,
        outlet=slot.outlet,
        service=step.service.id,
        starts_at=slot.starts_at,
        clinician=slot.clinician,
        room=slot.room,
        protocol=protocol,
    )


def _rows(request: PatientRequest, found: Series) -> Iterator[Row]:
    if request.outlet is None:
        return
    zone = ZoneInfo(outlet(request.outlet).time_zone)
    names = {row.id: row.user.name for row in staff_of()}
    for step in found.steps:
        yield Row(
            step=step,
            window=(said(step.window.from_), said(step.window.to - DAY)),
            times=[
                (one.starts_at.isoformat(), _words(one, zone, names))
                for one in step.slots
            ],
        )


def _words(slot: Slot, zone: ZoneInfo, names: dict[UUID, str]) -> str:
    local = slot.starts_at.astimezone(zone)
    day = f"{date_format(local.date(), 'D')} {said(local.date())}"
    return f"{day}, {local:%H:%M} · {names.get(slot.clinician, '')}"


def _refusal(why: str) -> DeedRefusedError:
    return DeedRefusedError(
        why,
        where=_("series"),
        mending=_("Choose other times; nothing of the series was booked."),
    )
