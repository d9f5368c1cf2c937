"""The card with which a treatment starts: what is lacking, and the time-out."""

from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import NoReverseMatch, reverse

from glabella.clinic.accounts.tickets import new_ticket
from glabella.clinic.consent.standing import standing
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people import queries as people
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import queries as planning
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.models import Staff
from glabella.clinic.treatment import queries
from glabella.clinic.treatment.forms import TimeOutForm
from glabella.clinic.treatment.readiness import asks_again, stops
from glabella.clinic.treatment.values import Lacking, Ready
from glabella.clinic.treatment.words import protocol_name


def plan_or_404(request: PatientRequest, key: UUID) -> Plan:
    """Return a plan of this person."""
    found = planning.plan_of(request.person, key)
    if found is None:
        raise Http404("this patient has no such plan")
    return found


def card_of(
    request: PatientRequest, plan: Plan | None, *, data: QueryDict | None = None
) -> dict[str, Any]:
    """Return what the card shows; without a form where something is lacking."""
    if request.outlet is None:
        return {"plan": None, "form": None, "lacking": [], "warnings": []}
    on = day_here(request)
    staff = Staff.objects.filter(user=request.user).first()
    ready = Ready(
        request.person, request.outlet, staff.id if staff else None, on, request.at
    )
    found = queries.lacking(ready, plan)
    # Who injects is chosen in the form itself.
    refused = [one for one in stops(found) if one.what != "role"]
    form = None
    if plan is not None and (data is not None or not refused):
        form = _form(request, plan, staff, data=data)
    return {
        "plan": plan,
        "form": form,
        "lacking": [_row(request, one) for one in refused],
        "warnings": [_row(request, one) for one in found if one.is_warning],
        "ticket": new_ticket(),
        "allergies": people.allergies(request.person),
        "protocols": [protocol_name(one["protocol"]) for one in plan.orders]
        if plan
        else [],
        "site_count": len(plan.sites.all()) if plan else 0,
    }


def _form(
    request: PatientRequest, plan: Plan, staff: Staff | None, *, data: QueryDict | None
) -> TimeOutForm:
    agreed = standing(request.person, plan, on=day_here(request))
    is_male = request.person.patient.sex == "male"
    before = {"clinician": staff, "pregnancy": "not_applicable" if is_male else None}
    return TimeOutForm(data, initial=before, asks_again=asks_again(agreed))


def _row(request: PatientRequest, one: Lacking) -> dict[str, str]:
    return {"text": one.text, "mending": one.mending, "url": _url(request, one.url)}


def _url(request: PatientRequest, name: str) -> str:
    for args in ([request.person.id], []):
        try:
            return reverse(name, args=args) if name else ""
        except NoReverseMatch:  # an address that takes no patient, or is not there
            continue
    return ""
