"""The pages that end a treatment: the signature, or giving it up."""

from typing import Any
from uuid import UUID

import attrs
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.treatment import actions
from glabella.clinic.treatment.forms import AbandonForm, FinishForm
from glabella.clinic.treatment.models import Treatment
from glabella.clinic.treatment.showing import page_context
from glabella.clinic.treatment.values import Ending
from glabella.clinic.treatment.views.pressing import page_of, row_of, url_of

ALL = "all"


def finish(request: PatientRequest, patient: UUID, treatment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Sign: the session is sealed and the stock drawn, all at once."""
    row = row_of(request, treatment)
    if row.state != "open":  # sent again after the network was gone: it is one session
        return redirect(url_of(row))
    shown = page_context(row, request.person, at=request.at)
    form = FinishForm(
        sent(request),
        initial={"version": row.version},
        deviates=bool(shown["deviations"]),
    )

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        ending = Ending(
            name=request.user.name,
            version=data["version"],
            all_as_planned=request.POST.get("given") == ALL,
            reason=data.get("reason", ""),
        )
        actions.finish(
            row.id, ending, who=request.person, by=request.actor, at=request.at
        )

    page = attrs.evolve(
        page_of(
            request,
            row,
            _("Finish the treatment"),
            _("Sign and seal"),
            done=_("Sealed. Only addenda follow."),
        ),
        icon="badge-check",
        lead=_("After signing nothing here changes; only addenda follow."),
        template="treatment/finish.html",
        context=shown,
    )
    answer = answer_form(request, form, deed=deed, page=page)
    sealed = row_of(request, treatment)
    return redirect(url_of(sealed)) if _is_done(sealed) else answer


def _is_done(row: Treatment) -> bool:
    return row.state == "finished"


def abandon(request: PatientRequest, patient: UUID, treatment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Give a treatment up in which nothing was injected."""
    row = row_of(request, treatment)
    form = AbandonForm(sent(request), initial={"version": row.version})

    def deed(data: dict[str, Any]) -> None:
        actions.abandon(row.id, **data, by=request.actor, at=request.at)

    page = attrs.evolve(
        page_of(request, row, _("Give it up"), _("Give it up"), done=_("Given up.")),
        danger=True,
        icon="x",
        lead=_("Only where nothing was injected. What was opened stays in the stock."),
        back=reverse("treatment:sessions", args=[request.person.id]),
    )
    return answer_form(request, form, deed=deed, page=page)
