"""In which countries a record may be read."""

from collections.abc import Iterable
from uuid import UUID

from glabella.clinic.people.models import Registration


def profiles_of(cards: Iterable[UUID]) -> frozenset[str]:
    """Return the country profiles where cards are, or ever were, registered."""
    rows = Registration.objects.filter(patient_id__in=cards)
    return frozenset(rows.values_list("outlet__profile", flat=True))
