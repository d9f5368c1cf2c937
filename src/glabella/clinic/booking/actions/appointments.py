"""Deeds of booking. Two appointments cannot hold one cell: the database refuses."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.booking.actions.cells import refusing, take_cells, wait_for
from glabella.clinic.booking.laws import is_theirs_to_change, moved, objections
from glabella.clinic.booking.models import Appointment, FreedTime, Service
from glabella.clinic.booking.telling import tell_cancelled, tell_moved
from glabella.clinic.booking.values import (
    CORRECTED,
    Correction,
    NewAppointment,
    NewTime,
)
from glabella.clinic.people import laws

OVER = ("done", "no_show")  # changed by `correct` alone
STATES = ("booked", "arrived", "in_room", "done", "cancelled", "no_show")


@transaction.atomic
def book(new: NewAppointment, *, by: Actor, at: datetime) -> Appointment:
    """Take time for a patient.

    Raises:
        DeedRefusedError: If clinician or room are taken then, or the start is not on a
            whole five minutes; to somebody who books for themselves, also if anything
            speaks against it, see `laws`.
    """
    _refuse_to_patients(new, by=by, at=at)
    row = take_time(new, by=by, at=at)
    record("booking.book", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


def take_time(
    new: NewAppointment, *, by: Actor, at: datetime, state: str = "booked"
) -> Appointment:
    """Take time for a patient, as a part of a deed that asked the laws before.

    Args:
        state: One of `STATES`, from the start.

    Raises:
        DeedRefusedError: If clinician or room are taken then, or the start is not on a
            whole five minutes.
    """
    service = Service.objects.get(id=new.service)
    minutes = new.minutes or service.minutes
    wait_for(new.clinician, new.room)
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
        state=state,
        booked_at=at,
        booked_by_id=by.user,
    )
    with refusing():
        row.save(force_insert=True)
        take_cells(row, at=at)
    return row


@transaction.atomic
def cancel(
    appointment: UUID, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Give the time back.

    Raises:
        DeedRefusedError: To a patient, if it is too late to do it themselves.
        StaleError: If somebody else has changed the appointment since.
    """
    _refuse_late(Appointment.objects.get(id=appointment), by=by, at=at)
    row = _change(
        appointment,
        version,
        state="cancelled",
        cancelled_at=at,
        cancelled_by_id=by.user,
        cancelled_reason=reason,
    )
    row.cells.all().delete()
    free_time(row, at=at)
    tell_cancelled(row, by=by, at=at)
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
    _refuse_late(old, by=by, at=at)
    _refuse_to_patients(moved(old, to), by=by, at=at)
    start = to.starts_at.astimezone(UTC)
    clinician, room = to.clinician or old.clinician_id, to.room or old.room_id
    wait_for(clinician, room)
    with refusing():
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
        take_cells(row, at=at)
    free_time(old, at=at)
    tell_moved(old, row, by=by, at=at)
    record("booking.move", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def set_state(
    appointment: UUID, state: str, *, version: int, by: Actor, at: datetime
) -> Appointment:
    """Note that somebody has arrived, is in the room, is done, or did not come.

    Raises:
        DeedRefusedError: If there is no such state (use `cancel` to cancel), if nobody
            can know yet that somebody did not come, or if it is over (see `correct`).
        StaleError: If somebody else has changed the appointment since.
    """
    if state not in STATES or state == "cancelled":
        raise DeedRefusedError(
            _('an appointment cannot be "%(state)s".') % {"state": state},
            where=_("appointment"),
            mending=_("Use one of %(states)s or no_show.")
            % {"states": ", ".join(STATES[:4])},
        )
    now = Appointment.objects.get(id=appointment)
    if now.version == version:  # whoever saw an older one hears of that first
        _refuse_untimely(now, state, at=at)
    row = _change(appointment, version, state=state)
    record("booking.set_state", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


@transaction.atomic
def correct(
    appointment: UUID, new: Correction, *, by: Actor, at: datetime
) -> Appointment:
    """Take back that somebody did not come or is done, noted by mistake.

    Raises:
        DeedRefusedError: If it is not over, no reason is given, or it would not be
            booked or arrived afterwards.
        StaleError: If somebody else has changed the appointment since.
    """
    laws.one_of(new.state, CORRECTED, where=_("appointment"))
    reason = laws.words(new.reason, where=_("reason"))
    if Appointment.objects.get(id=appointment).state not in OVER:
        raise DeedRefusedError(_("it is not over."), where=_("appointment"))
    row = _change(appointment, new.version, state=new.state, corrected_reason=reason)
    record("booking.correct", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


def _refuse_untimely(row: Appointment, state: str, *, at: datetime) -> None:
    """Refuse to note what cannot be known yet, and what would hide what was noted."""
    if state == "no_show" and row.starts_at > at:
        raise DeedRefusedError(
            _("it has not begun yet: they may still come."),
            where=_("appointment"),
            mending=_("Cancel it if they have called."),
        )
    if row.state in OVER and row.state != state:
        raise DeedRefusedError(
            _("it is over."),
            where=_("appointment"),
            mending=_("Take it back with a reason if it was noted by mistake."),
        )


def _change(appointment: UUID, version: int, **changes: object) -> Appointment:
    rows = Appointment.objects.filter(id=appointment, version=version)
    if not rows.exclude(state="cancelled").update(version=version + 1, **changes):
        now = Appointment.objects.get(id=appointment)
        raise StaleError({"state": now.state, "starts_at": now.starts_at.isoformat()})
    return Appointment.objects.get(id=appointment)


def _refuse_late(row: Appointment, *, by: Actor, at: datetime) -> None:
    """Refuse patients what they can change no longer by themselves."""
    if by.kind == "patient" and not is_theirs_to_change(row, at=at):
        raise DeedRefusedError(
            _("it is too late to change this appointment here."),
            where=_("appointment"),
            mending=_("Please call us."),
        )


def _refuse_to_patients(new: NewAppointment, *, by: Actor, at: datetime) -> None:
    """Refuse what somebody may not book for themselves; staff were warned and may."""
    if by.kind not in {"patient", "anonymous"}:
        return
    barring = [one for one in objections(new, at=at) if one.bars]
    if barring:
        raise DeedRefusedError(
            barring[0].words,
            where=_("appointment"),
            mending=_("Choose another time, or call the practice."),
        )


def free_time(row: Appointment, *, at: datetime) -> None:
    """Note time that was given back, so that it can be offered to those who wait."""
    if row.clinician_id is None or row.starts_at <= at:
        return
    FreedTime.objects.create(
        outlet_id=row.outlet_id,
        clinician_id=row.clinician_id,
        room_id=row.room_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        freed_at=at,
    )
