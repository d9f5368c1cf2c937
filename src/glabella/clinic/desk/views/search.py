"""Find a patient, or make a new card after looking for the one that may be there."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import CARE_TEAM
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.desk.forms.people import NewPatientForm
from glabella.clinic.desk.queries import Hit, found_patients
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people import actions
from glabella.clinic.people.models import Patient
from glabella.clinic.people.queries import likely_duplicates
from glabella.clinic.people.values import Duplicate, NewPatient

PAGE_SIZE = 25


def search(request: StaffRequest) -> HttpResponse:
    """Show the patients that a search means; without words, those seen lately."""
    words = request.GET.get("q", "").strip()
    hits = found_patients(words, standing=request.standing, on=day_here(request))
    page = Paginator(hits, PAGE_SIZE).get_page(request.GET.get("page"))
    rows: list[Hit] = list(page.object_list)
    shown(request, [row.patient.id for row in rows])
    template = "desk/_hits.html" if request.htmx else "desk/search.html"
    return render(request, template, {"q": words, "page": page, "rows": rows})


def new_patient(request: StaffRequest) -> HttpResponse:
    """Make a new card; cards that may be of the same person are shown first."""
    form = NewPatientForm(sent(request), initial={"language": "de"})
    duplicates: list[Duplicate] = []
    if form.is_valid():
        duplicates = _duplicates(request, form.cleaned_data)
        if not duplicates or "another_person" in request.POST:
            try:
                made = _register(request, form)
            except AlreadyDoneError:
                messages.info(request, _("The card is made already; look below."))
                return redirect("desk:search")
            if made is not None:
                messages.success(request, _("The card is made."))
                return redirect("desk:patient", patient=made.id)
    shown(request, [one.patient.id for one in duplicates])
    context = {
        "form": form,
        "duplicates": duplicates,
        "back": reverse("desk:search"),
        "ticket": new_ticket(),
    }
    status = 422 if form.errors or duplicates else 200
    return render(request, "desk/new_patient.html", context, status=status)


def _duplicates(request: StaffRequest, data: dict[str, Any]) -> list[Duplicate]:
    outlets = request.standing.reach(CARE_TEAM)
    return likely_duplicates(_new(data), outlets=outlets)


def _new(data: dict[str, Any]) -> NewPatient:
    return NewPatient(**{k: v for k, v in data.items() if k != "number"})


def _register(request: StaffRequest, form: NewPatientForm) -> Patient | None:
    data = form.cleaned_data
    try:
        if request.outlet is None:
            raise DeedRefusedError(_("you work at no outlet."))  # noqa: TRY301 shown in the form
        with once(request):
            return actions.register_patient(
                _new(data),
                by=request.actor,
                at=request.at,
                outlet=request.outlet,
                number=data["number"],
            )
    except DeedRefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
