"""Deeds about photographs: agree to purposes, take it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.models import PhotoConsent
from glabella.clinic.consent.paper import Sheet, photo_pdf
from glabella.clinic.consent.scans import media_type_of
from glabella.clinic.consent.signing import signature_rows, who_rows
from glabella.clinic.consent.strokes import strokes_of
from glabella.clinic.consent.texts import CURRENT, consent_text
from glabella.clinic.consent.values import (
    LANGUAGES,
    PURPOSES,
    SIGNERS,
    NewPhotoConsent,
)
from glabella.clinic.people import laws
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.actions import receive_document
from glabella.clinic.record.models import Document
from glabella.clinic.record.values import NewDocument

Signed = tuple[bytes, str, str]  # the paper, its media type, the strokes


@transaction.atomic
def sign_photos(
    patient: UUID, new: NewPhotoConsent, *, outlet: UUID, by: Actor, at: datetime
) -> PhotoConsent:
    """Keep that the person agrees to photographs for these purposes, and no others.

    Raises:
        DeedRefusedError: If no purpose is chosen, or nothing was signed.
    """
    _check(new)
    card: Patient = laws.found(Patient.objects.filter(id=patient))
    place = Outlet.objects.get(id=outlet)
    paper = _paper(new, card, place, at=at)
    document = _document(paper, card, place, by=by, at=at)
    row = PhotoConsent.objects.create(
        patient=card,
        outlet=place,
        purposes=[one for one in PURPOSES if one in new.purposes],
        language=new.language,
        text_version=CURRENT,
        signed_at=at,
        signed_by_id=by.account,
        signed_as=new.signer,
        signer_name=new.name.strip(),
        strokes=paper[2],
        document=document,
        digest=document.sha256,
    )
    record("consent.sign_photos", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def withdraw_photos(
    photo_consent: UUID, *, reason: str, by: Actor, at: datetime
) -> None:
    """Take back the consent to photographs.

    Raises:
        DeedRefusedError: If no words are given, or it is withdrawn already.
    """
    why = laws.words(reason, where=_("reason"))
    rows = PhotoConsent.objects.filter(id=photo_consent)
    row: PhotoConsent = laws.found(rows)
    laws.end(rows, "withdrawn", by=by, at=at, withdrawn_reason=why)
    record(
        "consent.withdraw_photos", by=by, at=at, patient=row.patient_id, about=row.id
    )


def _check(new: NewPhotoConsent) -> None:
    laws.one_of(new.language, LANGUAGES, where=_("language"))
    laws.one_of(new.signer, SIGNERS, where=_("who signs"))
    laws.words(new.name, where=_("name"))
    if not new.purposes:
        raise DeedRefusedError(
            _("no purpose is chosen."),
            where=_("purposes"),
            mending=_("Choose one, or leave photographs out."),
        )
    for purpose in new.purposes:
        laws.one_of(purpose, PURPOSES, where=_("purposes"))


def _paper(
    new: NewPhotoConsent, card: Patient, place: Outlet, *, at: datetime
) -> Signed:
    """Return the signed paper: the scan, or a page sealed with what was drawn."""
    if new.scan:
        return new.scan, media_type_of(new.scan), ""
    strokes = strokes_of(new.strokes)
    with override(new.language):
        sheet = Sheet(
            language=new.language,
            foot=f"{place.name} - {CURRENT}",
            facts=who_rows(card, place),
            digest="",
            signed=signature_rows(new.name, new.signer, at=at, outlet=place),
            strokes=strokes,
        )
    return photo_page(new.language, new.purposes, sheet), "application/pdf", strokes


def photo_page(language: str, purposes: tuple[str, ...], sheet: Sheet) -> bytes:
    """Return the page of a consent to photographs in a language."""
    text = consent_text()
    block = next(one for one in text.blocks if one.part == "photos")
    said = zip(PURPOSES, block.items.in_language(language), strict=True)
    with override(language):
        title = _("Consent to photographs")
    return photo_pdf(
        title,
        block.text.in_language(language),
        purposes=[(words, purpose in purposes) for purpose, words in said],
        declaration=text.photo_declaration.in_language(language),
        sheet=sheet,
    )


def _document(
    paper: Signed, card: Patient, place: Outlet, *, by: Actor, at: datetime
) -> Document:
    content, media_type, _strokes = paper
    new = NewDocument(
        outlet=place.id,
        patient=card.id,
        kind="consent",
        title=_("Consent to photographs"),
        dated_on=today_at(place, at=at),
        media_type=media_type,
    )
    return receive_document(content, new, by=by, at=at)
