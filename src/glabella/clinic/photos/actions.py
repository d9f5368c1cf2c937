"""Deeds about photographs: add, destroy."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.queries import photo_purposes
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.photos.models import Photo
from glabella.clinic.photos.pictures import cleaned
from glabella.clinic.photos.values import NewPhoto, standard_views
from glabella.clinic.record.models import Session
from glabella.clinic.record.safe import drop, store


@transaction.atomic
def add_photo(
    person: Person, content: bytes, new: NewPhoto, *, by: Actor, at: datetime
) -> Photo:
    """Keep a photograph, cleaned of metadata and encrypted.

    Raises:
        DeedRefusedError: If the person has not agreed to photographs, the picture
            cannot be read, or view, day or session cannot be.
    """
    if "record" not in photo_purposes(person):
        raise DeedRefusedError(
            _("there is no consent to photographs."),
            where=_("photograph"),
            mending=_("Ask the person, and let them sign it first."),
        )
    picture = cleaned(content)
    if new.session is not None:
        _check_session(new.session, person)
    laws.not_after(new.taken_on, at, where=_("taken on"))
    row = Photo(
        patient_id=person.id,
        outlet_id=new.outlet,
        session_id=new.session,
        about=new.about,
        view=laws.one_of(new.view, standard_views(), where=_("view")),
        taken_on=new.taken_on,
        note=new.note.strip(),
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size_bytes=len(picture.content),
        sha256=hashlib.sha256(picture.content).hexdigest(),
        added_at=at,
        added_by_id=by.user,
    )
    # The file first: a row never promises a file that is not there.
    store(row.id, picture.content)
    row.save(force_insert=True)
    record("photos.add_photo", by=by, at=at, patient=person.id, about=row.id)
    return row


def _check_session(session: UUID, person: Person) -> None:
    rows = Session.objects.filter(id=session, patient_id__in=person.ids)
    if not rows.exists():
        raise DeedRefusedError(
            _("the session is not of this person."), mending=_("Choose another.")
        )


@transaction.atomic
def destroy_photo(photo: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Destroy the file of a photograph, as the person wishes; its row stays.

    Raises:
        DeedRefusedError: If no reason is given, or it is destroyed already.
    """
    words = laws.words(reason, where=_("reason"))
    rows = Photo.objects.filter(id=photo)
    row: Photo = laws.found(rows)
    laws.end(rows, "ended", by=by, at=at, ended_reason=words)
    record("photos.destroy_photo", by=by, at=at, patient=row.patient_id, about=photo)
    # A deed that is rolled back must not have lost the file.
    transaction.on_commit(lambda: drop(photo))
