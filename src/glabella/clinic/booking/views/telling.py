"""What people are told by itself: set-up, whom it does not reach, and recalls."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import attrs
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking import closures, recalls, reminders, rules
from glabella.clinic.booking.forms.telling import (
    PauseForm,
    RemindingForm,
    hours_in_words,
)
from glabella.clinic.booking.models import Pause
from glabella.clinic.folder.fields import NothingForm
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.models import Closure, Outlet

WHY: Mapping[str, Promise] = MappingProxyType(
    {
        "closed": gettext_lazy("the outlet is closed on that day"),
        "away": gettext_lazy("the clinician is away on that day"),
        "restricted": gettext_lazy("the record is restricted"),
        "deceased": gettext_lazy("the person has died"),
        "erased": gettext_lazy("the person was erased"),
        "no_way": gettext_lazy("neither e-mail nor phone is on file"),
        "not_safe": gettext_lazy("no way of contact is noted as safe"),
        "not_agreed": gettext_lazy("nobody has agreed to reminders yet"),
        "opted_out": gettext_lazy("wants no such messages"),
        "cannot_text": gettext_lazy("the phone takes no text messages"),
    }
)
STATES: Mapping[str, Promise] = MappingProxyType(
    {
        "due": gettext_lazy("not written to yet"),
        "written": gettext_lazy("written to"),
        "failed": gettext_lazy("the message failed or is uncertain"),
        "passed": gettext_lazy("the usual time is over; not written to any more"),
        "allowed": gettext_lazy("allowed; no usual time is printed, so you decide"),
        "unknown": gettext_lazy("nobody can say from when more is allowed"),
        "unreachable": gettext_lazy("cannot be written to"),
        "paused": gettext_lazy("paused"),
        "declined": gettext_lazy("wants no calls"),
        "advised": gettext_lazy("paused on advice"),
    }
)
MANAGERS = frozenset({Role.ADMINISTRATOR, Role.LEAD_CLINICIAN})


def reminding(request: StaffRequest) -> HttpResponse:
    """Set what this outlet tells people by itself."""
    place = _place(request)
    now = rules.rules_of(place.id)
    start = attrs.asdict(now) | {"hours_before": list(now.hours_before)}
    form = RemindingForm(sent(request), initial=start)

    def deed(_data: dict[str, Any]) -> None:
        rules.set_rules(place.id, form.rules(), by=request.actor, at=request.at)

    page = FormPage(
        title=_("Reminders and invitations"),
        button=_("Save"),
        back=reverse("booking:hours"),
        done=_("Saved."),
        lead=place.name,
        template="booking/reminding.html",
        context={
            "is_default": now.is_default,
            "defaults": [hours_in_words(hours) for hours in rules.HOURS_BEFORE],
        },
    )
    return answer_form(request, form, deed=deed, page=page)


def not_reminded(request: StaffRequest) -> HttpResponse:
    """Show the appointments of the next days that nobody will be reminded of."""
    place = _place(request)
    rows = reminders.not_reminded(place.id, at=request.at)
    in_vain = closures.hits_ahead(place.id, at=request.at)
    named = [*(one.row for one in rows), *(one.row for one in in_vain)]
    shown(request, [one.patient_id for one in named])
    context = {
        "place": place,
        "rows": [(one.row, WHY[one.why]) for one in rows],
        "in_vain": [(one.row, WHY[one.why]) for one in in_vain],
        "reminds": bool(rules.rules_of(place.id).hours_before),
        "days": reminders.AHEAD.days,
    }
    return render(request, "booking/not_reminded.html", context)


def recall_list(request: StaffRequest) -> HttpResponse:
    """Show who may come again and has nothing booked, and what was done about it."""
    place = _place(request)
    rows = recalls.recalls_at(place, at=request.at)
    shown(request, [one.who.id for one in rows])
    context = {
        "place": place,
        "rows": [(one, STATES[one.state], WHY.get(one.why, "")) for one in rows],
        "sends": rules.rules_of(place.id).sends_recalls,
        "may_manage": bool(request.standing.roles_at([request.outlet]) & MANAGERS),
    }
    return render(request, "booking/recalls.html", context)


def pause_recall(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Call somebody back no more, or not before a day."""
    form = PauseForm(sent(request))

    def deed(_data: dict[str, Any]) -> None:
        recalls.pause(request.person.id, form.new(), by=request.actor, at=request.at)

    page = FormPage(
        title=_("Do not call back"),
        button=_("Save"),
        back=reverse("booking:recalls"),
        done=_("Saved."),
        lead=_("No message for a next appointment goes out while this holds."),
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def end_pause(request: PatientRequest, patient: UUID, pause: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Call somebody back again when it is time."""
    row = get_object_or_404(Pause, id=pause, patient_id__in=request.person.ids)

    def deed(_data: dict[str, Any]) -> None:
        recalls.end_pause(row.id, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Call back again"),
        button=_("Call back again"),
        back=reverse("booking:recalls"),
        done=_("Saved."),
        lead=row.reason,
        header=header_of(request),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def closure_hits(request: StaffRequest, closure: UUID) -> HttpResponse:
    """Show the appointments that stand in closed days; nobody is told by itself."""
    place = _place(request)
    row = get_object_or_404(Closure, id=closure, outlet=place)
    rows = closures.hit_by(row, place, at=request.at)
    shown(request, [one.patient_id for one in rows])
    context = {"place": place, "closure": row, "rows": rows}
    return render(request, "booking/closure_hits.html", context)


def _place(request: StaffRequest) -> Outlet:
    if request.outlet is None:
        raise Http404("no outlet is chosen")
    return get_object_or_404(Outlet, id=request.outlet)
