"""Taking cells: the one place where time is taken, by appointments and by holds.

A hold that has run out gives its cells to whoever asks next; no worker is needed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.models import Appointment, Cell, Hold
from glabella.clinic.practice.models import Room, Staff

CELL = timedelta(minutes=5)
# What the database forbids: on SQLite it names the columns, on PostgreSQL the law.
LAWS = (
    "a_cell_is_taken_once",
    "booking_cell.resource",
    "a_clinician_is_in_one_place",
    "a_room_is_used_once",
)


def wait_for(clinician: UUID | None, room: UUID | None) -> None:
    """Let others who want the same clinician or room wait, in one order for all.

    Two who wait for each other at the constraints below would end as an error.
    """
    if clinician is not None:
        Staff.objects.select_for_update(no_key=True).filter(id=clinician).first()
    if room is not None:
        Room.objects.select_for_update(no_key=True).filter(id=room).first()


@contextmanager
def refusing() -> Iterator[None]:
    """Say in words what the constraints of the database refuse; nothing is saved.

    Raises:
        DeedRefusedError: If clinician or room are taken.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not any(law in str(error) for law in LAWS):
            raise
        raise DeedRefusedError(
            _("clinician or room are taken at that time."),
            where=_("appointment"),
            mending=_("Choose another time, another room or another clinician."),
        ) from error


def take_cells(row: Appointment | Hold, *, at: datetime) -> None:
    """Take the time of an appointment or a hold, and of the buffers around it.

    Raises:
        DeedRefusedError: If it does not start on a whole five minutes.
    """
    if row.starts_at.timestamp() % CELL.total_seconds():
        raise DeedRefusedError(
            _("it would start at %(time)s.") % {"time": f"{row.starts_at:%H:%M:%S}"},
            where=_("appointment"),
            mending=_("Start on a whole five minutes."),
        )
    resources = [key for key in (row.clinician_id, row.room_id) if key is not None]
    starts = list(cells_of(row))
    _take_back_what_ran_out(resources, starts, at=at)
    owner = {"appointment": row} if isinstance(row, Appointment) else {"hold": row}
    Cell.objects.bulk_create(
        Cell(**owner, resource=resource, starts_at=start)
        for resource in sorted(resources)
        for start in starts
    )


def cells_of(row: Appointment | Hold) -> Iterator[datetime]:
    """Yield when each cell of an appointment starts, those of its buffers too."""
    start = row.starts_at - timedelta(minutes=row.service.minutes_before)
    end = row.ends_at + timedelta(minutes=row.service.minutes_after)
    while start < end:
        yield start
        start += CELL


def _take_back_what_ran_out(
    resources: Iterable[UUID], starts: list[datetime], *, at: datetime
) -> None:
    if not starts:
        return
    Cell.objects.filter(
        resource__in=list(resources),
        starts_at__gte=starts[0],
        starts_at__lte=starts[-1],
        hold__expires_at__lte=at,
    ).delete()
