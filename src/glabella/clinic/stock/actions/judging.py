"""Deeds that say whether a lot may be used: quarantine, release, recall."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.practice import queries as practice
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.actions import open_task
from glabella.clinic.record.duty import end_of_day, home_of, on_duty
from glabella.clinic.record.models import Task
from glabella.clinic.record.values import NewTask
from glabella.clinic.stock.models import Holding, Lot
from glabella.clinic.stock.movements import Saying, demand, say
from glabella.clinic.stock.reach import Given, by_person, given_of
from glabella.clinic.stock.values import LOT_RECALL


@transaction.atomic
def quarantine(lot: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Set a lot aside, at every outlet, until it is released.

    Raises:
        DeedRefusedError: If no reason is given, or it is set aside already.
    """
    row: Lot = laws.found(Lot.objects.filter(id=lot))
    _set_aside(row, reason=reason, by=by, at=at)
    record("stock.quarantine", by=by, at=at, about=lot)


@transaction.atomic
def quarantine_here(holding: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Set aside what one outlet holds of a lot, after a warm fridge for example.

    Raises:
        DeedRefusedError: If no reason is given, or it is set aside already.
    """
    row: Holding = laws.found(Holding.objects.filter(id=holding))
    _set_aside(row, reason=reason, by=by, at=at)
    record("stock.quarantine", by=by, at=at, about=(row.id, row.lot_id))


def _set_aside(row: Lot | Holding, *, reason: str, by: Actor, at: datetime) -> None:
    words = demand(reason)
    if row.quarantined_at is not None:
        raise DeedRefusedError(
            _("it is set aside already."),
            where=_("quarantine"),
            mending=_("There is nothing to do."),
        )
    row.quarantined_at, row.quarantined_by_id = at, by.account
    row.quarantined_reason = words
    row.save()
    say(Saying("quarantine", words), row, by=by, at=at)


@transaction.atomic
def release(lot: UUID, *, name: str, reason: str, by: Actor, at: datetime) -> None:
    """Release a lot from quarantine; a recall stays.

    Args:
        name: Who vouches for it, as printed.

    Raises:
        DeedRefusedError: If name or reason is missing, or it is not set aside.
    """
    row: Lot = laws.found(Lot.objects.filter(id=lot))
    _release(row, (name, reason), by=by, at=at)
    record("stock.release", by=by, at=at, about=lot)


@transaction.atomic
def release_here(
    holding: UUID, *, name: str, reason: str, by: Actor, at: datetime
) -> None:
    """Release what one outlet holds of a lot.

    Raises:
        DeedRefusedError: If name or reason is missing, or it is not set aside.
    """
    row: Holding = laws.found(Holding.objects.filter(id=holding))
    _release(row, (name, reason), by=by, at=at)
    record("stock.release", by=by, at=at, about=(row.id, row.lot_id))


def _release(
    row: Lot | Holding, said: tuple[str, str], *, by: Actor, at: datetime
) -> None:
    name, reason = said
    printed = laws.words(name, where=_("name"), mending=_("Say who vouches for it."))
    words = demand(reason)
    if row.quarantined_at is None:
        raise DeedRefusedError(
            _("it is not set aside."),
            where=_("quarantine"),
            mending=_("There is nothing to do."),
        )
    row.quarantined_at = row.quarantined_by_id = None
    row.quarantined_reason = ""
    row.save()
    say(Saying("release", words, printed), row, by=by, at=at)


@transaction.atomic
def recall(lot: UUID, *, reference: str, by: Actor, at: datetime) -> int:
    """Note that a lot is recalled, and open a task for each person who got of it.

    No treatment starts with it any more. Done again, it opens tasks for those who have
    none yet: somebody may have been recorded meanwhile.

    Args:
        reference: Who recalls it, where it is printed.

    Returns:
        How many tasks were opened.

    Raises:
        DeedRefusedError: If no reference is given.
    """
    words = demand(reference)
    row: Lot = laws.found(Lot.objects.filter(id=lot))
    if row.recalled_at is None:
        row.recalled_at, row.recalled_by_id = at, by.account
        row.recalled_reference = words
        row.save()
    say(Saying("recall", words), row, by=by, at=at)
    opened = _tell_people(row, by=by, at=at)
    record("stock.recall", by=by, at=at, about=lot)
    return opened


@transaction.atomic
def tell_late(lots: Iterable[UUID], *, by: Actor, at: datetime) -> int:
    """Open the tasks of recalled lots for people recorded since; return how many."""
    rows = Lot.objects.filter(id__in=list(lots), recalled_at__isnull=False)
    return sum(_tell_people(row, by=by, at=at) for row in rows)


def _tell_people(row: Lot, *, by: Actor, at: datetime) -> int:
    people = by_person(given_of(row))
    told = Task.objects.filter(kind=LOT_RECALL, about=row.id)
    known = set(told.values_list("patient_id", flat=True))
    fresh = [who for who in people if who not in known]
    for who in fresh:
        _open_task(row, people[who], patient=who, by=by, at=at)
    return len(fresh)


def _open_task(
    lot: Lot, given: list[Given], *, patient: UUID, by: Actor, at: datetime
) -> None:
    outlet = _home(patient, given, by=by)
    duty = on_duty(outlet, at=at)
    title = _("Lot %(number)s of %(product)s is recalled: tell the person")
    new = NewTask(
        outlet=outlet.id,
        patient=patient,
        kind=LOT_RECALL,
        title=title % {"number": lot.number, "product": lot.product},
        is_urgent=True,
        due_at=end_of_day(outlet, at=at),
        owner=duty.owner,
        deputy=duty.deputy,
        about=lot.id,
    )
    open_task(new, by=by, at=at)


def _home(patient: UUID, given: list[Given], *, by: Actor) -> Outlet:
    try:
        return home_of(patient, by=by)
    except DeedRefusedError:  # registered nowhere: where the last of it was given
        return practice.outlet(given[0].outlet)
