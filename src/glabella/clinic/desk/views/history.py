"""Problems, medicines, therapies and allergies of a patient."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.desk.additions import CLINICAL
from glabella.clinic.desk.endings import CLINICAL_ENDINGS
from glabella.clinic.desk.forms.clinical import ProblemChangeForm, TherapyChangeForm
from glabella.clinic.desk.views.card import added, ended
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people import actions as people_actions
from glabella.clinic.people import queries as people
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.record import actions, queries


def history(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show problem list, medicines, therapies and allergies."""
    who = request.person
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "history"),
        "patient": who.patient,
        "problems": queries.problems(who),
        "therapies": queries.therapies(who),
        "allergies": people.allergies(who),
    }
    return render(request, "desk/history.html", context)


def add(request: PatientRequest, patient: UUID, kind: str) -> HttpResponse:  # noqa: ARG001 in request.person
    """Add a problem, a therapy or an allergy."""
    return added(request, CLINICAL.get(kind), back="desk:history")


def end(request: PatientRequest, patient: UUID, kind: str, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """End an allergy that was noted."""
    return ended(request, CLINICAL_ENDINGS.get(kind), row, back="desk:history")


@require_POST
def allergies_asked(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Note that allergies were asked about today."""
    people_actions.note_allergies_asked(
        request.person.id, on=day_here(request), by=request.actor, at=request.at
    )
    return redirect("desk:history", patient=request.person.id)


def problem(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Change a problem; a second editor sees what the first wrote."""
    found = {one.id: one for one in queries.problems(request.person)}.get(row)
    if found is None:
        raise Http404("this patient has no such problem")
    before = {name: getattr(found, name) for name in ProblemChangeForm.base_fields}
    form = ProblemChangeForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        version = data.pop("version")
        actions.change_problem(
            row, data, version=version, by=request.actor, at=request.at
        )

    page = _page(request, _("Change the problem"))
    return answer_form(request, form, deed=deed, page=page)


def therapy(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Change or stop a medicine or therapy."""
    found = {one.id: one for one in queries.therapies(request.person)}.get(row)
    if found is None:
        raise Http404("this patient has no such therapy")
    before = {name: getattr(found, name) for name in TherapyChangeForm.base_fields}
    form = TherapyChangeForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        version = data.pop("version")
        actions.change_therapy(
            row, data, version=version, by=request.actor, at=request.at
        )

    page = _page(request, _("Change or stop this therapy"))
    return answer_form(request, form, deed=deed, page=page)


def _page(request: PatientRequest, title: str) -> FormPage:
    return FormPage(
        title=title,
        button=_("Save"),
        back=reverse("desk:history", args=[request.person.id]),
        done=_("Saved."),
        header=header_of(request),
    )
