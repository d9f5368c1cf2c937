"""The waiting list on screen: who is next and why, what is free, what is offered."""

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import PHYSICIANS, READERS
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions, queries
from glabella.clinic.booking.candidates import (
    UNKNOWN,
    Candidate,
    Waiting,
    candidates,
    need_in_words,
    open_freed,
    who_waits,
)
from glabella.clinic.booking.forms.waiting import (
    WEEKDAYS,
    LeaveForm,
    OfferForm,
    UrgencyForm,
    WaitingForm,
)
from glabella.clinic.booking.laws import said
from glabella.clinic.booking.models import FairLog, FreedTime, Offer, WaitingEntry
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.cards import outlets_of
from glabella.clinic.people.request import PatientRequest

_ANSWERS = MappingProxyType(
    {
        "": gettext_lazy("waits for an answer"),
        "accepted": gettext_lazy("accepted"),
        "declined": gettext_lazy("declined"),
        "lapsed": gettext_lazy("ran out"),
        "withdrawn": gettext_lazy("withdrawn"),
    }
)
LOGGED = 20  # as many turns as stand on the page


@attrs.frozen
class Line:
    """One who waits, in words; the reason of the urgency for those who may read it."""

    place: int
    waiting: Waiting
    words: list[str]
    urgency_reason: str
    booked: str
    offer: Offer | None


@attrs.frozen
class Free:
    """A freed time in words, with those who could take it."""

    row: FreedTime
    when: str
    running: Offer | None
    people: list[tuple[Candidate, str]]


def waiting(request: StaffRequest) -> HttpResponse:
    """Show who waits, in rank, what became free, and why whom it was offered to."""
    outlets = [request.outlet] if request.outlet else []
    people = who_waits(outlets, at=request.at)
    free = [_free(row, at=request.at) for row in open_freed(outlets, at=request.at)]
    log = queries.log_of(outlets[0], limit=LOGGED) if outlets else []
    roles = request.standing.roles_at([request.outlet])
    context = {
        "people": list(_lines(people, request, is_clinical=bool(roles & READERS))),
        "free": free,
        "log": [_turn(row) for row in log],
        "weekdays": WEEKDAYS,
        "may_urge": bool(roles & PHYSICIANS),
        "ticket": new_ticket(),
    }
    rest = [one.waiting.who.id for line in free for one, _why in line.people]
    logged = [row.offer.entry.patient_id for row in log]
    shown(request, dict.fromkeys([*(one.who.id for one in people), *rest, *logged]))
    return render(request, "booking/waiting.html", context)


