"""Deeds of asking and choosing: to withdraw a consent, to hide the own curve."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin.models import CurveChoice
from glabella.clinic.checkin.watch import reading
from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.values import ASKS_TO_WITHDRAW
from glabella.clinic.people.cards import Person
from glabella.clinic.record import actions as recording
from glabella.clinic.record.duty import end_of_day, on_duty
from glabella.clinic.record.models import Task
from glabella.clinic.record.values import NewTask


@transaction.atomic
def choose_curve(
    who: Person, *, is_hidden: bool, by: Actor, at: datetime
) -> CurveChoice:
    """Keep whether a person wants to see their own curve."""
    row = CurveChoice.objects.create(
        patient_id=who.id, is_hidden=is_hidden, chosen_at=at
    )
    record("checkin.choose_curve", by=by, at=at, patient=who.id, about=row.id)
    return row


@transaction.atomic
def ask_withdrawal(consent: Consent, *, words: str, by: Actor, at: datetime) -> Task:
    """Ask the practice to withdraw a consent; a clinician calls back the same day.

    A consent may be taken back at any time; that it was asked for is seen at once on
    the board, and nobody treats before somebody has talked with the person.

    Raises:
        DeedRefusedError: If it is withdrawn already, or was asked for already.
    """
    if consent.withdrawn_at is not None or _is_asked(consent):
        raise DeedRefusedError(
            _("it is withdrawn or asked for already."),
            mending=_("Call the practice if nobody has called you."),
        )
    outlet = consent.outlet
    duty = on_duty(outlet, at=at)
    with override(reading(outlet, at=at).language):
        title = _("Asks to withdraw the consent: call back")
    new = NewTask(
        outlet=outlet.id,
        patient=consent.patient_id,
        kind=ASKS_TO_WITHDRAW,
        title=f"{title}. {words.strip()}"[:200] if words.strip() else title,
        is_urgent=True,
        due_at=end_of_day(outlet, at=at),
        owner=duty.owner,
        deputy=duty.deputy,
        about=consent.id,
    )
    task = recording.open_task(new, by=by, at=at)
    patient = consent.patient_id
    record("checkin.ask_withdrawal", by=by, at=at, patient=patient, about=task.id)
    return task


def _is_asked(consent: Consent) -> bool:
    rows = Task.objects.filter(kind=ASKS_TO_WITHDRAW, about=consent.id)
    return rows.filter(closed_at__isnull=True).exists()
