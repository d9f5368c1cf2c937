"""The card of a person: who they are, how to reach them, who stands beside them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.roles import READERS
from glabella.clinic.desk.additions import CARD, Addition
from glabella.clinic.desk.endings import CARD_ENDINGS, Ending, registrations_here
from glabella.clinic.desk.forms.people import (
    CAPACITY,
    CONTACT,
    LANGUAGES,
    RELATION,
    ConsentForm,
    PatientForm,
    as_answer,
)
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people import actions, queries
from glabella.clinic.people.request import PatientRequest

FIELDS = (
    "family_name",
    "given_names",
    "birth_date",
    "sex",
    "language",
    "interpreter_language",
    "capacity",
    "capacity_note",
    "deceased_on",
)


def card(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show the card with contacts, relations, alerts and registrations."""
    who = request.person
    is_clinical = bool(request.roles & READERS)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "card"),
        "patient": who.patient,
        "language": dict(LANGUAGES).get(who.patient.language, who.patient.language),
        "capacity": dict(CAPACITY)[who.patient.capacity],
        "contacts": [(dict(CONTACT)[c.kind], c) for c in queries.contacts(who)],
        "relations": [(dict(RELATION)[r.kind], r) for r in queries.relations(who)],
        "alerts": queries.alerts(who, is_clinical=is_clinical),
        "numbers": queries.numbers(who),
        "closable": {row.id for row in registrations_here(request)},
        "merges": queries.merges(who),
    }
    return render(request, "desk/card.html", context)


def change(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Change what stands on the card; a second editor sees what the first wrote."""
    row = request.person.patient
    before = {name: getattr(row, name) for name in (*FIELDS, "version")}
    form = PatientForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        changes = {name: data[name] for name in FIELDS if data[name] != before[name]}
        actions.change_patient(
            row.id, changes, by=request.actor, at=request.at, version=data["version"]
        )

    page = FormPage(
        title=_("Change the card"),
        button=_("Save"),
        back=reverse("desk:card", args=[row.id]),
        done=_("Saved."),
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def add(request: PatientRequest, patient: UUID, kind: str) -> HttpResponse:  # noqa: ARG001 in request.person
    """Add something to the card: a contact, a relation, an alert, a registration."""
    return added(request, CARD.get(kind), back="desk:card")


def ask_again(request: PatientRequest, patient: UUID, contact: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Note what the person says now about a way to reach them."""
    row = {one.id: one for one in queries.contacts(request.person)}.get(contact)
    if row is None:
        raise Http404("this patient has no such contact")
    words = {True: "yes", False: "no", None: ""}
    before = {"is_safe": words[row.is_safe], "may_remind": words[row.may_remind]}
    form = ConsentForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        actions.note_consent(
            contact,
            is_safe=as_answer(data["is_safe"]),
            may_remind=as_answer(data["may_remind"]),
            by=request.actor,
            at=request.at,
        )

    page = FormPage(
        title=_("Safe to use, and reminders"),
        button=_("Save"),
        back=reverse("desk:card", args=[request.person.id]),
        done=_("Saved."),
        lead=row.value,
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def end(request: PatientRequest, patient: UUID, kind: str, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """End something on the card; it stays on file."""
    return ended(request, CARD_ENDINGS.get(kind), row, back="desk:card")


def added(
    request: PatientRequest, addition: Addition | None, *, back: str
) -> HttpResponse:
    """Show the form of an addition and do its deed; unknown kinds do not exist."""
    if addition is None:
        raise Http404("there is nothing of this kind to add")
    form = addition.form(sent(request))
    page = FormPage(
        title=str(addition.title),
        button=_("Add"),
        icon="plus",
        back=reverse(back, args=[request.person.id]),
        done=_("Added."),
        lead=str(addition.lead),
        header=header_of(request),
    )
    return answer_form(
        request, form, deed=lambda data: addition.deed(request, data), page=page
    )


def ended(
    request: PatientRequest, ending: Ending | None, row: UUID, *, back: str
) -> HttpResponse:
    """Show what would be ended, and end it; a row of somebody else does not exist."""
    if ending is None or row not in {one.id for one in ending.rows(request)}:
        raise Http404("this patient has nothing of this kind under that name")
    page = FormPage(
        title=str(ending.title),
        button=_("End it"),
        icon="circle-off",
        danger=True,
        back=reverse(back, args=[request.person.id]),
        done=_("Ended. It stays on file."),
        lead=_("It stays on file with the day and your name."),
        header=header_of(request),
    )
    form = ending.form(sent(request))
    return answer_form(
        request, form, deed=lambda data: ending.deed(request, row, data), page=page
    )
