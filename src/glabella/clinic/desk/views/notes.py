"""Progress notes: a draft until signed; afterwards only addenda."""

from typing import Any
from uuid import UUID

import attrs
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.desk.forms.clinical import (
    AddendumForm,
    NoteChangeForm,
    NoteForm,
    SignNoteForm,
)
from glabella.clinic.desk.queries import refuse_twin
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.record import actions, queries
from glabella.clinic.record.models import Note


def notes(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show the notes of a patient, newest first."""
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "notes"),
        "notes": queries.notes(request.person),
        "patient": request.person.patient,
    }
    return render(request, "desk/notes.html", context)


def new_note(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Write a note."""
    form = NoteForm(sent(request), initial={"on": day_here(request)})

    @transaction.atomic
    def deed(data: dict[str, Any]) -> None:
        if request.outlet is None:
            raise DeedRefusedError(_("you work at no outlet."))
        twins = Note.objects.filter(written_by=request.user, patient=request.person.id)
        refuse_twin(twins.filter(on=data["on"], text=data["text"]), at=request.at)
        actions.write_note(
            request.person.id,
            outlet=request.outlet,
            on=data["on"],
            text=data["text"],
            by=request.actor,
            at=request.at,
        )

    done = _("The note is kept as a draft. Sign it when it is complete.")
    page = _page(request, _("New note"), _("Keep"), done=done)
    return answer_form(request, form, deed=deed, page=page)


def change_note(request: PatientRequest, patient: UUID, note: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Go on writing a draft; a second editor sees what the first wrote."""
    row = _note(request, note)
    before = {"text": row.text, "version": row.version}
    form = NoteChangeForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        actions.change_note(
            note,
            data["text"],
            version=data["version"],
            by=request.actor,
            at=request.at,
        )

    page = _page(request, _("Change the note"), _("Keep"), done=_("Kept as a draft."))
    return answer_form(request, form, deed=deed, page=page)


def sign_note(request: PatientRequest, patient: UUID, note: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Sign a note; it cannot be changed afterwards."""
    row = _note(request, note)
    form = SignNoteForm(sent(request), initial={"version": row.version})

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        actions.sign_note(
            note,
            name=request.user.name,
            version=data["version"],
            by=request.actor,
            at=request.at,
        )

    lead = _("After signing it cannot be changed; only addenda follow.")
    page = _page(request, _("Sign the note"), _("Sign"), done=_("Signed."), lead=lead)
    # What is signed stands above the signature, as it is at this moment.
    page = attrs.evolve(page, template="desk/sign_note.html", context={"note": row})
    return answer_form(request, form, deed=deed, page=page)


def add_addendum(request: PatientRequest, patient: UUID, note: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Add to a signed note."""
    _note(request, note)

    def deed(data: dict[str, Any]) -> None:
        actions.add_addendum(
            note=note,
            text=data["text"],
            name=request.user.name,
            by=request.actor,
            at=request.at,
        )

    page = _page(request, _("Add an addendum"), _("Add"), done=_("Added."))
    return answer_form(request, AddendumForm(sent(request)), deed=deed, page=page)


def _note(request: PatientRequest, key: UUID) -> Note:
    found = {row.id: row for row in queries.notes(request.person)}.get(key)
    if found is None:
        raise Http404("this patient has no such note")
    return found


def _page(
    request: PatientRequest, title: str, button: str, *, done: str, lead: str = ""
) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=reverse("desk:notes", args=[request.person.id]),
        done=done,
        lead=lead,
        header=header_of(request),
    )
