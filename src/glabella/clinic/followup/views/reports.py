"""Reports to an authority: prepare, show, send, set aside; and what an outlet owes."""

from typing import Any
from uuid import UUID

import attrs
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.audit.actor import system
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.followup.actions import reports as actions
from glabella.clinic.followup.forms.reviews import ReportForm, SentForm
from glabella.clinic.followup.queries import reviews as queries
from glabella.clinic.followup.queries.reviews import Owed
from glabella.clinic.followup.report import Known, content, label_word, pdf
from glabella.clinic.followup.rules.authorities import covering
from glabella.clinic.followup.shown import owed_rows
from glabella.clinic.followup.values import NewReport
from glabella.clinic.followup.views.opened import language, outlet_of, page, there
from glabella.clinic.people import queries as people
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import decisions, outlet
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import SideEffect


def prepare(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    row: UUID,
    duty: str,
) -> HttpResponse:
    """Prepare the report of an effect, filled in from the record."""
    found = there(queries.effect(request.person, row))
    place = outlet_of(request)
    owed = _owed(found, place, duty)
    form = ReportForm(sent(request), initial=_filled(found, owed))

    def deed(data: dict[str, Any]) -> None:
        _prepare(request, place, _with_clock(owed, data), data)

    words = page(
        request,
        _("Report to %(authority)s") % {"authority": owed.duty.to},
        _("Prepare the report"),
        back=reverse("followup:effect", args=[request.person.id, row]),
        done=_("The report is prepared. It is not sent yet."),
        icon="file-text",
        template="followup/report_form.html",
        context={
            "effect": found,
            "label": label_word(found, decisions(), library=library()),
            "row": owed_rows((owed,), on=day_here(request), language=language())[0],
        },
    )
    return answer_form(request, form, deed=deed, page=words)


def _owed(found: SideEffect, place: Outlet, duty: str) -> Owed:
    rows = queries.owed(
        (found,), country=place.profile, zone_of=place, library=library()
    )
    for each in rows:
        if each.duty.id == duty:
            return each
    raise Http404("this country has no such duty for the effect")


def _filled(found: SideEffect, owed: Owed) -> dict[str, Any]:
    lots = found.session.lots.all() if found.session else ()
    return {
        "lots": ", ".join(dict.fromkeys(each.lot_number for each in lots)),
        "learned_on": owed.learned_on,
        "story": found.label,
    }


def _with_clock(owed: Owed, data: dict[str, Any]) -> Owed:
    """Return what is owed with its clock from the day that was typed."""
    learned = data["learned_on"]
    clock = owed.duty.clock(learned, reminder=covering().reminder)
    return attrs.evolve(owed, learned_on=learned, clock=clock)


def _prepare(
    request: PatientRequest, place: Outlet, owed: Owed, data: dict[str, Any]
) -> None:
    known = Known(
        owed=owed,
        outlet=place,
        patient=request.person.patient,
        typed=data,
        therapies=tuple(record.therapies(request.person)),
        practice=decisions(),
        reporter=request.user.name,
        number=_number(request, place),
    )
    found = content(known, library=library(), language=language())
    new = NewReport(
        outlet=place.id,
        country=place.profile,
        duty=owed.duty.id,
        authority=owed.duty.to,
        learned_on=owed.learned_on,
        due_on=owed.clock.day,
        content=found,
        title=_("Report to %(authority)s") % {"authority": owed.duty.to},
    )
    pages = pdf(found, on=day_here(request))
    actions.prepare_report(owed.effect.id, new, pages, by=request.actor, at=request.at)


def _number(request: PatientRequest, place: Outlet) -> str:
    rows = people.numbers(request.person)
    return next((row.number for row in rows if row.outlet_id == place.id), "")


def report(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show a report as it was prepared, with its state."""
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "follow_up"),
        "report": there(queries.report(request.person, row)),
        "on": day_here(request),
    }
    return render(request, "followup/report.html", context)


def mark_sent(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Say that a report was sent."""
    there(queries.report(request.person, row))

    def deed(data: dict[str, Any]) -> None:
        reference = data["reference"]
        actions.mark_sent(row, reference=reference, by=request.actor, at=request.at)

    words = page(
        request,
        _("The report was sent"),
        _("Mark as sent"),
        icon="send",
        back=_back(request, row),
        done=_("The report is marked as sent."),
    )
    return answer_form(request, SentForm(sent(request)), deed=deed, page=words)


def set_aside(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Set a report aside that will not be sent, with the reason."""
    there(queries.report(request.person, row))

    def deed(data: dict[str, Any]) -> None:
        reason = data["reason"]
        actions.set_report_aside(row, reason=reason, by=request.actor, at=request.at)

    words = page(
        request,
        _("This report will not be sent"),
        _("Set aside"),
        danger=True,
        icon="x",
        back=_back(request, row),
        done=_("The report is set aside."),
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=words)


def _back(request: PatientRequest, row: UUID) -> str:
    return reverse("followup:report", args=[request.person.id, row])


def reports(request: StaffRequest) -> HttpResponse:
    """Show what this outlet owes to authorities; what is overdue becomes urgent."""
    rows: list[dict[str, Any]] = []
    if request.outlet is not None:
        place = outlet(request.outlet)
        late = queries.overdue(place, at=request.at, library=library())
        machine = system("followup:reports")
        actions.raise_overdue(place.id, late, by=machine, at=request.at)
        found = queries.owed_at(place, at=request.at, library=library())
        rows = owed_rows(found, on=day_here(request), language=language())
    shown(request, [each["owed"].effect.patient_id for each in rows])
    return render(request, "followup/reports.html", {"rows": rows})
