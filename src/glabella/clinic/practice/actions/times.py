"""Deeds about when an outlet is open: its week, and the days it is closed."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.practice.models import Closure, OpeningHours, Outlet
from glabella.clinic.practice.values import Hours, NewClosure

SUNDAY = 6
MOST_HOURS = 336  # two weeks


@transaction.atomic
def set_opening_hours(
    outlet: UUID, rows: Sequence[Hours], *, by: Actor, at: datetime
) -> None:
    """Set the week of an outlet as a whole; what stood before is replaced.

    Raises:
        DeedRefusedError: If a span ends before it starts, or two overlap.
    """
    check_week(rows)
    place = Outlet.objects.select_for_update().get(id=outlet)  # one week at a time
    OpeningHours.objects.filter(outlet=place).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            outlet=place, weekday=row.weekday, opens=row.starts, closes=row.ends
        )
        for row in rows
    )
    record("practice.set_opening_hours", by=by, at=at, about=outlet)


def check_week(rows: Sequence[Hours]) -> None:
    """Refuse a week that cannot be.

    Raises:
        DeedRefusedError: If a span ends before it starts, or two overlap.
    """
    where = _("hours of the week")
    for row in rows:
        if not 0 <= row.weekday <= SUNDAY or row.ends <= row.starts:
            raise DeedRefusedError(
                _("%(starts)s to %(ends)s ends before it starts.")
                % {"starts": f"{row.starts:%H:%M}", "ends": f"{row.ends:%H:%M}"},
                where=where,
                mending=_("Write the earlier time first; midnight belongs to no day."),
            )
    for one, other in pairwise(sorted(rows, key=lambda row: (row.weekday, row.starts))):
        if one.weekday == other.weekday and other.starts < one.ends:
            raise DeedRefusedError(
                _("two spans of one day overlap."),
                where=where,
                mending=_("Write them as one span, or one after the other."),
            )


@transaction.atomic
def announce_closure(
    outlet: UUID, new: NewClosure, *, by: Actor, at: datetime
) -> Closure:
    """Close an outlet for some days; what is booked then stays and must be moved.

    Raises:
        DeedRefusedError: If it ends before it starts.
    """
    if new.ends_before <= new.starts_on:
        raise DeedRefusedError(
            _("it ends before it starts."),
            where=_("closed days"),
            mending=_("Correct the days."),
        )
    row = Closure.objects.create(
        outlet_id=outlet,
        starts_on=new.starts_on,
        ends_before=new.ends_before,
        words_en=new.words[0],
        words_de=new.words[1],
        announced_at=at,
        announced_by_id=by.user,
    )
    record("practice.announce_closure", by=by, at=at, about=(outlet, row.id))
    return row


@transaction.atomic
def end_closure(closure: UUID, *, by: Actor, at: datetime) -> None:
    """Take closed days back.

    Raises:
        DeedRefusedError: If somebody has taken them back already.
    """
    rows = Closure.objects.filter(id=closure, ended_at__isnull=True)
    if not rows.update(ended_at=at, ended_by_id=by.account):
        raise DeedRefusedError(
            _("these days are taken back already."),
            where=_("closed days"),
            mending=_("Nothing is left to do."),
        )
    record("practice.end_closure", by=by, at=at, about=closure)


@transaction.atomic
def set_own_changes(outlet: UUID, hours: int, *, by: Actor, at: datetime) -> None:
    """Set until how many hours before it people move or cancel an appointment.

    Raises:
        DeedRefusedError: If it is less than none, or more than two weeks.
    """
    if not 0 <= hours <= MOST_HOURS:
        raise DeedRefusedError(
            _("%(hours)d hours are not possible.") % {"hours": hours},
            where=_("own changes"),
            mending=_("Use 0 to 336 hours."),
        )
    Outlet.objects.filter(id=outlet).update(own_changes_hours=hours)
    record("practice.set_own_changes", by=by, at=at, about=outlet)
