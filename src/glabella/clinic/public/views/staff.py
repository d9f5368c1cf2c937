"""Pages of staff: help lines, and the code that somebody brings along."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import READERS, Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.public import actions, queries, words
from glabella.clinic.public.content import conditions, countries
from glabella.clinic.public.forms import ButtonForm, CodeForm, HelpLineForm
from glabella.clinic.public.full import text_for
from glabella.clinic.public.values import CODES_AN_HOUR, NOT_INDEXED, NewHelpLine


def door(request: StaffRequest) -> HttpResponse:
    """Show what the public sees, and what is missing before it may."""
    missing = [
        countries()[key].name.of(get_language()) if key in countries() else key
        for key in queries.without_crisis_line()
    ]
    context = {
        "missing": missing,
        "unspeakable": queries.unspeakable(),
        "own": queries.own_lines(),
        "conditions": [words.condition(one) for one in conditions().values()],
        "outlets": [words.place(one) for one in queries.open_outlets()],
        "is_lead": Role.LEAD_CLINICIAN in request.standing.roles_at([request.outlet]),
    }
    return render(request, "public/door.html", context)


def add_line(request: StaffRequest) -> HttpResponse:
    """Enter a number to call in a crisis."""

    def deed(cleaned: dict[str, Any]) -> object:
        new = NewHelpLine(**cleaned)
        return actions.enter_help_line(new, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Enter a crisis line"),
        lead=_("It is shown on every page that names whom to call."),
        button=_("Enter"),
        back=reverse("public:door"),
        done=_("The crisis line is shown from now on."),
    )
    return answer_form(request, HelpLineForm(sent(request)), deed=deed, page=page)


def end_line(request: StaffRequest, line: UUID) -> HttpResponse:
    """Show a number no longer."""
    page = FormPage(
        title=_("Show a crisis line no longer"),
        button=_("Show it no longer"),
        back=reverse("public:door"),
        done=_("The crisis line is not shown any more."),
        danger=True,
    )
    return answer_form(
        request,
        ButtonForm(sent(request)),
        deed=lambda _cleaned: actions.end_help_line(
            line, by=request.actor, at=request.at
        ),
        page=page,
    )


def full(request: StaffRequest, slug: str) -> HttpResponse:
    """Show professionals the full text about a condition, and its claims."""
    found = conditions().get(slug)
    if found is None:
        raise Http404("there is no such page")
    say = get_language() or "en"
    claims = [
        {"words": words.claim(key), "url": reverse("library:claim", args=[key])}
        for key in found.claims
    ]
    context = {"full": text_for(slug, language=say), "claims": claims}
    response = render(request, "public/full.html", context)
    response["X-Robots-Tag"] = NOT_INDEXED
    return response


def code(request: PatientRequest, **_address: UUID) -> HttpResponse:
    """Open a code for a patient; the answers are shown to those who read the record."""
    # Counted before the deed, so that a refused try counts too.
    may_try = request.method != "POST" or actions.knock(
        "code", str(request.actor.account), limit=CODES_AN_HOUR, at=request.at
    )

    def deed(cleaned: dict[str, Any]) -> object:
        if not may_try:
            raise DeedRefusedError(
                _("too many codes were tried."),
                where=_("code"),
                mending=_("Try again in an hour."),
            )
        return actions.redeem(
            cleaned["code"], patient=request.person.id, by=request.actor, at=request.at
        )

    may_read = bool(request.roles & READERS)
    rows = queries.handed_over(request.person.ids) if may_read else []
    page = FormPage(
        title=_("Answers of the self-check"),
        lead=_("A code works once and puts the answers into this record."),
        button=_("Open the code"),
        back=reverse("public:code", args=[request.person.id]),
        done=_("The answers are in the record."),
        header=header_of(request),
        template="public/code.html",
        context={
            "handed_over": [(row.used_at, words.answered(row.answers)) for row in rows],
            "may_read": may_read,
        },
    )
    return answer_form(request, CodeForm(sent(request)), deed=deed, page=page)
