"""Every row about one person as plain values, whichever app keeps it.

Tables are found by their link to the card, so that a new one cannot be forgotten.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db import models

from glabella.clinic.people.cards import Person
from glabella.clinic.people.links import tables_naming_a_patient
from glabella.clinic.people.models import Patient

# What is there for search alone says nothing that another column does not.
HIDDEN = frozenset({"search_name", "search_value"})
# What opens something, be it as a hash alone; with the copy it would leave the house.
SECRET = frozenset({"token_hash", "code_hash", "address_hash"})
# With it somebody else signs in.
HIDDEN_OF = MappingProxyType({"portal.Proxy": frozenset({"birth_date"})})
# It names another person.
LEFT_OUT = frozenset({"people.NotTheSame"})

Row = dict[str, object]


def cards(who: Person) -> list[Row]:
    """Return the cards of a person, the kept one first."""
    rows = {row.id: row for row in Patient.objects.filter(id__in=who.ids)}
    return [row_of(rows[card]) for card in who.ids]


def tables(
    who: Person, *, parts: Mapping[str, Iterable[str]] = MappingProxyType({})
) -> dict[str, list[Row]]:
    """Return the rows of every table that names a person, by "app.Model".

    Args:
        parts: Rows that belong to a row of a table, by the name of their relation:
            "record.Session" has "sites".
    """
    found: dict[str, dict[str, Row]] = {}
    for model, column in tables_naming_a_patient():
        if model._meta.label in LEFT_OUT:
            continue
        rows = model._default_manager.filter(**{f"{column}__in": who.ids})
        own = parts.get(model._meta.label, ())
        table = found.setdefault(model._meta.label, {})
        for row in rows.prefetch_related(*own).order_by("pk"):
            table[str(row.pk)] = row_of(row, parts=own)
    return {name: list(table.values()) for name, table in sorted(found.items())}


def row_of(row: models.Model, *, parts: Iterable[str] = ()) -> Row:
    """Return the columns of a row as they stand, and below them its parts."""
    hidden = HIDDEN | SECRET | HIDDEN_OF.get(row._meta.label, frozenset())
    values: Row = {
        column.name: column.value_from_object(row)
        for column in row._meta.concrete_fields
        if column.name not in hidden
    }
    for part in parts:
        values[part] = [row_of(each) for each in getattr(row, part).all()]
    return values
