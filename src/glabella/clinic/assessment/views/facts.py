"""What is known of a patient: every statement, and the lists behind the questions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.accounts.roles import CLINICAL
from glabella.clinic.assessment.actions import note_preventive, watch_urgent
from glabella.clinic.assessment.forms.deeds import DoseForm, PreventiveForm
from glabella.clinic.assessment.views.opened import form_page, page_context, visit_of
from glabella.clinic.assessment.words import said, source_words, value_words
from glabella.clinic.folder.fields import NothingForm, ReasonForm
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record import actions as record_actions
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import FactEntry
from glabella.clinic.record.values import NewExternalDose


def facts(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show every statement that stands, newest first, and the doses from elsewhere."""
    context = {
        **page_context(request, visit_of(request)),
        "rows": [_row(row) for row in record.facts(request.person)],
        "doses": record.external_doses(request.person),
        "may_write": bool(request.roles & CLINICAL),
    }
    return render(request, "assessment/facts.html", context)


def _row(row: FactEntry) -> dict[str, Any]:
    catalogue = library().catalogue
    is_known = row.fact in catalogue
    return {
        "id": row.id,
        "question": said(catalogue[row.fact].question) if is_known else row.fact,
        "value": value_words(
            catalogue.normalise(row.fact, row.value) if is_known else row.value
        ),
        "as_of": row.as_of,
        "source": source_words(row.source or "stated"),
        "by": row.recorded_by.name if row.recorded_by else "",
        "at": row.recorded_at,
    }


def withdraw_fact(request: PatientRequest, patient: UUID, fact: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Withdraw a statement that was recorded by mistake."""
    if fact not in {row.id for row in record.facts(request.person)}:
        raise Http404("this patient has no such fact")

    def deed(data: dict[str, Any]) -> None:
        record_actions.withdraw_fact(
            fact, reason=data["reason"], by=request.actor, at=request.at
        )

    page = form_page(
        request,
        _("Withdraw the statement"),
        _("Withdraw"),
        lead=_("It stays on record and counts no more."),
        done=_("Withdrawn. It can still be read."),
        danger=True,
        icon="undo-2",
        back=reverse("assessment:facts", args=[request.person.id]),
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def new_dose(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Note a toxin given elsewhere, as far as it is known."""

    def deed(data: dict[str, Any]) -> None:
        new = NewExternalDose(**data)
        record_actions.note_external_dose(
            request.person.id, new, by=request.actor, at=request.at
        )
        watch_urgent(request.person.id, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("A toxin given elsewhere"),
        _("Keep"),
        lead=_(
            "What is not known stays empty: an unknown brand or dose blocks, it is"
            " never guessed."
        ),
        done=_("Kept. It counts in the ledger."),
        back=reverse("assessment:facts", args=[request.person.id]),
    )
    return answer_form(request, DoseForm(sent(request)), deed=deed, page=page)


def withdraw_dose(request: PatientRequest, patient: UUID, dose: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Withdraw a dose from elsewhere that was noted by mistake."""
    if dose not in {row.id for row in record.external_doses(request.person)}:
        raise Http404("this patient has no such dose")

    def deed(_data: dict[str, Any]) -> None:
        record_actions.withdraw_external_dose(dose, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("Withdraw the dose"),
        _("Withdraw"),
        lead=_("It stays on record and counts no more."),
        done=_("Withdrawn."),
        danger=True,
        icon="undo-2",
        back=reverse("assessment:facts", args=[request.person.id]),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def new_preventive(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Add an earlier preventive medicine to the list."""

    def deed(data: dict[str, Any]) -> None:
        row = {name: value for name, value in data.items() if value not in {"", None}}
        note_preventive(request.person.id, row, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("An earlier preventive medicine"),
        _("Add"),
        icon="plus",
        done=_("Added to the list."),
        back=reverse("assessment:facts", args=[request.person.id]),
    )
    return answer_form(request, PreventiveForm(sent(request)), deed=deed, page=page)
