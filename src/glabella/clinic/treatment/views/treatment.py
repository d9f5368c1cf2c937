"""The page of a treatment that is being given; it loses nothing if it is closed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS
from glabella.clinic.accounts.tickets import new_ticket
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.treatment import actions
from glabella.clinic.treatment.forms import (
    DetailsForm,
    FinishForm,
    ReactionForm,
    ScanForm,
)
from glabella.clinic.treatment.models import Treatment
from glabella.clinic.treatment.showing import page_context
from glabella.clinic.treatment.values import Details, NewReaction
from glabella.clinic.treatment.views.pressing import page_of, row_of, url_of


def treatment(request: PatientRequest, patient: UUID, treatment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show a treatment: vials, sites, and the signature at its end."""
    row = row_of(request, treatment)
    if row.state != "open":
        return redirect(url_of(row)) if row.session_id else _given_up(request, row)
    shown = page_context(row, request.person, at=request.at)
    context = {
        **shown,
        "header": header_of(request),
        "tabs": tabs_of(request, "treat"),
        "scan_form": ScanForm(auto_id="scan_%s"),
        "details_form": DetailsForm(initial=_details(row), auto_id="details_%s"),
        "finish_form": FinishForm(
            initial={"version": row.version}, deviates=bool(shown["deviations"])
        ),
        "may_write": bool(request.roles & CLINICAL),
        "may_sign": bool(request.roles & PHYSICIANS),
        "tickets": [new_ticket() for _each in range(6)],
    }
    return render(request, "treatment/treatment.html", context)


def _given_up(request: PatientRequest, row: Treatment) -> HttpResponse:
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "treat"),
        "treatment": row,
    }
    return render(request, "treatment/abandoned.html", context)


def _details(row: Treatment) -> dict[str, Any]:
    names = ("needle", "guidance", "observed_minutes", "note", "version")
    return {name: getattr(row, name) for name in names}


def set_details(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
) -> HttpResponse:
    """Keep needle, guidance, time of observation and note."""
    row = row_of(request, treatment)
    form = DetailsForm(sent(request), initial=_details(row))

    def deed(data: dict[str, Any]) -> None:
        version = data.pop("version")
        actions.set_details(
            row.id, Details(**data), version=version, by=request.actor, at=request.at
        )

    page = page_of(
        request, row, _("Needle, guidance, note"), _("Keep"), done=_("Kept.")
    )
    return answer_form(request, form, deed=deed, page=page)


def note_reaction(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
) -> HttpResponse:
    """Note a reaction on the spot, also after the signature."""
    row = row_of(request, treatment)
    form = ReactionForm(sent(request), initial={"began_at": request.at})

    def deed(data: dict[str, Any]) -> None:
        actions.note_reaction(
            row.id, NewReaction(**data), by=request.actor, at=request.at
        )

    page = FormPage(
        title=_("Note a reaction"),
        lead=_("First the patient, then this page. It can be written afterwards too."),
        button=_("Keep"),
        back=url_of(row),
        done=_("Noted."),
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)
