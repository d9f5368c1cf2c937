"""Deeds of the cold chain: places, what lies in them, and readings."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import outlet as outlet_of
from glabella.clinic.record.actions import open_task
from glabella.clinic.record.duty import end_of_day, on_duty
from glabella.clinic.record.models import Task
from glabella.clinic.record.values import NewTask
from glabella.clinic.stock.cold import excursions, kept_in
from glabella.clinic.stock.models import Holding, Place, Reading
from glabella.clinic.stock.values import COLD_CHAIN, NewReading


@transaction.atomic
def add_place(outlet: UUID, name: str, *, by: Actor, at: datetime) -> Place:
    """Add a fridge or cupboard to an outlet.

    Raises:
        DeedRefusedError: If the name is empty, or in use there.
    """
    words = laws.words(name, where=_("name of the place"))
    try:
        with transaction.atomic():
            row = Place.objects.create(
                outlet_id=outlet, name=words, added_at=at, added_by_id=by.user
            )
    except IntegrityError as error:
        raise DeedRefusedError(
            _("there is a place of this name."),
            where=words,
            mending=_("Choose another name."),
        ) from error
    record("stock.add_place", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def end_place(place: UUID, *, by: Actor, at: datetime) -> None:
    """Give a place up.

    Raises:
        DeedRefusedError: If vials lie in it, or it is given up already.
    """
    if Holding.objects.filter(place_id=place, vials__gt=0).exists():
        raise DeedRefusedError(
            _("vials lie in it."), mending=_("Put them somewhere else first.")
        )
    laws.end(Place.objects.filter(id=place), "ended", by=by, at=at)
    record("stock.end_place", by=by, at=at, about=place)


@transaction.atomic
def put_in_place(holding: UUID, *, place: UUID | None, by: Actor, at: datetime) -> None:
    """Say where the vials of a holding lie; None: nobody knows.

    Raises:
        DeedRefusedError: If the place is of another outlet, or given up.
    """
    row: Holding = laws.found(Holding.objects.filter(id=holding))
    if place is not None:
        there = Place.objects.filter(id=place, outlet_id=row.outlet_id)
        if not there.filter(ended_at__isnull=True).exists():
            raise DeedRefusedError(
                _("there is no such place in this outlet."),
                mending=_("Choose one of the list."),
            )
    row.place_id = place
    row.save()
    record("stock.put_in_place", by=by, at=at, about=(row.id, row.lot_id))


@transaction.atomic
def read_temperature(new: NewReading, *, by: Actor, at: datetime) -> Reading:
    """Keep a reading; one outside the limits of what lies there opens a task.

    The task is urgent, of the lead clinician on duty, and opened once while one about
    the same place is open. Nothing is set aside by itself: the page proposes it.

    Raises:
        DeedRefusedError: If the numbers contradict each other.
    """
    if not new.coldest <= new.celsius <= new.warmest:
        raise DeedRefusedError(
            _("the lowest is above, or the highest below what is shown now."),
            where=_("temperature"),
            mending=_("Read the thermometer again."),
        )
    place: Place = laws.found(Place.objects.filter(id=new.place))
    row = Reading.objects.create(
        place=place,
        celsius=new.celsius,
        lowest=new.lowest,
        highest=new.highest,
        note=new.note.strip(),
        read_at=at,
        read_by_id=by.user,
    )
    if excursions(new, kept_in(place), products=library().products):
        _open_task(row, place, by=by, at=at)
    record("stock.read_temperature", by=by, at=at, about=(place.id, row.id))
    return row


def _open_task(row: Reading, place: Place, *, by: Actor, at: datetime) -> None:
    about = place.readings.values("id")
    open_ones = Task.objects.filter(kind=COLD_CHAIN, about__in=about)
    if open_ones.filter(closed_at__isnull=True).exists():
        return
    outlet = outlet_of(place.outlet_id)
    duty = on_duty(outlet, at=at)
    title = _("%(place)s: outside the temperature of what lies there")
    new = NewTask(
        outlet=outlet.id,
        kind=COLD_CHAIN,
        title=title % {"place": place.name},
        is_urgent=True,
        due_at=end_of_day(outlet, at=at),
        owner=duty.owner,
        deputy=duty.deputy,
        about=row.id,
    )
    open_task(new, by=by, at=at)
