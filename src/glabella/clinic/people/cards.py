"""One person from any of their cards, and the folding of names."""

import unicodedata
from uuid import UUID

import attrs

from glabella.clinic.people.models import Patient, Registration

# How names are typed without the letters of another keyboard.
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe"})


@attrs.frozen
class Person:
    """One person: the card that is kept, and the ids of all their cards."""

    patient: Patient
    ids: tuple[UUID, ...]

    @property
    def id(self) -> UUID:
        """The id of the kept card."""
        return self.patient.id


def person(card: UUID) -> Person | None:
    """Return the person whom a card belongs to; None if there is no such card."""
    patient = Patient.objects.filter(id=card).select_related("merged_into").first()
    while patient is not None and patient.merged_into is not None:
        patient = patient.merged_into
    if patient is None:
        return None
    ids: tuple[UUID, ...] = (patient.id,)
    found = [patient.id]
    while found:
        below = Patient.objects.filter(merged_into_id__in=found)
        found = list(below.values_list("id", flat=True))
        ids += tuple(found)
    return Person(patient=patient, ids=ids)


def outlets_of(who: Person) -> frozenset[UUID]:
    """Return the outlets where a person is registered now."""
    rows = Registration.objects.filter(patient_id__in=who.ids, ended_at__isnull=True)
    return frozenset(rows.values_list("outlet_id", flat=True))


def fold(text: str) -> str:
    """Return a name as search compares it: no case, no accents, "ue" for "ü"."""
    spelled = text.casefold().translate(_SPELLINGS)
    letters = unicodedata.normalize("NFKD", spelled)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.replace("-", " ").split())
