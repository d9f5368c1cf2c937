"""A physician decides by name, sets a rule aside, and reads a decision again."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.assessment import actions, queries
from glabella.clinic.assessment.forms.deeds import DecideForm, OverrideForm
from glabella.clinic.assessment.replays import replay
from glabella.clinic.assessment.shows import protocol_show, verdict_words
from glabella.clinic.assessment.values import NewOverride, SignedDecision
from glabella.clinic.assessment.views.opened import (
    form_page,
    outlet_here,
    page_context,
    visit_of,
)
from glabella.clinic.assessment.visits import Visit, fingerprint
from glabella.clinic.assessment.words import said
from glabella.clinic.people.request import PatientRequest
from glabella.core.eligibility import Verdict
from glabella.core.protocol import Protocol


def _protocol(seen: Visit, name: str) -> Protocol:
    found = seen.library.protocols.get(name)
    if found is None:
        raise Http404("there is no such protocol")
    return found


def decide(request: PatientRequest, patient: UUID, protocol: str) -> HttpResponse:  # noqa: ARG001 in request.person
    """Sign what is decided, on the facts as they stand."""
    seen = visit_of(request)
    found = _protocol(seen, protocol)
    made = seen.assess(found)
    form = DecideForm(sent(request), initial={"seen": fingerprint(made)})
    if made.verdict is not Verdict.CRITERIA_MET_OFF_LABEL:
        del form.fields["reason"], form.fields["alternatives"]

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        new = SignedDecision(
            protocol=found.id,
            outlet=outlet_here(request).id,
            name=request.user.name,
            reason=data.get("reason", ""),
            alternatives=data.get("alternatives", ""),
            seen=data["seen"],
        )
        actions.decide(request.person.id, new, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("Decide: %(protocol)s") % {"protocol": said(found.name)},
        _("Sign the decision"),
        icon="signature",
        lead=_("Kept with the version of the protocol and the facts as they are now."),
        done=_("Decided under your name. Next comes the plan."),
        template="assessment/decide.html",
        context={
            "made": made,
            "show": protocol_show(made, seen, flips=()),
            **page_context(request, seen),
        },
        back=reverse("assessment:protocol", args=[request.person.id, found.id]),
    )
    return answer_form(request, form, deed=deed, page=page)


def override(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    protocol: str,
    criterion: str,
) -> HttpResponse:
    """Set a rule aside for today, where the country's label allows it."""
    seen = visit_of(request)
    found = _protocol(seen, protocol)
    rule = next((one for one in found.criteria if one.id == criterion), None)
    if rule is None:
        raise Http404("there is no such rule")

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        new = NewOverride(
            protocol=found.id,
            criterion=criterion,
            outlet=outlet_here(request).id,
            name=request.user.name,
            reason=data["reason"],
        )
        actions.override(request.person.id, new, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("Treat in spite of a rule"),
        _("Sign the exception"),
        icon="signature",
        danger=True,
        lead=_("%(rule)s The exception holds for today and is kept with its reason.")
        % {"rule": said(rule.text)},
        done=_("The exception is kept under your name. It holds for today."),
        back=reverse("assessment:protocol", args=[request.person.id, found.id]),
    )
    return answer_form(request, OverrideForm(sent(request)), deed=deed, page=page)


def decision(request: PatientRequest, patient: UUID, decision: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show a decision as it was, and what today's text would say of its facts."""
    row = queries.decision(request.person, decision)
    if row is None:
        raise Http404("this patient has no such decision")
    seen = visit_of(request)
    name = seen.library.protocols.get(row.protocol)
    context = {
        **page_context(request, seen),
        "row": row,
        "name": said(name.name) if name else row.protocol,
        "answer": row.answer,
        "decided": row.answer.get("decided") or {},
        "verdict_then": verdict_words(row.verdict),
        "again": replay(row, seen.library),
    }
    return render(request, "assessment/decision.html", context)
