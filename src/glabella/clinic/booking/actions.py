"""Deeds of booking. Two appointments cannot hold one cell: the database refuses."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.booking.models import Appointment, Cell, Service
from glabella.clinic.booking.values import NewAppointment

CELL = timedelta(minutes=5)
STATES = ("booked", "arrived", "in_room", "done", "cancelled", "no_show")


@transaction.atomic
def add_service(
    kind: str, names: tuple[str, str], *, minutes: int, by: Actor, at: datetime
) -> Service:
    """Add something that can be booked.

    Args:
        names: English and German.
        minutes: A multiple of five.
    """
    row = Service.objects.create(
        kind=kind, name_en=names[0], name_de=names[1], minutes=minutes
    )
    record("booking.add_service", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def book(new: NewAppointment, *, by: Actor, at: datetime) -> Appointment:
    """Take time for a patient.

    Raises:
        DeedRefusedError: If clinician or room are taken then, or the start is not on a
            whole five minutes.
    """
    service = Service.objects.get(id=new.service)
    minutes = new.minutes or service.minutes
    row = Appointment.objects.create(
        patient_id=new.patient,
        outlet_id=new.outlet,
        service=service,
        clinician_id=new.clinician,
        room_id=new.room,
        protocol=new.protocol,
        note=new.note,
        starts_at=new.starts_at.astimezone(UTC),
        ends_at=new.starts_at.astimezone(UTC) + timedelta(minutes=minutes),
        booked_at=at,
        booked_by_id=by.user,
    )
    _take_cells(row)
    record("booking.book", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def cancel(
    appointment: UUID, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Give the time back.

    Raises:
        StaleError: If somebody else has changed the appointment since.
    """
    row = _change(
        appointment,
        version,
        state="cancelled",
        cancelled_at=at,
        cancelled_by_id=by.account,
        cancelled_reason=reason,
    )
    row.cells.all().delete()
    record("booking.cancel", by=by, at=at, patient=row.patient_id, about=row.id)


@transaction.atomic
def move(
    appointment: UUID, *, starts_at: datetime, version: int, by: Actor, at: datetime
) -> Appointment:
    """Move an appointment to another time, of the same length.

    Raises:
        DeedRefusedError: If clinician or room are taken then.
        StaleError: If somebody else has changed the appointment since.
    """
    old = Appointment.objects.get(id=appointment)
    start = starts_at.astimezone(UTC)
    row = _change(
        appointment,
        version,
        starts_at=start,
        ends_at=start + (old.ends_at - old.starts_at),
    )
    row.cells.all().delete()
    _take_cells(row)
    record("booking.move", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def set_state(
    appointment: UUID, state: str, *, version: int, by: Actor, at: datetime
) -> Appointment:
    """Note that somebody has arrived, is in the room, is done, or did not come.

    Raises:
        DeedRefusedError: If there is no such state; use `cancel` to cancel.
        StaleError: If somebody else has changed the appointment since.
    """
    if state not in STATES or state == "cancelled":
        raise DeedRefusedError(
            _('an appointment cannot be "%(state)s".') % {"state": state},
            where=_("appointment"),
            mending=_("Use one of %(states)s or no_show.")
            % {"states": ", ".join(STATES[:4])},
        )
    row = _change(appointment, version, state=state)
    record("booking.set_state", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


def _change(appointment: UUID, version: int, **changes: object) -> Appointment:
    rows = Appointment.objects.filter(id=appointment, version=version)
    if not rows.exclude(state="cancelled").update(version=version + 1, **changes):
        now = Appointment.objects.get(id=appointment)
        raise StaleError({"state": now.state, "starts_at": now.starts_at.isoformat()})
    return Appointment.objects.get(id=appointment)


def _take_cells(row: Appointment) -> None:
    if row.starts_at.timestamp() % CELL.total_seconds():
        raise DeedRefusedError(
            _("it would start at %(time)s.") % {"time": f"{row.starts_at:%H:%M:%S}"},
            where=_("appointment"),
            mending=_("Start on a whole five minutes."),
        )
    resources = [key for key in (row.clinician_id, row.room_id) if key is not None]
    cells = [
        Cell(appointment=row, resource=resource, starts_at=start)
        for resource in sorted(resources)
        for start in _cells(row)
    ]
    try:
        with transaction.atomic():
            Cell.objects.bulk_create(cells)
    except IntegrityError as error:
        raise DeedRefusedError(
            _("clinician or room are taken at that time."),
            where=_("appointment"),
            mending=_("Choose another time, another room or another clinician."),
        ) from error


def _cells(row: Appointment) -> Iterator[datetime]:
    """Yield the cells of an appointment, those of its buffers too."""
    start = row.starts_at - timedelta(minutes=row.service.minutes_before)
    end = row.ends_at + timedelta(minutes=row.service.minutes_after)
    while start < end:
        yield start
        start += CELL
