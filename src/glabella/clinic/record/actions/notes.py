"""Deeds about progress notes and addenda."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.record.digests import note_digest
from glabella.clinic.record.models import Addendum, Note, Session


@transaction.atomic
def write_note(  # noqa: PLR0913 a note names its place, its day and its words
    patient: UUID, *, outlet: UUID, on: date, text: str, by: Actor, at: datetime
) -> Note:
    """Write a progress note; it is a draft until it is signed.

    Raises:
        DeedRefusedError: If it is empty, or its day lies ahead.
    """
    laws.not_after(on, at, where=_("day of the note"))
    row = Note.objects.create(
        patient_id=patient,
        outlet_id=outlet,
        on=on,
        text=laws.words(text, where=_("note")),
        written_at=at,
        written_by_id=by.account,
    )
    record("record.write_note", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def change_note(
    note: UUID, text: str, *, version: int, by: Actor, at: datetime
) -> Note:
    """Change a draft that was read at `version`.

    Raises:
        StaleError: If somebody else has changed it meanwhile.
        DeedRefusedError: If it is signed, or nothing is left of it.
    """
    words = laws.words(text, where=_("note"))
    row: Note = laws.found(Note.objects.filter(id=note))
    if row.signed_at is not None:
        raise DeedRefusedError(
            _("the note is signed."), where=_("note"), mending=_("Add an addendum.")
        )
    laws.change(Note, note, version=version, changes={"text": words})
    row.refresh_from_db()
    record("record.change_note", by=by, at=at, patient=row.patient_id, about=note)
    return row


@transaction.atomic
def sign_note(
    note: UUID, *, name: str, by: Actor, at: datetime, version: int | None = None
) -> Note:
    """Sign a note by name; from then on only addenda follow.

    Args:
        version: That the signer has read; None if nobody else could have changed it.

    Raises:
        StaleError: If somebody else has changed it since `version`.
        DeedRefusedError: If it is signed already, or the name is empty.
    """
    printed = laws.words(name, where=_("name"))
    rows = Note.objects.filter(id=note)
    row: Note = laws.found(rows)
    if version is not None:
        laws.change(Note, note, version=version, changes={"text": row.text})
    digest = note_digest(row)
    laws.end(rows, "signed", by=by, at=at, signed_name=printed, digest=digest)
    row.refresh_from_db()
    record("record.sign_note", by=by, at=at, patient=row.patient_id, about=note)
    return row


@transaction.atomic
def add_addendum(  # noqa: PLR0913 it belongs to one of two, and is said by name
    *,
    text: str,
    name: str,
    by: Actor,
    at: datetime,
    note: UUID | None = None,
    session: UUID | None = None,
) -> Addendum:
    """Add what is said after signing a note or sealing a session.

    Raises:
        DeedRefusedError: If it belongs to neither or to both, is empty, or what it
            belongs to is still a draft.
    """
    patient = _signed_patient(note, session)
    row = Addendum.objects.create(
        note_id=note,
        session_id=session,
        text=laws.words(text, where=_("addendum")),
        added_at=at,
        added_by_id=by.account,
        added_name=laws.words(name, where=_("name")),
    )
    record("record.add_addendum", by=by, at=at, patient=patient, about=row.id)
    return row


def _signed_patient(note: UUID | None, session: UUID | None) -> UUID:
    """Return whose note or session it is; refuse a draft."""
    row: Note | Session | None = None
    if note is not None and session is None:
        row = Note.objects.filter(id=note, signed_at__isnull=False).first()
    elif session is not None and note is None:
        row = Session.objects.filter(id=session, sealed_at__isnull=False).first()
    if row is None:
        raise DeedRefusedError(
            _("an addendum belongs to one signed note or to one sealed session."),
            where=_("addendum"),
            mending=_("A draft can still be changed itself."),
        )
    return row.patient_id
