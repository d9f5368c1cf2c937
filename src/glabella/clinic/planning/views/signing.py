"""Pages of a physician: confirm by name, approve by signature; and withdraw."""

from typing import Any
from uuid import UUID

import attrs
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import actions, queries
from glabella.clinic.planning.forms.deeds import ApproveForm, ConfirmForm
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.views.opened import kept, plan_or_404
from glabella.clinic.planning.words import say


def confirm(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Vouch by name for one thing that a plan waits for."""
    row = plan_or_404(request, plan)
    what = request.GET.get("what", "")
    counted = queries.counted(row, request.person, today=day_here(request))
    asked = {one.what: one.why for one in (*counted.needed, *counted.landmarks)}
    if what not in asked:
        raise Http404("nothing of that name waits for a confirmation")

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        actions.confirm(
            row,
            what,
            basis=data["basis"],
            name=request.user.name,
            by=request.actor,
            at=request.at,
        )

    page = _page(request, row, _("Confirm by name"), _("Confirm"))
    page = attrs.evolve(
        page,
        back=reverse("planning:edit", args=[request.person.id, row.id]),
        lead=say(asked[what]),
        done=_("Confirmed for this plan, and for these doses only."),
    )
    return answer_form(request, ConfirmForm(sent(request)), deed=deed, page=page)


def approve(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Sign a plan; from then on it is frozen."""
    row = plan_or_404(request, plan)
    form = ApproveForm(sent(request), initial={"version": row.version})

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        actions.approve(
            row,
            name=request.user.name,
            version=data["version"],
            by=request.actor,
            at=request.at,
        )

    page = _page(request, row, _("Approve the plan"), _("Approve"))
    page = attrs.evolve(
        page,
        lead=_("After that it cannot be changed; only a new plan replaces it."),
        done=_("Approved. The consent comes next."),
        icon="badge-check",
        template="planning/approve.html",
        context=kept(row),
    )
    return answer_form(request, form, deed=deed, page=page)


def withdraw(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take a plan back, with the reason."""
    row = plan_or_404(request, plan)

    def deed(data: dict[str, Any]) -> None:
        actions.withdraw(row, reason=data["reason"], by=request.actor, at=request.at)

    page = _page(request, row, _("Withdraw the plan"), _("Withdraw"))
    page = attrs.evolve(page, danger=True, icon="ban", done=_("Withdrawn."))
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def _page(request: PatientRequest, row: Plan, title: str, button: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=reverse("planning:plan", args=[request.person.id, row.id]),
        done="",
        header=header_of(request),
    )
