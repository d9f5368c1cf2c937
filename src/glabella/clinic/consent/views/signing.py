"""The talk, the signature on a tablet, the scan of a signed paper, the copy."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent import actions
from glabella.clinic.consent.forms import ANSWER, ScanForm, SignForm, TalkForm
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.paper import words_in
from glabella.clinic.consent.planned import reflection_of
from glabella.clinic.consent.queries import written_at_home
from glabella.clinic.consent.signing import newest_talk, ready_to_sign
from glabella.clinic.consent.standing import language_now
from glabella.clinic.consent.strokes import FIELD
from glabella.clinic.consent.talking import interpreter_needed
from glabella.clinic.consent.values import Answer, NewScan, NewSignature, NewTalk
from glabella.clinic.consent.views.shown import form_page, found_consent
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.models import Staff


def talk(request: PatientRequest, patient: UUID, consent: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Record the talk that was held."""
    row = found_consent(request, consent)
    asked = row.content[row.language]["questions"]
    rule = reflection_of(row.plan)
    form = TalkForm(
        sent(request),
        asked=asked,
        is_judged=rule.is_judged,
        initial=_started(request) | _from_home(row, asked),
    )

    def deed(data: dict[str, Any]) -> None:
        new = _new_talk(data, asked)
        actions.hold_talk(row.id, new, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("Record the talk"),
        _("Record"),
        done=_("Recorded. The signature may follow."),
        row=row,
        template="consent/talk.html",
        context={
            "rule": rule.text.in_language(language_now()),
            "basis": rule.basis,
            "interpreter": interpreter_needed(request.person.patient, row.language),
            "at_home": written_at_home(row),
            "row": row,
        },
    )
    return answer_form(request, form, deed=deed, page=page)


def _started(request: PatientRequest) -> dict[str, Any]:
    """Return what is known before anybody types."""
    staff = Staff.objects.filter(user=request.user).first()
    patient = request.person.patient
    pieces = (staff.title, staff.specialty) if staff else ()
    return {
        "explained_by": staff,
        "qualification": ", ".join(one for one in pieces if one),
        "judged_by": request.user.name,
        "interpreter_language": patient.interpreter_language,
        "capacity": patient.capacity,
    }


def _from_home(row: Consent, asked: list[str]) -> dict[str, Any]:
    """Return what the person wrote at home, for the talk to begin with."""
    found = written_at_home(row)
    if found is None:
        return {}
    answers = {one["question"]: one["answer"] for one in found.answers}
    return {"questions": found.questions} | {
        f"{ANSWER}{number}": answers.get(question, "")
        for number, question in enumerate(asked)
    }


def _new_talk(data: dict[str, Any], asked: list[str]) -> NewTalk:
    answers = tuple(
        Answer(question, data[f"{ANSWER}{number}"])
        for number, question in enumerate(asked)
    )
    return NewTalk(
        explained_by=data["explained_by"].id,
        qualification=data["qualification"],
        held_at=data["held_at"],
        minutes=data["minutes"],
        teach_back=answers,
        capacity=data["capacity"],
        questions=data["questions"],
        interpreter_name=data["interpreter_name"],
        interpreter_language=data["interpreter_language"],
        representative=data["representative"],
        may_sign_from=data.get("may_sign_from"),
        judgement=data.get("judgement", ""),
        judged_by=data.get("judged_by", ""),
        is_copy_given=data["is_copy_given"],
    )


def sign(request: PatientRequest, patient: UUID, consent: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Let the patient sign on the tablet, below what is signed."""
    row = found_consent(request, consent)
    form = SignForm(sent(request), initial=_signer(request, row))

    def deed(data: dict[str, Any]) -> None:
        actions.sign(row.id, NewSignature(**data), by=request.actor, at=request.at)

    page = form_page(
        request,
        _("Sign the consent"),
        _("Sign"),
        done=_("Signed and sealed. Hand over the copy."),
        row=row,
        template="consent/sign.html",
        icon="signature",
        context={
            "row": row,
            "content": row.content[row.language],
            "words": words_in(row.language),
            "unit": words_in(row.language)["unit"],
            "refusal": _why_not(request, row),
            "paper": reverse("consent:paper", args=[request.person.id, row.id]),
            **FIELD,
        },
    )
    return answer_form(request, form, deed=deed, page=page)


def scan(request: PatientRequest, patient: UUID, consent: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take a paper that was signed by hand."""
    row = found_consent(request, consent)
    files = request.FILES or None
    form = ScanForm(sent(request), files, initial=_signer(request, row))

    def deed(data: dict[str, Any]) -> None:
        new = NewScan(
            signer=data["signer"],
            name=data["name"],
            signed_at=data["signed_at"],
            content=data["file"].read(),
        )
        actions.scan_paper(row.id, new, by=request.actor, at=request.at)

    page = form_page(
        request,
        _("Take in the signed paper"),
        _("Take in"),
        done=_("Kept and sealed. Hand over the copy."),
        lead=_("Print the paper, let it be signed, scan every page."),
        row=row,
        icon="upload",
    )
    return answer_form(request, form, deed=deed, page=page)


@require_POST
def copy(request: PatientRequest, patient: UUID, consent: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Note that the patient has got a copy."""
    row = found_consent(request, consent)
    try:
        actions.give_copy(row.id, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:  # a second click, or a colleague
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted that the copy was handed over."))
    return redirect("consent:consent", patient=request.person.id, consent=row.id)


def _signer(request: PatientRequest, row: Consent) -> dict[str, str]:
    """Return who should sign, as the talk left it."""
    held = newest_talk(row)
    card = request.person.patient
    known = {
        "signer": "patient",
        "name": f"{card.given_names} {card.family_name}",
        "content_digest": row.content_digest,
    }
    if held is not None and held.capacity == "lacks_capacity":
        known |= {"signer": "representative", "name": held.representative}
    return known


def _why_not(request: PatientRequest, row: Consent) -> str:
    """Return why it may not be signed now; "" if it may."""
    try:
        ready_to_sign(row, at=request.at)
    except DeedRefusedError as refusal:
        return str(refusal)
    return ""
