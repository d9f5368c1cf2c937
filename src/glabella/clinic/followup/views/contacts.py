"""Contacts after an injection: take a call, show where it ended, judge it anew."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.accounts.roles import PHYSICIANS, READERS
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.followup.actions import contacts as actions
from glabella.clinic.followup.forms.reviews import ContactForm, JudgeForm
from glabella.clinic.followup.queries import reviews as queries
from glabella.clinic.followup.rules.triage import triage
from glabella.clinic.followup.shown import contact_card, sites
from glabella.clinic.followup.values import NewContact
from glabella.clinic.followup.views.opened import language, outlet_of, page, there
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.photos.queries import sent_with
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record.models import Session


def take(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take a call, a walk-in or a message; the questions of spread are always asked."""
    form = ContactForm(sent(request), initial={"channel": "phone"})
    made: list[UUID] = []

    def deed(data: dict[str, Any]) -> None:
        row = actions.take_contact(
            request.person,
            _contact(request, data, form),
            by=request.actor,
            at=request.at,
        )
        made.append(row.id)

    words = page(
        request,
        _("Contact after an injection"),
        _("Save and say where it ends"),
        back=_back(request),
        done=_("The contact is kept."),
        icon="phone",
        template="followup/contact_form.html",
        context=_asked(request),
    )
    answer = answer_form(request, form, deed=deed, page=words)
    if made:  # on to the words that are said now
        return redirect("followup:contact", request.person.id, made[0])
    return answer


def _contact(
    request: PatientRequest, data: dict[str, Any], form: ContactForm
) -> NewContact:
    return NewContact(
        outlet=outlet_of(request).id,
        channel=data["channel"],
        complaint=data["complaint"],
        answers=form.answers(),
        words=data["words"],
        level=data["level"],
        reason=data["reason"],
        owner=data["owner"].id if data["owner"] else None,
        deputy=data["deputy"].id if data["deputy"] else None,
    )


def _back(request: PatientRequest) -> str:
    """Return the follow-up page; to the front desk the page of the patient."""
    name = "followup:overview" if request.roles & READERS else "desk:patient"
    return reverse(name, args=[request.person.id])


def _asked(request: PatientRequest) -> dict[str, Any]:
    """Return what stands beside the questions; to the front desk only the days."""
    today = day_here(request)
    session = actions.last_session(request.person, on=today)
    is_clinical = bool(request.roles & READERS)
    return {
        "days_since": (today - session.on).days if session else None,
        "is_clinical": is_clinical,
        "emergency": [
            (each.text.in_language(language()), each.basis.is_recalled)
            for each in triage().advice
        ],
        **(_clinical(session) if is_clinical and session else {}),
    }


def _clinical(session: Session) -> dict[str, Any]:
    protocol = library().protocols.get(session.protocol)
    return {
        "session": session,
        "condition": protocol.name.in_language(language()) if protocol else "",
        "sites": sites(session, library=library(), language=language()),
    }


def contact(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show where a contact ended, what is said, and who calls back until when."""
    found = there(queries.contact(request.person, row))
    is_clinical = bool(request.roles & READERS)
    session = found.session if is_clinical else None
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "follow_up"),
        "card": contact_card(found, language=language()),
        "is_clinical": is_clinical,
        "photos": sent_with(request.person, row) if is_clinical else (),
        "may_judge": bool(request.roles & PHYSICIANS) and found.withdrawn_at is None,
        **(_clinical(session) if session else {}),
    }
    return render(request, "followup/contact.html", context)


def judge(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Judge a contact anew; the first answers stay as they are."""
    found = there(queries.contact(request.person, row))
    form = JudgeForm(sent(request), initial={"level": actions.standing_level(found)})

    def deed(data: dict[str, Any]) -> None:
        actions.judge_contact(
            row, data["level"], reason=data["reason"], by=request.actor, at=request.at
        )

    words = page(
        request,
        _("Judge the contact"),
        _("Save"),
        back=reverse("followup:contact", args=[request.person.id, row]),
    )
    return answer_form(request, form, deed=deed, page=words)


def withdraw(request: PatientRequest, patient: UUID, row: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Withdraw a contact that was taken for the wrong person."""
    there(queries.contact(request.person, row))

    def deed(data: dict[str, Any]) -> None:
        reason = data["reason"]
        actions.withdraw_contact(row, reason=reason, by=request.actor, at=request.at)

    words = page(
        request,
        _("This contact does not stand"),
        _("Withdraw"),
        danger=True,
        icon="x",
        lead=_("It is kept and no longer counts. Its task stays open."),
        back=reverse("followup:contact", args=[request.person.id, row]),
        done=_("The contact is withdrawn."),
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=words)
