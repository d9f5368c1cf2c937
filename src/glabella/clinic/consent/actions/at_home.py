"""The deed of reading at home: questions and first answers, kept for the talk."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.models import AtHome, Consent
from glabella.clinic.consent.signing import refuse_if_closed
from glabella.clinic.consent.values import Answer
from glabella.clinic.people import laws


@transaction.atomic
def write_at_home(
    consent: UUID,
    *,
    questions: str,
    answers: Sequence[Answer],
    by: Actor,
    at: datetime,
) -> AtHome:
    """Keep what somebody wrote while reading; the talk begins with it.

    Raises:
        DeedRefusedError: If nothing was written, or the consent is signed or withdrawn.
    """
    row: Consent = laws.found(Consent.objects.filter(id=consent))
    refuse_if_closed(row)
    said = [one for one in answers if one.answer.strip()]
    if not questions.strip() and not said:
        raise DeedRefusedError(
            _("nothing was written."),
            where=_("questions"),
            mending=_("Write a question or an answer, or leave it for the talk."),
        )
    made = AtHome.objects.create(
        patient_id=row.patient_id,
        consent=row,
        questions=questions.strip(),
        answers=[
            {"question": one.question, "answer": one.answer.strip()} for one in said
        ],
        written_at=at,
    )
    patient = row.patient_id
    record("consent.write_at_home", by=by, at=at, patient=patient, about=made.id)
    return made
