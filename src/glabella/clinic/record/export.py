"""Everything about one person as one JSON document, in the shape of its schema.

The shape is `person.schema.json`, beside this module, and has a version. A document
names every table that has rows about the person; the files of letters and scans are
named by their digest and handed out beside it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from glabella.clinic.accounts.models import User
from glabella.clinic.people.cards import Person
from glabella.clinic.people.export import cards, tables
from glabella.clinic.practice.models import Outlet, Staff
from glabella.core.quantity import plain_number

NAME = "glabella.person/1"
SCHEMA = Path(__file__).with_name("person.schema.json")
# Rows below a row about the person, by their relation; some belong to apps above.
_PARTS = MappingProxyType(
    {
        "booking.WaitingEntry": ("offers",),
        "consent.Consent": ("talks", "reconfirmations"),
        "followup.Contact": ("judgements",),
        "planning.Plan": ("sites", "confirmed"),
        "portal.Door": ("proxies", "links", "devices"),
        "post.Message": ("opt_outs",),
        "record.Document": ("releases",),
        "record.Note": ("addenda",),
        "record.Session": ("sites", "lots", "addenda"),
        "record.SideEffect": ("spread_checks", "reports"),
        "record.Task": ("attempts",),
        "treatment.Treatment": ("sites", "vials", "reactions"),
    }
)


def everything(who: Person, *, at: datetime) -> dict[str, object]:
    """Return all that is kept about a person, as JSON values.

    A decimal is text, so that it stays exact wherever it is read.

    Args:
        at: When it is handed out, aware.
    """
    own = cards(who)
    found = tables(who, parts=_PARTS)
    rows = [*own, *(row for table in found.values() for row in table)]
    plain = {name: [_plain(row) for row in table] for name, table in found.items()}
    return {
        "schema": NAME,
        "made_at": at.isoformat(),
        "person": str(who.id),
        "cards": [_plain(row) for row in own],
        "tables": plain,
        "names": _names(set(_ids(rows))),
    }


def _plain(value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case date():  # a datetime is one too
            return value.isoformat()
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case Decimal():
            return plain_number(value)
        case None | bool() | int() | str():
            return value
        case _:
            raise TypeError(f"{type(value).__name__} has no place in JSON")


def _ids(value: object) -> Iterator[UUID]:
    """Yield the opaque ids in rows and in their parts."""
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _ids(each)


def _names(ids: set[UUID]) -> dict[str, str]:
    """Return who and where the opaque ids of staff, accounts and outlets are."""
    users = User.objects.filter(id__in=ids).values_list("id", "name")
    staff = Staff.objects.filter(id__in=ids).values_list("id", "user__name")
    outlets = Outlet.objects.filter(id__in=ids).values_list("id", "name")
    pairs = [*users, *staff, *outlets]
    return {str(key): name for key, name in sorted(pairs, key=lambda each: each[1])}
