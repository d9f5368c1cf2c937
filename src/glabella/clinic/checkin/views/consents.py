"""One's own consent: read before the visit, ask, sign after the talk, take it back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin import actions
from glabella.clinic.checkin.forms import TEACH, HomeForm, OwnSignatureForm, WordsForm
from glabella.clinic.checkin.views.shown import (
    UNPROCESSABLE,
    call,
    done_once,
    language_now,
)
from glabella.clinic.consent import actions as consenting
from glabella.clinic.consent import queries
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.paper import consent_pdf, words_in
from glabella.clinic.consent.signing import newest_talk, sheet_of
from glabella.clinic.consent.strokes import FIELD
from glabella.clinic.consent.values import LANGUAGES, Answer, NewSignature, Scope
from glabella.clinic.planning.drawings import drawings
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.record.queries import document_content


@never_cache
def consents(request: PortalRequest) -> HttpResponse:
    """Show what the person may read, and how far each is."""
    context = {
        "rows": [
            (row, _step(request, row))
            for row in queries.consents(request.person)
            if _may_read(row)
        ],
        "language": language_now(),
    }
    return render(request, "checkin/consents.html", context)


@never_cache
def read(request: PortalRequest, consent: UUID) -> HttpResponse:
    """Show the whole text, large and calm, in either language."""
    row = _found(request, consent)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else row.language
    context = {
        "row": row,
        "step": _step(request, row),
        "language": language,
        "languages": [("en", "English"), ("de", "Deutsch")],
        "content": row.content[language],
        "words": words_in(language),
        "unit": words_in(language)["unit"],
        "maps": drawings(row.plan.sites.all(), language=language, is_live=False),
        "is_proxy": request.proxy is not None,
        **call(request),
    }
    return render(request, "checkin/consent.html", context)


@never_cache
def write(request: PortalRequest, consent: UUID) -> HttpResponse:
    """Keep questions and first answers for the talk."""
    row = _found(request, consent)
    if _step(request, row)["code"] in {"signed", "withdrawn"}:
        return redirect("checkin:consent", row.id)
    asked = row.content[row.language]["questions"]
    form = HomeForm(request.POST or None, asked=asked, initial=_written(row, asked))
    if form.is_bound and form.is_valid():
        try:
            _keep(request, row, form.cleaned_data, asked)
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. The talk begins with it."))
            return redirect("checkin:consent", row.id)
    context = {"row": row, "form": form, "ticket": new_ticket()}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "checkin/write.html", context, status=status)


@never_cache
def sign(request: PortalRequest, consent: UUID) -> HttpResponse:
    """Let the person sign on their own phone, after talk and time to reflect."""
    row = _found(request, consent)
    step = _step(request, row)
    if step["code"] in {"signed", "withdrawn"}:
        return redirect("checkin:consent", row.id)
    card = request.person.patient
    form = OwnSignatureForm(
        request.POST or None,
        on_file=f"{card.given_names} {card.family_name}",
        initial={"content_digest": row.content_digest},
    )
    if form.is_bound and form.is_valid():
        try:
            _sign(request, row, form.cleaned_data)
        except AlreadyDoneError:
            return redirect("checkin:consent", row.id)
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Signed. Your copy is here to keep."))
            return redirect("checkin:consent", row.id)
    context = {
        "row": row,
        "step": step,
        "form": form,
        "content": row.content[row.language],
        "words": words_in(row.language),
        "unit": words_in(row.language)["unit"],
        "ticket": new_ticket(),
        **FIELD,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "checkin/sign.html", context, status=status)


@never_cache
def paper(request: PortalRequest, consent: UUID) -> HttpResponse:
    """Hand out the sealed paper, or the one to be read before the talk."""
    row = _found(request, consent)
    if row.signed_document is not None:
        content = document_content(row.signed_document)
        return _file(content, row.signed_document.media_type)
    sheet = sheet_of(row, request.person.patient)
    return _file(consent_pdf(row.content[row.language], sheet), "application/pdf")


@never_cache
def withdraw(request: PortalRequest, consent: UUID) -> HttpResponse:
    """Explain how a consent is taken back, and let the person ask for it."""
    row = _found(request, consent)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            with done_once(request):
                words = form.cleaned_data["words"]
                actions.ask_withdrawal(
                    row, words=words, by=request.actor, at=request.at
                )
        except AlreadyDoneError:
            return redirect("checkin:consent", row.id)
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The practice knows. A clinician calls you back.")
            )
            return redirect("checkin:consent", row.id)
    context = {"row": row, "form": form, "ticket": new_ticket(), **call(request)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "checkin/withdraw.html", context, status=status)


def _found(request: PortalRequest, key: UUID) -> Consent:
    row = queries.consent_of(request.person, key)
    if row is None or not _may_read(row):
        raise Http404("there is no such consent")
    return row


def _may_read(row: Consent) -> bool:
    """Return whether a consent is ready to be read: signed, or in force for a plan.

    While sources disagree about the label there is no paper; a draft whose plan was
    replaced is none any more.
    """
    if row.signed_at is not None:
        return True
    is_open = row.withdrawn_at is None and row.plan.state == "approved"
    return is_open and not Scope.of_json(row.scope).conflicts


def _step(request: PortalRequest, row: Consent) -> dict[str, Any]:
    """Return how far a consent is, for the person; `from` is when it may be signed."""
    talk = newest_talk(row)
    until = talk.may_sign_from if talk else None
    if row.withdrawn_at is not None:
        code = "withdrawn"
    elif row.signed_at is not None:
        code = "signed"
    elif talk is None:
        code = "talk_first"
    elif talk.capacity == "lacks_capacity":
        code = "representative"
    elif talk.may_sign_from > request.at:
        code = "reflect"
    else:
        code = "ready"
    return {"code": code, "from": until, "talk": talk}


def _written(row: Consent, asked: list[str]) -> dict[str, object]:
    found = queries.written_at_home(row)
    if found is None:
        return {}
    answers = {one["question"]: one["answer"] for one in found.answers}
    fields = {f"{TEACH}{n}": answers.get(one, "") for n, one in enumerate(asked)}
    return {"questions": found.questions, **fields}


def _keep(
    request: PortalRequest, row: Consent, data: Mapping[str, Any], asked: list[str]
) -> None:
    answers = [Answer(one, data[f"{TEACH}{n}"]) for n, one in enumerate(asked)]
    consenting.write_at_home(
        row.id,
        questions=data["questions"],
        answers=answers,
        by=request.actor,
        at=request.at,
    )


def _sign(request: PortalRequest, row: Consent, data: Mapping[str, Any]) -> None:
    new = NewSignature(
        signer="patient",
        name=data["name"],
        strokes=data["strokes"],
        content_digest=data["content_digest"],
        is_typed=data["is_typed"],
    )
    with done_once(request):
        consenting.sign(row.id, new, by=request.actor, at=request.at)


def _file(content: bytes, media_type: str) -> HttpResponse:
    """Return a file under a name that says nothing; no cache keeps it."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = 'attachment; filename="document.pdf"'
    if media_type != "application/pdf":
        answer["Content-Disposition"] = "attachment"
    return answer
