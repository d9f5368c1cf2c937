"""The deed that keeps a verdict as it was made."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.record.models import Decision
from glabella.clinic.record.values import NewDecision


@transaction.atomic
def store_decision(
    patient: UUID, new: NewDecision, *, by: Actor, at: datetime
) -> Decision:
    """Keep a verdict with its facts and reasons; it is never changed."""
    row = Decision.objects.create(
        patient_id=patient,
        protocol=new.protocol,
        protocol_version=new.protocol_version,
        digest=new.digest,
        profile=new.profile,
        phase=new.phase,
        verdict=new.verdict,
        on=new.on,
        facts=dict(new.facts),
        answer=dict(new.answer),
        decided_at=at,
        decided_by_id=by.user,
    )
    record("record.store_decision", by=by, at=at, patient=patient, about=row.id)
    return row
