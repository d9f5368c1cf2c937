"""Deeds about reviews of a course: keep one as it reads today, withdraw one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.recalls import pause
from glabella.clinic.booking.rules import NewPause
from glabella.clinic.followup.models import Review
from glabella.clinic.followup.values import NewReview
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.record.models import Session

# Advice after which nobody is called back by itself until a person says otherwise.
RESTS = frozenset({"consider_pause", "review_no_response"})
WORDS = gettext_lazy("review of the course")


@transaction.atomic
def store_review(who: Person, new: NewReview, *, by: Actor, at: datetime) -> Review:
    """Keep how a course reads today, with the figures as they are.

    Raises:
        DeedRefusedError: If the session is of somebody else's, or the day lies ahead.
    """
    session: Session = laws.found(
        Session.objects.filter(id=new.session, patient_id__in=who.ids)
    )
    if session.protocol != new.protocol:
        raise DeedRefusedError(
            _("the session treated another condition."),
            where=_("review"),
            mending=_("Open the page again."),
        )
    laws.not_after(new.on, at, where=_("day of the review"))
    row = Review.objects.create(
        patient_id=who.id,
        outlet_id=new.outlet,
        session=session,
        on=new.on,
        protocol=new.protocol,
        protocol_version=new.protocol_version,
        answer=new.answer,
        advice=new.advice,
        note=new.note.strip(),
        reviewed_at=at,
        reviewed_by_id=by.account,
    )
    if new.advice in RESTS:
        # Nobody is written to about a next session that a clinician advises to weigh.
        pause(who.id, NewPause("advised", str(WORDS)), by=by, at=at)
    record("followup.store_review", by=by, at=at, patient=who.id, about=row.id)
    return row


@transaction.atomic
def withdraw_review(review: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw a review that was kept by mistake; it stays readable.

    Raises:
        DeedRefusedError: If no reason is given, or it is withdrawn already.
    """
    why = laws.words(reason, where=_("reason"))
    rows = Review.objects.filter(id=review)
    row = laws.found(rows)
    laws.end(rows, "withdrawn", by=by, at=at, withdrawn_reason=why)
    patient = row.patient_id
    record("followup.withdraw_review", by=by, at=at, patient=patient, about=review)
