"""Deeds about letters, scans and results: receive, file, read, set aside."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.record.models import Document
from glabella.clinic.record.safe import store
from glabella.clinic.record.values import DOCUMENTS, NewDocument


@transaction.atomic
def receive_document(
    content: bytes, new: NewDocument, *, by: Actor, at: datetime
) -> Document:
    """Keep a file, encrypted; without a patient it waits in the inbox of its outlet.

    Raises:
        DeedRefusedError: If it is empty, has no title, or its kind is not known.
    """
    if not content:
        raise DeedRefusedError(
            _("the file is empty."), where=new.title, mending=_("Scan it again.")
        )
    row = Document(
        outlet_id=new.outlet,
        patient_id=new.patient,
        kind=laws.one_of(new.kind, DOCUMENTS, where=_("kind of document")),
        title=laws.words(new.title, where=_("title")),
        dated_on=laws.not_after(new.dated_on, at, where=_("day on the paper")),
        media_type=laws.words(new.media_type, where=_("media type")),
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        received_at=at,
        received_by_id=by.user,
    )
    if new.patient is not None and by.user is not None:
        row.filed_at, row.filed_by_id = at, by.user
    # The file first: a row never promises a file that is not there.
    store(row.id, content)
    row.save(force_insert=True)
    record("record.receive_document", by=by, at=at, patient=new.patient, about=row.id)
    return row


@transaction.atomic
def file_document(document: UUID, patient: UUID, *, by: Actor, at: datetime) -> None:
    """Say whose a document is.

    Raises:
        DeedRefusedError: If it is filed already.
    """
    rows = Document.objects.filter(id=document)
    laws.found(rows)
    filed_at = {"filed_at": at, "filed_by_id": by.account, "patient_id": patient}
    if not rows.filter(patient__isnull=True).update(**filed_at):
        raise DeedRefusedError(
            _("the document is filed already."),
            where=_("document"),
            mending=_("Set it aside and receive it anew if it is not theirs."),
        )
    record("record.file_document", by=by, at=at, patient=patient, about=document)


@transaction.atomic
def mark_read(document: UUID, *, by: Actor, at: datetime) -> None:
    """Say that a clinician has seen a document.

    Raises:
        DeedRefusedError: If somebody has already.
    """
    rows = Document.objects.filter(id=document)
    _end(rows, "read", by=by, at=at)


@transaction.atomic
def set_aside(document: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Set a document aside that is not ours or was received twice; it is kept.

    Raises:
        DeedRefusedError: If no reason is given, or it is set aside already.
    """
    why = laws.words(reason, where=_("reason"))
    rows = Document.objects.filter(id=document)
    _end(rows, "set_aside", by=by, at=at, set_aside_reason=why)


def _end(
    rows: models.QuerySet[Document], stem: str, *, by: Actor, at: datetime, **more: str
) -> None:
    row: Document = laws.found(rows)
    laws.end(rows, stem, by=by, at=at, **more)
    deed = "record.mark_read" if stem == "read" else "record.set_aside"
    record(deed, by=by, at=at, patient=row.patient_id, about=row.id)
