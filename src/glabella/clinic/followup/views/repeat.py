"""Repeat or stop: when it is allowed, what is advised, who pays, and the letters."""

from typing import Any
from uuid import UUID

import attrs
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.roles import CLINICAL
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.followup.actions import repeat as actions
from glabella.clinic.followup.course_picture import course_chart
from glabella.clinic.followup.drafts import (
    Draft,
    cost_words,
    referrer_draft,
    summary_draft,
)
from glabella.clinic.followup.evidence import evidence_draft
from glabella.clinic.followup.forms.repeat import (
    CostForm,
    CoverageChangeForm,
    CoverageForm,
    LetterForm,
)
from glabella.clinic.followup.models import Coverage
from glabella.clinic.followup.pictures import (
    Picture,
    doses_chart,
    ledger_chart,
    picture_of,
)
from glabella.clinic.followup.queries import repeat as queries
from glabella.clinic.followup.queries.repeat import Outlook
from glabella.clinic.followup.repeat_shown import shown_coverages, shown_outlook
from glabella.clinic.followup.repeat_values import (
    CURRENCIES,
    LANGUAGES,
    NewCostNote,
    NewCoverage,
    NewLetter,
)
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import actions as planning
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import outlet
from glabella.clinic.record import queries as record
from glabella.core.errors import UnknownNameError

TITLES = {
    "referrer": gettext_lazy("Letter to the referrer"),
    "evidence": gettext_lazy("Evidence for the renewal"),
    "summary": gettext_lazy("Summary for the patient"),
}


