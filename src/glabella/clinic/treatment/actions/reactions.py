"""What happens to a patient on the spot: written down as it was."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.treatment.models import Reaction, Treatment
from glabella.clinic.treatment.values import REACTIONS, NewReaction


@transaction.atomic
def note_reaction(
    treatment: UUID, new: NewReaction, *, by: Actor, at: datetime
) -> Reaction:
    """Note a reaction, during the treatment or after it is finished.

    Raises:
        DeedRefusedError: If the kind is not known, it began later than now, or signs
            or measures are empty.
    """
    row: Treatment = laws.found(Treatment.objects.filter(id=treatment))
    laws.one_of(new.kind, REACTIONS, where=_("reaction"))
    if new.began_at > at:
        raise DeedRefusedError(
            _("the time lies ahead."), where=_("began at"), mending=_("Check the time.")
        )
    one = Reaction.objects.create(
        treatment=row,
        kind=new.kind,
        began_at=new.began_at,
        lasted_minutes=new.lasted_minutes,
        signs=laws.words(new.signs, where=_("signs")),
        measures=laws.words(new.measures, where=_("measures")),
        adrenaline=new.adrenaline.strip(),
        pulse=new.pulse,
        blood_pressure=new.blood_pressure.strip(),
        emergency_called=new.emergency_called,
        outcome=new.outcome.strip(),
        recorded_at=at,
        recorded_by_id=by.account,
    )
    record(
        "treatment.note_reaction", by=by, at=at, patient=row.patient_id, about=one.id
    )
    return one
