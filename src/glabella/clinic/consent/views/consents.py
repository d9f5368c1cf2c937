"""A person's consents: the list, one of them, the text to read, the paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.accounts.tickets import new_ticket
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent import actions, queries
from glabella.clinic.consent.content import lines_of
from glabella.clinic.consent.differences import differences
from glabella.clinic.consent.forms import AgainForm, PrepareForm, WithdrawForm
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.paper import consent_pdf, words_in
from glabella.clinic.consent.readability import band, lix, plain_text
from glabella.clinic.consent.signing import newest_talk, refuse_conflict, sheet_of
from glabella.clinic.consent.standing import language_now
from glabella.clinic.consent.values import LANGUAGES, Scope
from glabella.clinic.consent.views.shown import (
    form_page,
    found_consent,
    step_words,
    steps_of,
)
from glabella.clinic.consent.words import BANDS, PURPOSES
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of, refuse_through_glass
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning.drawings import drawings
from glabella.clinic.planning.queries import approved, plan_of
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record.queries import document_content


def consents(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show what a person agreed to, and whether the next session is covered."""
    person = request.person
    plan = approved(person)
    on = day_here(request)
    rows = queries.consents(person)
    purposes = queries.photo_purposes(person)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "consent"),
        "patient": person.patient,
        "plan": plan,
        "standing": queries.standing(person, plan, on=on) if plan else None,
        "rows": [(row, *step_words(row, list(row.talks.all()))) for row in rows],
        "photos": queries.photo_consents(person),
        "purposes": [words for key, words in PURPOSES.items() if key in purposes],
    }
    return render(request, "consent/consents.html", context)


def consent(request: PatientRequest, patient: UUID, consent: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show one consent: how far it is, the talk, the signature, and what it covers."""
    row = found_consent(request, consent)
    talk = newest_talk(row)
    scope = Scope.of_json(row.scope)
    before = queries.last_scope(request.person, before=row)
    words, tone = step_words(row, [talk] if talk else [])
    score = lix(plain_text(lines_of(row.content[row.language]))) or 0
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "consent"),
        "patient": request.person.patient,
        "row": row,
        "word": words,
        "tone": tone,
        "talk": talk,
        "content": row.content[language_now()],
        "is_conflict": bool(scope.conflicts),
        "conflicts": _conflicts(row, scope),
        "differences": differences(before, scope) if before else [],
        "verified": queries.verified(row),
        "steps": steps_of(request, row),
        "again": list(row.reconfirmations.all()),
        "lix": round(score),
        "band": BANDS[band(score)],
        "ticket": new_ticket(),
    }
    return render(request, "consent/consent.html", context)


def _conflicts(row: Consent, scope: Scope) -> list[dict[str, str]]:
    profile = row.plan.profile
    return [
        {
            "name": library().protocol(one).name.in_language(language_now()),
            "url": reverse("consent:label", args=[profile, one, scope.product]),
        }
        for one in scope.conflicts
    ]


def read(request: PatientRequest, patient: UUID, consent: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show the text for the patient to read, large and calm, in either language."""
    row = found_consent(request, consent)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else row.language
    context = {
        "row": row,
        "patient": request.person.patient,
        "language": language,
        "languages": [("en", "English"), ("de", "Deutsch")],
        "content": row.content[language],
        "words": words_in(language),
        "unit": words_in(language)["unit"],
        "maps": drawings(row.plan.sites.all(), language=language, is_live=False),
    }
    return render(request, "consent/read.html", context)


def paper(request: PatientRequest, patient: UUID, consent: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Hand out the paper: sealed as it was signed, or with lines to sign on."""
    row = found_consent(request, consent)
    if row.signed_document is not None:
        content = document_content(row.signed_document)
        return _file(content, row.signed_document.media_type, row.id)
    try:
        refuse_conflict(row)
    except DeedRefusedError as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain")
    sheet = sheet_of(row, request.person.patient)
    pdf = consent_pdf(row.content[row.language], sheet)
    return _file(pdf, "application/pdf", row.id)


def _file(content: bytes, media_type: str, key: UUID) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'inline; filename="{key}"'},
    )


def prepare(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:
    """Prepare a consent of an approved plan."""
    language = request.person.patient.language.split("-")[0]
    start = {"language": language if language in LANGUAGES else "en"}
    form = PrepareForm(sent(request), initial=start)
    row = plan_of(request.person, plan)
    made: list[Consent] = []

    def deed(data: dict[str, Any]) -> None:
        refuse_through_glass(request)
        made.append(
            actions.prepare(
                request.person.id,
                plan,
                language=data["language"],
                up_to=data["up_to"],
                by=request.actor,
                at=request.at,
            )
        )

    page = form_page(
        request,
        _("Prepare the consent"),
        _("Prepare"),
        done=_("Prepared. Read it together, then record the talk."),
        icon="file-text",
        lead=_("%(units)s U %(product)s.")
        % {"units": row.total_units.normalize(), "product": row.product}
        if row
        else "",
    )
    answer = answer_form(request, form, deed=deed, page=page)
    return redirect("consent:consent", patient, made[0].id) if made else answer


def again(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    consent: UUID,
    plan: UUID,
) -> HttpResponse:
    """Keep that the person still agrees, for the session of today."""
    row = found_consent(request, consent)
    form = AgainForm(sent(request), initial={"name": row.signed_name})

    def deed(data: dict[str, Any]) -> None:
        actions.reconfirm(
            row.id,
            plan,
            on=day_here(request),
            name=data["name"],
            by=request.actor,
            at=request.at,
        )

    page = form_page(
        request,
        _("Confirm for today"),
        _("Confirm"),
        done=_("Confirmed for the session of today."),
        lead=_("Ask whether anything has changed, and whether they still agree."),
        row=row,
        icon="check",
    )
    return answer_form(request, form, deed=deed, page=page)


def withdraw(request: PatientRequest, patient: UUID, consent: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take a consent back."""
    row = found_consent(request, consent)

    def deed(data: dict[str, Any]) -> None:
        actions.withdraw(row.id, reason=data["reason"], by=request.actor, at=request.at)

    page = form_page(
        request,
        _("Withdraw the consent"),
        _("Withdraw"),
        done=_("Withdrawn. Nothing more is done on this consent."),
        lead=_("The care goes on; only this treatment ends here."),
        row=row,
        danger=True,
        icon="x",
    )
    return answer_form(request, WithdrawForm(sent(request)), deed=deed, page=page)