def repeat(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show whether and when to repeat, who pays, and what was signed."""
    who, on = request.person, day_here(request)
    found, is_unclear = _outlooks(request)
    covered = queries.coverages(who, on=on)
    notes = queries.cost_notes(who)
    unpaid = {
        one.protocol.id
        for one in found
        if queries.lacks_cost_note(covered, notes, protocol=one.protocol.id)
    }
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "follow_up"),
        "outlooks": [
            shown_outlook(
                one, patient=who.id, lacks_cost_note=one.protocol.id in unpaid
            )
            for one in found
        ],
        "is_unclear": is_unclear,
        "pictures": _pictures(request, found),
        "coverages": shown_coverages(covered, on=on),
        "notes": notes,
        "letters": [(TITLES[row.kind], row) for row in queries.letters(who)],
        "book_url": reverse("booking:book", args=[request.person.id]),
        "can_plan": bool(request.roles & CLINICAL),
        "ticket": new_ticket(),
        "patient_language": who.patient.language,
        "on": on,
    }
    return render(request, "followup/repeat.html", context)


def _pictures(request: PatientRequest, found: tuple[Outlook, ...]) -> list[Picture]:
    """Return the course, the doses and the ledger as pictures, as far as known."""
    who, language = request.person, get_language() or "en"
    sessions = record.sessions_with_sites(who)
    charts = (
        course_chart(
            who, sessions, on=day_here(request), library=library(), language=language
        ),
        doses_chart(sessions, library=library(), language=language),
        ledger_chart((one.ledger for one in found), language=language),
    )
    return [picture for chart in charts if (picture := picture_of(chart)) is not None]


def _outlooks(request: PatientRequest) -> tuple[tuple[Outlook, ...], bool]:
    """Return the outlooks, and whether a product stands in the way of them."""
    if request.outlet is None:
        return (), False
    try:
        rows = queries.outlooks(
            request.person,
            place=outlet(request.outlet),
            on=day_here(request),
            library=library(),
        )
    except UnknownNameError:  # a name from elsewhere must not close the page
        return (), True
    return rows, False


def add_coverage(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Note what a payer was asked."""
    start = {"protocol": request.GET.get("protocol", ""), "asked_on": day_here(request)}

    def deed(data: dict[str, Any]) -> None:
        new = NewCoverage(outlet=_here(request), **data)
        actions.note_coverage(request.person.id, new, by=request.actor, at=request.at)

    form = CoverageForm(sent(request), initial=start)
    return answer_form(request, form, deed=deed, page=_page(request, _("Coverage")))


def change_coverage(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    coverage: UUID,
) -> HttpResponse:
    """Change a coverage; a second editor sees what the first wrote."""
    row = _coverage(request, coverage)
    before = {name: getattr(row, name) for name in CoverageChangeForm.base_fields}
    form = CoverageChangeForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        version = data.pop("version")
        actions.change_coverage(
            coverage, data, version=version, by=request.actor, at=request.at
        )

    page = _page(request, _("Change the coverage"))
    return answer_form(request, form, deed=deed, page=page)


def end_coverage(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    coverage: UUID,
) -> HttpResponse:
    """End a coverage that does not hold any more; it is kept."""
    row = _coverage(request, coverage)

    def deed(data: dict[str, Any]) -> None:
        reason = data["reason"]
        actions.end_coverage(coverage, reason=reason, by=request.actor, at=request.at)

    page = _page(request, _("End the coverage"), lead=row.payer)
    page = attrs.evolve(page, button=_("End"), icon="circle-x", danger=True)
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def _coverage(request: PatientRequest, key: UUID) -> Coverage:
    rows = Coverage.objects.filter(id=key, patient_id__in=request.person.ids)
    row = rows.filter(ended_at__isnull=True).first()
    if row is None:
        raise Http404("this patient has no such running coverage")
    return row


def cost_note(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Let the patient sign what the treatment will cost, before it is given."""
    form = CostForm(sent(request), initial=_cost_start(request))

    def deed(data: dict[str, Any]) -> None:
        new = NewCostNote(outlet=_here(request), **data)
        actions.sign_cost_note(request.person.id, new, by=request.actor, at=request.at)

    lead = _("The patient reads it, and signs before the first treatment.")
    page = _page(request, _("What the treatment will cost"), lead=lead)
    page = attrs.evolve(page, button=_("Signed"), icon="signature")
    return answer_form(request, form, deed=deed, page=page)


def _cost_start(request: PatientRequest) -> dict[str, str]:
    card = request.person.patient
    language = card.language if card.language in LANGUAGES else "en"
    start = {
        "protocol": request.GET.get("protocol", ""),
        "language": language,
        "signer_name": f"{card.given_names} {card.family_name}",
    }
    if request.outlet is not None:
        start["currency"] = CURRENCIES.get(outlet(request.outlet).profile, "")
    found = {one.protocol.id: one for one in _outlooks(request)[0]}
    outlook = found.get(start["protocol"])
    if outlook is not None:
        with translation.override(language):
            start["words"] = cost_words(outlook, language=language)
    return start


def letter(request: PatientRequest, patient: UUID, kind: str) -> HttpResponse:  # noqa: ARG001 in request.person
    """Draft a letter from the record, let it be edited, and sign it."""
    if kind not in TITLES:
        raise Http404("there is no such letter")
    language = _language(request)
    with translation.override(language):
        draft = _draft(request, kind, language=language)
    start = {name: getattr(draft, name) for name in ("recipient", "subject", "text")}
    form = LetterForm(sent(request), initial=start)
    if kind == "summary":
        del form.fields["recipient"]

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data.pop("password"), data.pop("code", ""))
        new = NewLetter(
            outlet=_here(request),
            kind=kind,
            language=language,
            signer_name=request.user.name,
            tables=draft.tables,
            **data,
        )
        actions.sign_letter(request.person.id, new, by=request.actor, at=request.at)

    return answer_form(
        request, form, deed=deed, page=_letter_page(request, kind, draft, language)
    )


def _letter_page(
    request: PatientRequest, kind: str, draft: Draft, language: str
) -> FormPage:
    lead = _("Drafted from the record. Read it, change it, and sign it by your name.")
    page = _page(request, str(TITLES[kind]), lead=lead)
    protocol = request.GET.get("protocol", "")
    others = [
        {"code": code, "name": name, "current": code == language}
        for code, name in (("en", "English"), ("de", "Deutsch"))
    ]
    context = {"tables": draft.tables, "languages": others, "protocol": protocol}
    return attrs.evolve(
        page,
        button=_("Sign"),
        icon="signature",
        done=_("Signed and kept among the letters."),
        template="followup/letter.html",
        context=context,
    )


def _language(request: PatientRequest) -> str:
    """Return the language asked for, else that of the reader."""
    asked = request.GET.get("language", get_language() or "en")
    return asked if asked in LANGUAGES else "en"


def _draft(request: PatientRequest, kind: str, *, language: str) -> Draft:
    """Return the draft of the condition asked for, else of the one treated last."""
    rows = _outlooks(request)[0]
    asked = request.GET.get("protocol", "")
    found = [one for one in rows if one.protocol.id == asked] or list(rows[:1])
    if not found:
        return Draft(subject=str(TITLES[kind]), text="")
    outlook, who = found[0], request.person
    if kind == "referrer":
        return referrer_draft(who, outlook, library=library(), language=language)
    if kind == "evidence":
        return evidence_draft(who, outlook, language=language)
    return summary_draft(outlook, language=language)


def _here(request: PatientRequest) -> UUID:
    if request.outlet is None:
        raise DeedRefusedError(_("you work at no outlet."))
    return request.outlet


def _page(request: PatientRequest, title: str, *, lead: str = "") -> FormPage:
    return FormPage(
        title=title,
        button=_("Save"),
        back=reverse("followup:repeat", args=[request.person.id]),
        done=_("Saved."),
        lead=lead,
        header=header_of(request),
    )


@require_POST
def plan_next(request: PatientRequest, patient: UUID, session: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Begin the next plan with the sites of a session; the plans lead on."""
    row = record.session(request.person, session)
    if row is None:
        raise Http404("this patient has no such session")
    back = redirect("planning:plans", patient=request.person.id)
    try:
        with once(request):
            planning.copy_session(
                request.person.id,
                row,
                on=day_here(request),
                outlet=_here(request),
                by=request.actor,
                at=request.at,
            )
    except AlreadyDoneError:
        messages.info(request, _("This was saved already; nothing was doubled."))
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
        back = redirect("followup:repeat", patient=request.person.id)
    else:
        messages.success(request, _("A draft was begun with the sites of last time."))
    return back
