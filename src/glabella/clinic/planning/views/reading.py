"""Pages that only show: all plans, one plan, its sheet for print."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import queries
from glabella.clinic.planning.compare import sites_of
from glabella.clinic.planning.drawings import drawings
from glabella.clinic.planning.views.opened import (
    frame,
    heading,
    kept,
    last_time,
    plan_or_404,
)
from glabella.clinic.planning.words import STATUSES, language, said_change
from glabella.clinic.record import queries as record


def plans(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show every plan of a patient, the latest day first."""
    rows = queries.plans(request.person)
    context = {
        **frame(request),
        "rows": [{**heading(row), "status": STATUSES[row.status]} for row in rows],
        "sessions": record.sessions(request.person)[:3],
    }
    return render(request, "planning/plans.html", context)


def plan(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show one plan as it was kept."""
    row = plan_or_404(request, plan)
    context = {**frame(request), **kept(row), **last_time(row, request)}
    return render(request, "planning/plan.html", context)


def sheet(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show one plan as a sheet for print: the same, without anything to press."""
    row = plan_or_404(request, plan)
    context = {**frame(request), **kept(row), "is_sheet": True}
    return render(request, "planning/sheet.html", context)


def compare(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show a plan beside the session before it, muscle by muscle."""
    row = plan_or_404(request, plan)
    context = {**frame(request), **heading(row), **last_time(row, request)}
    found = context["comparison"]
    if found is not None:
        context["changes"] = [(one, said_change(one)) for one in found.places]
        context["before"] = drawings(
            sites_of(found.session), language=language(), is_live=False, key="before"
        )
    sites = list(row.sites.all())
    context["now"] = drawings(sites, language=language(), is_live=False, key="now")
    return render(request, "planning/compare.html", context)
