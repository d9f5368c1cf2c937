"""Reads of photographs: none of them without a consent that stands."""

from uuid import UUID

import attrs

from glabella.clinic.consent.queries import photo_purposes
from glabella.clinic.people.cards import Person
from glabella.clinic.photos.models import Photo
from glabella.clinic.record.safe import take

TABLE = "photos.Photo"


@attrs.frozen
class Album:
    """What may be seen of a person now.

    Args:
        is_allowed: Whether a consent stands; without it there is nothing to see.
        hidden: How many photographs a withdrawn consent hides.
        destroyed: Those whose file is gone, newest first.
    """

    is_allowed: bool
    photos: tuple[Photo, ...]
    hidden: int
    destroyed: tuple[Photo, ...]


def is_allowed(person: Person) -> bool:
    """Return whether photographs of a person may be taken and seen now."""
    return "record" in photo_purposes(person)


def album(person: Person) -> Album:
    """Return the photographs of a person, newest first."""
    rows = Photo.objects.filter(patient_id__in=person.ids).select_related("ended_by")
    ordered = list(rows.order_by("-taken_on", "view", "added_at"))
    kept = tuple(row for row in ordered if row.ended_at is None)
    gone = tuple(row for row in ordered if row.ended_at is not None)
    if is_allowed(person):
        return Album(is_allowed=True, photos=kept, hidden=0, destroyed=gone)
    return Album(is_allowed=False, photos=(), hidden=len(kept), destroyed=gone)


def photo(person: Person, key: UUID) -> Photo | None:
    """Return one photograph that may be seen now, or None."""
    found = {row.id: row for row in album(person).photos}
    return found.get(key)


def sent_with(person: Person, about: UUID) -> tuple[Photo, ...]:
    """Return the photographs that were sent in with something, if they may be seen."""
    return tuple(row for row in album(person).photos if row.about == about)


def content_of(row: Photo) -> bytes:
    """Return the picture itself.

    Raises:
        InputError: If the file is missing, or is not what was kept.
    """
    return take(row.id, sha256=row.sha256)


def without_hidden(person: Person, copy: dict[str, object]) -> dict[str, object]:
    """Return the copy of a record without what a withdrawn consent hides.

    Args:
        copy: As `record.export.everything` builds it.
    """
    tables = copy["tables"]
    if is_allowed(person) or not isinstance(tables, dict):
        return copy
    kept = {name: rows for name, rows in tables.items() if name != TABLE}
    return {**copy, "tables": kept}
