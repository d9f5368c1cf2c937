"""Deeds that close a consent: a signature on a tablet, or a signed paper scanned in."""

from datetime import datetime
from uuid import UUID

import attrs
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.paper import consent_pdf
from glabella.clinic.consent.scans import media_type_of
from glabella.clinic.consent.signing import (
    ink_of,
    ready_to_sign,
    sheet_of,
    signature_rows,
    signer_of,
)
from glabella.clinic.consent.values import NewScan, NewSignature
from glabella.clinic.people import laws
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.actions import receive_document
from glabella.clinic.record.values import NewDocument


@attrs.frozen(kw_only=True)
class _Signed:
    """Who signed a consent, when and how, and the paper that shows it."""

    signer: str
    name: str
    method: str
    at: datetime
    content: bytes = b""
    media_type: str = "application/pdf"
    strokes: str = ""


@transaction.atomic
def sign(consent: UUID, new: NewSignature, *, by: Actor, at: datetime) -> Consent:
    """Seal a consent that was signed on a tablet, or by the person on their own phone.

    On the own phone nobody of the practice is beside: only the person signs there,
    never a representative or somebody who acts for them.

    Raises:
        DeedRefusedError: If it is not the text that was read, or may not be signed yet.
    """
    row = _found(consent)
    talk = ready_to_sign(row, at=at)
    method = _method_of(new, by=by)
    if new.content_digest != row.content_digest:
        raise DeedRefusedError(
            _("the text on the page is not the text on file."),
            mending=_("Open the page again and read it before signing."),
        )
    signed = _Signed(
        signer=signer_of(new.signer, talk),
        name=laws.words(new.name, where=_("name")),
        method=method,
        at=at,
        strokes=ink_of(new, row.patient, method=method),
    )
    with override(row.language):
        rows = signature_rows(
            signed.name,
            signed.signer,
            at=at,
            outlet=row.outlet,
            is_typed=not signed.strokes,
        )
    sheet = sheet_of(row, row.patient, signed=rows, strokes=signed.strokes)
    pdf = consent_pdf(row.content[row.language], sheet)
    return _seal(row, attrs.evolve(signed, content=pdf), by=by, at=at)


@transaction.atomic
def scan_paper(consent: UUID, new: NewScan, *, by: Actor, at: datetime) -> Consent:
    """Keep a consent that was signed on paper and scanned.

    Raises:
        DeedRefusedError: If the scan is no PDF, PNG or JPEG, or the paper was signed
            before it could be, or lies ahead.
    """
    row = _found(consent)
    if new.signed_at > at:
        raise DeedRefusedError(
            _("the signature lies ahead."),
            where=_("signed on"),
            mending=_("Enter the day and time on the paper."),
        )
    talk = ready_to_sign(row, at=new.signed_at)
    signed = _Signed(
        signer=signer_of(new.signer, talk),
        name=laws.words(new.name, where=_("name")),
        method="paper",
        at=new.signed_at,
        content=new.content,
        media_type=media_type_of(new.content),
    )
    return _seal(row, signed, by=by, at=at)


def _method_of(new: NewSignature, *, by: Actor) -> str:
    if by.kind != "patient":
        return "tablet"
    if by.role != "self" or new.signer != "patient":
        raise DeedRefusedError(
            _("only the person signs on their own phone."),
            where=_("who signs"),
            mending=_("A representative signs at the practice."),
        )
    return "phone"


def _found(consent: UUID) -> Consent:
    rows = Consent.objects.select_related("patient", "outlet", "plan")
    row: Consent = laws.found(rows.filter(id=consent))
    return row


def _seal(row: Consent, signed: _Signed, *, by: Actor, at: datetime) -> Consent:
    with override(row.language):
        title = _("Consent to treatment")
    document = receive_document(
        signed.content,
        NewDocument(
            outlet=row.outlet_id,
            patient=row.patient_id,
            kind="consent",
            title=title,
            dated_on=today_at(row.outlet, at=signed.at),
            media_type=signed.media_type,
        ),
        by=by,
        at=at,
    )
    row.signed_at = signed.at
    row.signed_by_id = by.user if signed.method == "phone" else by.account
    row.signed_as, row.signed_name = signed.signer, signed.name
    row.signed_method, row.signed_strokes = signed.method, signed.strokes
    row.signed_document, row.signed_digest = document, document.sha256
    row.save(force_update=True)
    deed = "consent.scan_paper" if signed.method == "paper" else "consent.sign"
    record(deed, by=by, at=at, patient=row.patient_id, about=(row.id, document.id))
    return row
