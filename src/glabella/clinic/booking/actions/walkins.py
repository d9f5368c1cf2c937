"""The deed of taking in whoever stands at the desk: booked and arrived in one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.actions.appointments import take_time
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.people import laws
from glabella.clinic.people.cards import person
from glabella.clinic.people.models import Patient

HERE = ("arrived", "in_room")
A_DAY = timedelta(hours=12)


@transaction.atomic
def walk_in(new: NewAppointment, *, by: Actor, at: datetime) -> Appointment:
    """Take time for somebody who is here without an appointment; they have arrived.

    Staff were warned of what speaks against it, see `walkins.objections_now`. Nobody is
    invited or reminded: they stand at the desk.

    Raises:
        DeedRefusedError: If clinician or room are taken then, if the person is here
            already, or to anybody but staff.
    """
    if by.kind in {"patient", "anonymous"}:
        raise DeedRefusedError(
            _("only the front desk sees who is here."), mending=_("Please call us.")
        )
    # Two at the desk take in the same person: the second waits, and finds them here.
    laws.found(Patient.objects.filter(id=new.patient))
    _refuse_twice(new, at=at)
    row = take_time(new, by=by, at=at, state="arrived")
    record("booking.walk_in", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


def _refuse_twice(new: NewAppointment, *, at: datetime) -> None:
    who = person(new.patient)
    rows = Appointment.objects.filter(
        patient_id__in=who.ids if who is not None else (new.patient,),
        state__in=HERE,
        starts_at__gt=at - A_DAY,
        starts_at__lt=at + A_DAY,
    )
    if rows.exists():
        raise DeedRefusedError(
            _("this person is noted as here already."),
            where=_("appointment"),
            mending=_("Look at the board of today."),
        )
