"""Deeds of the baseline examination: keep what was found, and withdraw a mistake."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.assessment.actions.answering import watch_urgent
from glabella.clinic.assessment.findings import checked, findings, told
from glabella.clinic.assessment.models import Examination
from glabella.clinic.assessment.values import NewExamination
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record.actions import record_facts, withdraw_fact
from glabella.clinic.record.models import FactEntry
from glabella.clinic.record.values import NewFact

_SOURCE = "examination"


@transaction.atomic
def examine(
    patient: UUID, new: NewExamination, *, by: Actor, at: datetime
) -> Examination:
    """Keep a baseline examination, and the facts that its findings state.

    What nobody looked at stays unknown.

    Raises:
        DeedRefusedError: If a finding or an option is none, nothing was looked at, or
            the day lies ahead.
    """
    kept = checked(new.findings, findings())
    if not kept:
        raise DeedRefusedError(
            _("nothing was looked at."),
            where=_("examination"),
            mending=_("Choose at least one finding; leave the others open."),
        )
    laws.not_after(new.on, at, where=_("day of the examination"))
    row = Examination.objects.create(
        patient_id=patient,
        outlet_id=new.outlet,
        on=new.on,
        findings=kept,
        note=new.note.strip(),
        examined_at=at,
        examined_by_id=by.account,
    )
    facts = [
        NewFact(fact, value, new.on, _source(row))
        for fact, value in told(kept, findings()).items()
    ]
    if facts:
        record_facts(patient, facts, by=by, at=at, catalogue=library().catalogue)
        watch_urgent(patient, by=by, at=at)
    record("assessment.examine", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def withdraw_examination(
    examination: UUID, *, reason: str, by: Actor, at: datetime
) -> None:
    """Withdraw an examination and the facts it stated; both are kept, neither counts.

    Raises:
        DeedRefusedError: If no reason is given, or it is withdrawn already.
    """
    why = laws.words(reason, where=_("reason"))
    rows = Examination.objects.filter(id=examination)
    row = laws.found(rows)
    laws.end(rows, "withdrawn", by=by, at=at, withdrawn_reason=why)
    stated = FactEntry.objects.filter(
        patient_id=row.patient_id, source=_source(row), withdrawn_at__isnull=True
    )
    for fact in stated.order_by("fact"):
        withdraw_fact(fact.id, reason=why, by=by, at=at)
    about, patient = row.id, row.patient_id
    record(
        "assessment.withdraw_examination", by=by, at=at, patient=patient, about=about
    )


def _source(row: Examination) -> str:
    """Return the source of a fact by which its examination is found again."""
    return f"{_SOURCE} {row.id}"
