"""Consent to photographs, apart from that to treatment."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent import actions, queries
from glabella.clinic.consent.actions.photographs import photo_page
from glabella.clinic.consent.forms import PhotoForm, WithdrawForm
from glabella.clinic.consent.paper import Sheet
from glabella.clinic.consent.signing import who_rows
from glabella.clinic.consent.strokes import FIELD
from glabella.clinic.consent.texts import CURRENT, consent_text
from glabella.clinic.consent.values import LANGUAGES, NewPhotoConsent
from glabella.clinic.consent.views.shown import form_page
from glabella.clinic.folder.whose import refuse_through_glass
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.queries import outlet


def photographs(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Let the patient agree to photographs, purpose by purpose."""
    card = request.person.patient
    language = _language(request)
    start = {
        "language": language,
        "signer": "patient",
        "name": f"{card.given_names} {card.family_name}",
    }
    form = PhotoForm(sent(request), request.FILES or None, initial=start)

    def deed(data: dict[str, Any]) -> None:
        _sign(request, data)

    text = consent_text()
    block = next(one for one in text.blocks if one.part == "photos")
    page = form_page(
        request,
        _("Consent to photographs"),
        _("Sign"),
        done=_("Kept. Photographs may be used for these purposes alone."),
        template="consent/photographs.html",
        icon="camera",
        context={
            "lines": block.text.in_language(language),
            "items": block.items.in_language(language),
            "declaration": text.photo_declaration.in_language(language),
            "language": language,
            **FIELD,
            "paper": reverse("consent:photo_paper", args=[request.person.id]),
        },
    )
    return answer_form(request, form, deed=deed, page=page)


def _sign(request: PatientRequest, data: dict[str, Any]) -> None:
    refuse_through_glass(request)
    if request.outlet is None:
        raise DeedRefusedError(_("you work at no outlet."))
    new = NewPhotoConsent(
        purposes=tuple(data["purposes"]),
        language=data["language"],
        signer=data["signer"],
        name=data["name"],
        strokes=data["strokes"],
        scan=data["file"].read() if data["file"] else b"",
    )
    who, by, at = request.person.id, request.actor, request.at
    actions.sign_photos(who, new, outlet=request.outlet, by=by, at=at)


def photo_paper(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Hand out the page with lines to sign on."""
    if request.outlet is None:
        raise Http404("you work at no outlet")
    place = outlet(request.outlet)
    language = _language(request)
    sheet = Sheet(
        language=language,
        foot=f"{place.name} - {CURRENT}",
        facts=who_rows(request.person.patient, place),
        digest="",
    )
    return HttpResponse(photo_page(language, (), sheet), content_type="application/pdf")


def withdraw_photos(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    photo: UUID,
) -> HttpResponse:
    """Take the consent to photographs back."""
    if photo not in {row.id for row in queries.photo_consents(request.person)}:
        raise Http404("this patient has no such consent")

    def deed(data: dict[str, Any]) -> None:
        actions.withdraw_photos(
            photo, reason=data["reason"], by=request.actor, at=request.at
        )

    page = form_page(
        request,
        _("Withdraw the consent to photographs"),
        _("Withdraw"),
        done=_("Withdrawn. No photograph is used from now on."),
        danger=True,
        icon="x",
    )
    return answer_form(request, WithdrawForm(sent(request)), deed=deed, page=page)


def _language(request: PatientRequest) -> str:
    said = request.person.patient.language.split("-")[0]
    return said if said in LANGUAGES else "en"
