"""The deed that undoes a run: exactly, or not at all with what stands in the way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.imports import files
from glabella.clinic.imports.digests import in_chunks, table
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.obstacles import obstacles_of
from glabella.clinic.people import laws
from glabella.clinic.people.actions import take_back_card
from glabella.clinic.record.actions import take_back_session
from glabella.clinic.stock.actions import take_back_receipt

# In this order nothing is removed while something of the run still points to it. Stock
# only grows: a receipt is taken back by a movement of its own.
_ORDER = (
    "booking.Appointment",
    "people.Allergy",
    "people.Relation",
    "people.Contact",
    "people.Identifier",
)


@transaction.atomic
def undo_run(run: UUID, *, by: Actor, at: datetime) -> None:
    """Remove what a run made, if nobody has touched any of it since.

    Raises:
        DeedRefusedError: If the run is not imported or undone already, or if something
            of it was changed or is referred to; then nothing at all is undone.
    """
    row: Run = laws.found(Run.objects.filter(id=run))
    if row.imported_at is None or row.undone_at is not None:
        raise DeedRefusedError(
            _("only a run that was imported can be undone, and only once."),
            where=row.file_name,
            mending=_("There is nothing to do."),
        )
    in_the_way = obstacles_of(row)
    if in_the_way:
        raise DeedRefusedError(
            _("things that stand in the way: %(number)s; nothing was undone.")
            % {"number": len(in_the_way)},
            where=row.file_name,
            mending=_(
                "They are named below. Take them back first, or keep the import."
            ),
        )
    made = _by_table(row)
    _take_back(made, by=by, at=at)
    row.undone_at, row.undone_by_id = at, by.account
    row.save()
    ids = [one for rows in made.values() for one in rows]
    record("imports.undo", by=by, at=at, about=[run, *ids])
    transaction.on_commit(lambda: files.drop(run, files.FILE, files.REPORT))


def _by_table(run: Run) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for name, key in run.made.values_list("table", "row"):
        found[name].append(key)
    return found


def _take_back(made: Mapping[str, list[UUID]], *, by: Actor, at: datetime) -> None:
    for session in made.get("record.Session", ()):
        take_back_session(session, by=by, at=at)
    for moved in made.get("stock.Movement", ()):
        take_back_receipt(moved, by=by, at=at)
    for name in _ORDER:
        _remove(name, made.get(name, ()))
    cards = made.get("people.Patient", ())
    for card in cards:
        take_back_card(card, by=by, at=at)
    # What is left stood on cards that were on file before.
    _remove("people.Registration", made.get("people.Registration", ()))


def _remove(name: str, rows: Iterable[UUID]) -> None:
    for chunk in in_chunks(rows):
        table(name)._default_manager.filter(pk__in=chunk).delete()
