"""Suicidality: item 9 as filled in on paper, a structured assessment, seen by name."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.assessment import actions
from glabella.clinic.assessment.forms.deeds import Phq9Form, RiskForm
from glabella.clinic.assessment.values import NewRisk
from glabella.clinic.assessment.views.opened import form_page
from glabella.clinic.folder.fields import NothingForm
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import instruments
from glabella.clinic.record.actions import record_score
from glabella.clinic.record.values import NewScore


def phq9(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Enter PHQ-9, or its item 9 alone."""
    form = Phq9Form(sent(request), initial={"taken_on": day_here(request)})

    def deed(data: dict[str, Any]) -> None:
        new = NewScore("phq9", data["taken_on"], form.items())
        record_score(
            request.person.id,
            new,
            by=request.actor,
            at=request.at,
            instruments=instruments(),
        )
        actions.watch_urgent(request.person.id, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("PHQ-9"),
        _("Keep"),
        lead=_(
            "Item 9 alone is enough: a positive answer opens an urgent task at once."
            " An honest answer cancels no treatment; tell the patient so, and when"
            " somebody will next read it."
        ),
        done=_("Kept. A zero does not mean that there is no risk."),
    )
    return answer_form(request, form, deed=deed, page=page)


def risk(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Keep a structured assessment of the risk of suicide, by name."""
    form = RiskForm(sent(request))

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        new = NewRisk(
            name=request.user.name,
            method=data["method"],
            level=data["level"],
            plan=data["plan"],
            valid_until=data["valid_until"],
            cleared=data["cleared"] == "yes",
        )
        actions.assess_suicide_risk(
            request.person.id, new, by=request.actor, at=request.at
        )

    page = form_page(
        request,
        _("Structured assessment of the risk of suicide"),
        _("Sign"),
        icon="signature",
        lead=_("A score never replaces the conversation."),
        done=_("Kept under your name."),
    )
    return answer_form(request, form, deed=deed, page=page)


def acknowledge(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Keep that a clinician has seen the positive item today."""

    def deed(_data: dict[str, Any]) -> None:
        actions.acknowledge_suicide_item(
            request.person.id, by=request.actor, at=request.at
        )

    page = form_page(
        request,
        _("I have seen the positive item"),
        _("Seen by me"),
        icon="eye",
        lead=_(
            "It clears nothing: the task stays open, and so does the deferral of the"
            " treatment of depression."
        ),
        done=_("Kept under your name for today."),
        back=reverse("assessment:overview", args=[request.person.id]),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)
