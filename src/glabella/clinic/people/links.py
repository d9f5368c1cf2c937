"""Which tables of any app name a patient: found, so that none can be forgotten."""

from collections.abc import Iterator
from typing import Any

from glabella.clinic.people.models import Patient


def tables_naming_a_patient() -> Iterator[tuple[Any, str]]:
    """Yield each table with its column that names a patient; not the cards themselves.

    A table with two such columns comes twice.
    """
    for link in Patient._meta.get_fields(include_hidden=True):
        is_from_afar = link.auto_created and not link.concrete
        if is_from_afar and link.related_model is not Patient:
            yield link.related_model, link.field.name  # type: ignore[union-attr]  # a relation has a field
