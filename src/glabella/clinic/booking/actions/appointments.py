"""Deeds of booking. Two appointments cannot hold one cell: the database refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.booking.laws import moved, objections
from glabella.clinic.booking.models import Appointment, Cell, Service
from glabella.clinic.booking.values import NewAppointment, NewTime
from glabella.clinic.practice.models import Room, Staff

CELL = timedelta(minutes=5)
STATES = ("booked", "arrived", "in_room", "done", "cancelled", "no_show")
# What the database forbids: on SQLite it names the columns, on PostgreSQL the law.
LAWS = (
    "a_cell_is_taken_once",
    "booking_cell.resource",
    "a_clinician_is_in_one_place",
    "a_room_is_used_once",
)


@transaction.atomic
def book(new: NewAppointment, *, by: Actor, at: datetime) -> Appointment:
    """Take time for a patient.

    Raises:
        DeedRefusedError: If clinician or room are taken then, or the start is not on a
            whole five minutes; to somebody who books for themselves, also if anything
            speaks against it, see `laws`.
    """
    service = Service.objects.get(id=new.service)
    minutes = new.minutes or service.minutes
    _refuse_to_patients(new, by=by, at=at)
    _hold(new.clinician, new.room)
    row = Appointment(
        patient_id=new.patient,
        outlet_id=new.outlet,
        service=service,
        clinician_id=new.clinician,
        room_id=new.room,
        protocol=new.protocol,
        note=new.note,
        despite=new.despite,
        starts_at=new.starts_at.astimezone(UTC),
        ends_at=new.starts_at.astimezone(UTC) + timedelta(minutes=minutes),
        booked_at=at,
        booked_by_id=by.user,
    )
    _take(row)
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
    appointment: UUID, to: NewTime, *, version: int, by: Actor, at: datetime
) -> Appointment:
    """Move an appointment to another time, of the same length.

    Raises:
        DeedRefusedError: If clinician or room are taken then; see `book`.
        StaleError: If somebody else has changed the appointment since.
    """
    old = Appointment.objects.get(id=appointment)
    _refuse_to_patients(moved(old, to), by=by, at=at)
    start = to.starts_at.astimezone(UTC)
    clinician, room = to.clinician or old.clinician_id, to.room or old.room_id
    _hold(clinician, room)
    with _refusing():
        row = _change(
            appointment,
            version,
            starts_at=start,
            ends_at=start + (old.ends_at - old.starts_at),
            clinician_id=clinician,
            room_id=room,
            despite=to.despite,
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


def _refuse_to_patients(new: NewAppointment, *, by: Actor, at: datetime) -> None:
    """Refuse what somebody may not book for themselves; staff were warned and may."""
    if by.kind != "patient":
        return
    barring = [one for one in objections(new, at=at) if one.bars]
    if barring:
        raise DeedRefusedError(
            barring[0].words,
            where=_("appointment"),
            mending=_("Choose another time, or call the practice."),
        )


def _hold(clinician: UUID | None, room: UUID | None) -> None:
    """Let others who want the same clinician or room wait, in one order for all.

    Two who wait for each other at the constraints below would end as an error.
    """
    if clinician is not None:
        Staff.objects.select_for_update(no_key=True).filter(id=clinician).first()
    if room is not None:
        Room.objects.select_for_update(no_key=True).filter(id=room).first()


@contextmanager
def _refusing() -> Iterator[None]:
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


def _take(row: Appointment) -> None:
    with _refusing():
        row.save(force_insert=True)
        _take_cells(row)


def _take_cells(row: Appointment) -> None:
    if row.starts_at.timestamp() % CELL.total_seconds():
        raise DeedRefusedError(
            _("it would start at %(time)s.") % {"time": f"{row.starts_at:%H:%M:%S}"},
            where=_("appointment"),
            mending=_("Start on a whole five minutes."),
        )
    resources = [key for key in (row.clinician_id, row.room_id) if key is not None]
    Cell.objects.bulk_create(
        Cell(appointment=row, resource=resource, starts_at=start)
        for resource in sorted(resources)
        for start in _cells(row)
    )


def _cells(row: Appointment) -> Iterator[datetime]:
    """Yield the cells of an appointment, those of its buffers too."""
    start = row.starts_at - timedelta(minutes=row.service.minutes_before)
    end = row.ends_at + timedelta(minutes=row.service.minutes_after)
    while start < end:
        yield start
        start += CELL
