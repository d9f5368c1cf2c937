"""What a person may ask of their data: copy, restriction, erasure; holds; two cards."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import shown
from glabella.clinic.accounts.roles import READERS, Role
from glabella.clinic.audit.actions import record as tell
from glabella.clinic.desk.paper import export_pdf
from glabella.clinic.folder.fields import NothingForm, ReasonForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of, refuse_through_glass
from glabella.clinic.people import actions, queries
from glabella.clinic.people.models import Patient
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.people.values import Duplicate, NewPatient
from glabella.clinic.photos import queries as photos
from glabella.clinic.record.export import everything


def privacy(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show how long the record is kept, what holds it, and what may be done."""
    who = request.person
    kept = queries.retention(who)
    duplicates = _duplicates(request)
    shown(request, [row.patient.id for row in duplicates])
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "privacy"),
        "patient": who.patient,
        "retention": kept,
        "may_erase": kept.allows_erasure(day_here(request)),
        "holds": queries.holds(who).select_related("set_by"),
        "merges": queries.merges(who),
        "duplicates": duplicates,
        "may_guard": Role.LEAD_CLINICIAN in request.roles,
    }
    return render(request, "desk/privacy.html", context)


def _duplicates(request: PatientRequest) -> list[Duplicate]:
    card = request.person.patient
    new = NewPatient(card.family_name, card.given_names, birth_date=card.birth_date)
    outlets = request.standing.reach(READERS)
    rows = queries.likely_duplicates(new, outlets=outlets, card=card.id)
    return [row for row in rows if row.patient.id not in request.person.ids]


def export_json(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Hand out everything about one person, for another system."""
    tell("desk.export", by=request.actor, at=request.at, patient=request.person.id)
    content = photos.without_hidden(
        request.person, everything(request.person, at=request.at)
    )
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    return _download(text.encode(), "application/json", request, "json")


def export_paper(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Hand out everything about one person, to read and to print."""
    tell("desk.export", by=request.actor, at=request.at, patient=request.person.id)
    content = export_pdf(
        photos.without_hidden(
            request.person, everything(request.person, at=request.at)
        ),
        language=get_language() or "en",
        on=day_here(request),
    )
    return _download(content, "application/pdf", request, "pdf")


def _download(
    content: bytes, media_type: str, request: PatientRequest, ending: str
) -> HttpResponse:
    name = f"record-{request.person.id}.{ending}"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def guard(request: PatientRequest, patient: UUID, deed: str) -> HttpResponse:  # noqa: ARG001 in request.person
    """Hold, restrict or erase a record, with a reason."""
    known = {
        "hold": (_("Set a legal hold"), _("Set the hold"), actions.set_hold),
        "restrict": (_("Restrict the record"), _("Restrict"), actions.restrict),
        "erase": (_("Erase the person"), _("Erase"), actions.erase),
    }
    if deed not in known:
        raise Http404("there is no such deed")
    title, button, act = known[deed]

    def run(data: dict[str, Any]) -> None:
        reason = data["reason"]
        act(request.person.id, reason=reason, by=request.actor, at=request.at)

    page = _page(request, title, button, danger=deed == "erase")
    return answer_form(request, ReasonForm(sent(request)), deed=run, page=page)


def lift_restriction(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Open a restricted record again."""

    def run(_data: dict[str, Any]) -> None:
        actions.lift_restriction(request.person.id, by=request.actor, at=request.at)

    page = _page(request, _("Lift the restriction"), _("Lift"))
    return answer_form(request, NothingForm(sent(request)), deed=run, page=page)


def lift_hold(request: PatientRequest, patient: UUID, hold: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Lift a legal hold."""
    if hold not in {row.id for row in queries.holds(request.person)}:
        raise Http404("no such hold stands")

    def run(_data: dict[str, Any]) -> None:
        actions.lift_hold(hold, by=request.actor, at=request.at)

    page = _page(request, _("Lift the legal hold"), _("Lift"))
    return answer_form(request, NothingForm(sent(request)), deed=run, page=page)


def merge(request: PatientRequest, patient: UUID, other: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Say that another card is the same person; it can be undone exactly."""
    found = _likely(request, other)

    def run(data: dict[str, Any]) -> None:
        refuse_through_glass(request)
        actions.merge_cards(
            request.person.id,
            found.id,
            reason=data["reason"],
            by=request.actor,
            at=request.at,
        )

    lead = _("%(family)s, %(given)s becomes another card of this person.") % {
        "family": found.family_name,
        "given": found.given_names,
    }
    page = _page(request, _("The same person"), _("Merge the cards"), lead=lead)
    return answer_form(request, ReasonForm(sent(request)), deed=run, page=page)


def undo_merge(request: PatientRequest, patient: UUID, merge: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Say that the cards were two people after all."""
    if merge not in {row.id for row in queries.merges(request.person)}:
        raise Http404("no such merge stands")

    def run(data: dict[str, Any]) -> None:
        actions.undo_merge(
            merge, reason=data["reason"], by=request.actor, at=request.at
        )

    page = _page(request, _("Undo the merge"), _("Undo"))
    return answer_form(request, ReasonForm(sent(request)), deed=run, page=page)


def tell_apart(request: PatientRequest, patient: UUID, other: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Say that two cards are two people, so that nobody is asked again."""
    found = _likely(request, other)

    def run(_data: dict[str, Any]) -> None:
        actions.tell_apart(request.person.id, found.id, by=request.actor, at=request.at)

    page = _page(request, _("Two people"), _("They are two people"))
    return answer_form(request, NothingForm(sent(request)), deed=run, page=page)


def _likely(request: PatientRequest, other: UUID) -> Patient:
    found = {row.patient.id: row.patient for row in _duplicates(request)}.get(other)
    if found is None:
        raise Http404("no such card is like this one at your outlets")
    return found


def _page(
    request: PatientRequest,
    title: str,
    button: str,
    *,
    lead: str = "",
    danger: bool = False,
) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=reverse("desk:privacy", args=[request.person.id]),
        done=_("Done."),
        lead=lead,
        danger=danger,
        header=header_of(request),
    )
