"""What passes through the portal as staff see it: messages to answer, letters."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.fields import NothingForm, ReasonForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import header_of, refuse_through_glass
from glabella.clinic.messages.leaving import absolute
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.portal import actions, queries
from glabella.clinic.portal.forms import LineForm
from glabella.clinic.record.queries import documents


def answers(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show what the person wrote, and answer inside the portal."""
    form = LineForm(sent(request))
    form.fields["text"].label = _("Your answer")

    def deed(data: dict[str, Any]) -> None:
        refuse_through_glass(request)
        _answer(request, data["text"])

    page = FormPage(
        title=_("Messages in the portal"),
        button=_("Answer"),
        back=reverse("portal:answers", args=[request.person.id]),
        done=_("Answered. Outside, the person reads only that something waits."),
        icon="send",
        header=header_of(request),
        template="portal/answers.html",
        context={
            "tabs": tabs_of(request, "portal"),
            "lines": queries.lines(request.person),
            "is_open": bool(queries.doors_of(request.person.ids)),
        },
    )
    return answer_form(request, form, deed=deed, page=page)


def _answer(request: PatientRequest, text: str) -> None:
    rows = queries.doors_of(request.person.ids)
    if not rows:
        raise DeedRefusedError(
            _("the portal of this person is closed: nobody would read it."),
            where=_("answer"),
            mending=_("Call the person."),
        )
    who, door = request.person, rows[0]
    line = actions.answer_line(
        who, text, outlet=door.outlet_id, by=request.actor, at=request.at
    )
    link = absolute(reverse("portal:talk"))
    actions.tell_outside(
        who, door, about=line.id, link=link, by=request.actor, at=request.at
    )


def releases(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show which letters and results the person may read in the portal."""
    standing = queries.released(request.person)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "portal"),
        "rows": [(row, standing.get(row.id)) for row in documents(request.person)],
        "is_open": bool(queries.doors_of(request.person.ids)),
    }
    return render(request, "portal/releases.html", context)


def release(request: PatientRequest, patient: UUID, document: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Let the person read a letter in the portal, or take it back with a reason."""
    found = {row.id: row for row in documents(request.person)}.get(document)
    if found is None:
        raise Http404("this patient has no such paper")
    if document in queries.released(request.person):
        return _take_back(request, document, title=found.title)

    def deed(_data: dict[str, Any]) -> None:
        refuse_through_glass(request)
        _release(request, document)

    page = FormPage(
        title=_("Release to the portal"),
        button=_("Release"),
        back=reverse("portal:releases", args=[request.person.id]),
        done=_("Released. Outside, the person reads only that something waits."),
        lead=_(
            '"%(title)s". Have you read it, and has somebody talked with the person'
            " about anything that would frighten them when they read it alone?"
        )
        % {"title": found.title},
        icon="mail-check",
        header=header_of(request),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def _release(request: PatientRequest, document: UUID) -> None:
    row = actions.release(document, by=request.actor, at=request.at)
    rows = queries.doors_of(request.person.ids)
    if rows:
        link = absolute(reverse("portal:letters"))
        actions.tell_outside(
            request.person,
            rows[0],
            about=row.id,
            link=link,
            by=request.actor,
            at=request.at,
        )


def _take_back(request: PatientRequest, document: UUID, *, title: str) -> HttpResponse:
    def deed(data: dict[str, Any]) -> None:
        reason = data["reason"]
        actions.withdraw_release(
            document, reason=reason, by=request.actor, at=request.at
        )

    page = FormPage(
        title=_("Take it back from the portal"),
        button=_("Take back"),
        back=reverse("portal:releases", args=[request.person.id]),
        done=_("Taken back. What was read stays read."),
        lead=f'"{title}"',
        icon="mail-x",
        danger=True,
        header=header_of(request),
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)