def join(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Put somebody on the list, with their wishes."""
    outlets = outlets_of(request.person) & set(request.outlets)
    form = WaitingForm(
        sent(request),
        patient=request.person.id,
        outlets=sorted(outlets),
        on=day_here(request),
        initial={
            "service": request.GET.get("service", ""),
            "outlets": [request.outlet] if request.outlet in outlets else [],
        },
    )

    def deed(_data: dict[str, Any]) -> None:
        actions.join(form.new(), by=request.actor, at=request.at)

    page = FormPage(
        title=_("Put on the waiting list"),
        button=_("Put on the list"),
        back=reverse("booking:book", args=[request.person.id]),
        done=_("On the waiting list."),
        lead=_("A time that becomes free is offered in turn; it is kept meanwhile."),
        icon="list-plus",
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def leave(request: PatientRequest, patient: UUID, entry: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take somebody off the list, with a reason."""
    row = _entry(request, entry)
    form = LeaveForm(sent(request), initial={"version": row.version})

    def deed(data: dict[str, Any]) -> None:
        actions.leave(row.id, **data, by=request.actor, at=request.at)

    title = _("Take off the waiting list")
    page = _page(request, title, button=title, done=_("Off the list."))
    page = attrs.evolve(page, lead=row.service.name, icon="list-x", danger=True)
    return answer_form(request, form, deed=deed, page=page)


def urge(request: PatientRequest, patient: UUID, entry: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Say how urgent it is, by name and with a reason."""
    row = _entry(request, entry)
    start = {
        "level": row.urgency,
        "reason": row.urgency_reason,
        "version": row.version,
    }
    form = UrgencyForm(sent(request), initial=start)

    def deed(data: dict[str, Any]) -> None:
        actions.set_urgency(
            row.id,
            form.new(),
            version=data["version"],
            by=request.actor,
            at=request.at,
        )

    page = _page(request, _("How urgent is it?"), button=_("Save"), done=_("Saved."))
    page = attrs.evolve(page, lead=row.service.name)
    return answer_form(request, form, deed=deed, page=page)


def offer(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    entry: UUID,
    freed: UUID,
) -> HttpResponse:
    """Offer a freed time to somebody, by message or by telephone."""
    row = _entry(request, entry)
    time = get_object_or_404(
        FreedTime.objects.select_related("outlet"),
        id=freed,
        outlet__in=request.outlets,
    )
    form = OfferForm(sent(request))

    def deed(data: dict[str, Any]) -> None:
        actions.offer_to(
            time.id, row.id, reason=data["reason"], by=request.actor, at=request.at
        )

    page = _page(
        request, _("Offer this time"), button=_("Offer"), done=_("Offered and kept.")
    )
    lead = f"{row.service.name} · {_when(time.starts_at, time.outlet.time_zone)}"
    found = candidates(time, at=request.at)
    mine = next((one for one in found if one.waiting.entry.id == row.id), None)
    page = attrs.evolve(
        page,
        lead=lead,
        icon="send",
        template="booking/offer.html",
        context={"candidate": mine, "is_unknown": mine and mine.stock == UNKNOWN},
    )
    return answer_form(request, form, deed=deed, page=page)


@require_POST
def answer(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    offer: UUID,
    word: str,
) -> HttpResponse:
    """Note what somebody said on the telephone: yes, or no."""
    rows = Offer.objects.filter(entry__patient_id__in=request.person.ids)
    row = get_object_or_404(rows, id=offer, outlet__in=request.outlets)
    deeds = {"accept": actions.accept, "decline": actions.decline}
    if word not in deeds:
        raise Http404("no such answer")
    try:
        with once(request):
            deeds[word](row.id, by=request.actor, at=request.at)
    except AlreadyDoneError:
        messages.info(request, _("This was saved already; nothing was doubled."))
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Booked.") if word == "accept" else _("Declined; the place stays.")
        messages.success(request, done)
    return redirect("booking:waiting")


def _lines(
    people: list[Waiting], request: StaffRequest, *, is_clinical: bool
) -> Iterator[Line]:
    for place, one in enumerate(people, start=1):
        coming = [
            row
            for row in queries.visits_of(one.who.ids)
            if row.state == "booked"
            and row.starts_at > request.at
            and row.service_id == one.entry.service_id
        ]
        running = queries.offers_of(one.who.ids, at=request.at)
        mine = [row for row in running if row.entry_id == one.entry.id]
        nearest = coming[-1] if coming else None
        zone = nearest.outlet.time_zone if nearest else ""
        yield Line(
            place=place,
            waiting=one,
            words=need_in_words(one),
            urgency_reason=one.entry.urgency_reason if is_clinical else "",
            booked=_when(nearest.starts_at, zone) if nearest else "",
            offer=mine[0] if mine else None,
        )


def _free(row: FreedTime, *, at: datetime) -> Free:
    running = row.offers.filter(answer="").select_related("entry__patient").first()
    people = [] if running else candidates(row, at=at)
    return Free(
        row=row,
        when=_when(row.starts_at, row.outlet.time_zone),
        running=running,
        people=[(one, _why_not(one)) for one in people],
    )


def _why_not(one: Candidate) -> str:
    """Return why a time is not offered to somebody by itself; "" if it is."""
    if one.barred:
        return one.barred[0][1]
    if one.stock == UNKNOWN:
        return _("nobody knows whether the stock suffices: no plan is approved")
    if not one.may_be_offered:
        return _("the stock of the outlet does not suffice")
    return "" if one.contact else _("call them: no message may go out")


def _turn(row: FairLog) -> dict[str, Any]:
    """Return a turn of the fair log in words; a log is read by people."""
    found = row.offer
    passed = sum(bool(one["passed"]) for one in row.ranking[: row.place - 1])
    mine = row.ranking[row.place - 1]
    return {
        "row": row,
        "patient": found.entry.patient,
        "answer": _ANSWERS[found.answer],
        "of": len(row.ranking),
        "passed": passed,
        "overdue": mine["overdue_days"],
        "urgency": mine["urgency"],
        "again": mine["needed_again"],
        "since": said(datetime.fromisoformat(str(mine["since"])).date()),
        "reason": row.reason,
    }


def _entry(request: PatientRequest, key: UUID) -> WaitingEntry:
    rows = WaitingEntry.objects.select_related("service")
    mine = rows.filter(patient_id__in=request.person.ids, ended_at__isnull=True)
    return get_object_or_404(mine, id=key)


def _page(request: PatientRequest, title: str, *, button: str, done: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=reverse("booking:waiting"),
        done=done,
        header=header_of(request),
    )


def _when(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{said(local.date())}, {local:%H:%M}"
