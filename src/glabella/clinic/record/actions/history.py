"""Deeds about facts, problems, medicines and therapies."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import attrs
from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.people import laws
from glabella.clinic.record.models import FactEntry, Problem, Therapy
from glabella.clinic.record.plain import plain
from glabella.clinic.record.values import (
    CERTAINTIES,
    PROBLEM_SIDES,
    THERAPIES,
    NewFact,
    NewProblem,
    NewTherapy,
)
from glabella.core.fact_types import Catalogue


@transaction.atomic
def record_fact(
    patient: UUID, new: NewFact, *, by: Actor, at: datetime, catalogue: Catalogue
) -> FactEntry:
    """Record one fact.

    Args:
        catalogue: The facts that exist, with their types and limits.

    Raises:
        InputError: If there is no such fact, or the value does not fit it.
        DeedRefusedError: If its day lies ahead.
    """
    row = _entry(patient, new, by=by, at=at, catalogue=catalogue)
    row.save(force_insert=True)
    record("record.record_fact", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def record_facts(
    patient: UUID,
    several: Iterable[NewFact],
    *,
    by: Actor,
    at: datetime,
    catalogue: Catalogue,
) -> list[FactEntry]:
    """Record several facts at once, all or none, as one event on the trail.

    Raises:
        InputError: If one of them cannot be recorded.
    """
    rows = [_entry(patient, new, by=by, at=at, catalogue=catalogue) for new in several]
    FactEntry.objects.bulk_create(rows)
    about = [row.id for row in rows]
    record("record.record_facts", by=by, at=at, patient=patient, about=about)
    return rows


def _entry(
    patient: UUID, new: NewFact, *, by: Actor, at: datetime, catalogue: Catalogue
) -> FactEntry:
    where = _('fact "%(fact)s"') % {"fact": new.fact}
    return FactEntry(
        patient_id=patient,
        fact=new.fact,
        value=plain(catalogue.normalise(new.fact, new.value)),
        as_of=laws.not_after(new.as_of, at, where=where),
        source=new.source,
        certainty=new.certainty,
        recorded_at=at,
        recorded_by_id=by.user,
    )


@transaction.atomic
def withdraw_fact(entry: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw a fact that was recorded by mistake; it is kept and no longer counts.

    Raises:
        DeedRefusedError: If no reason is given, or it is withdrawn already.
    """
    why = laws.words(reason, where=_("reason"))
    rows = FactEntry.objects.filter(id=entry)
    row = laws.found(rows)
    laws.end(rows, "withdrawn", by=by, at=at, withdrawn_reason=why)
    patient = row.patient_id
    record("record.withdraw_fact", by=by, at=at, patient=patient, about=entry)


@transaction.atomic
def note_problem(patient: UUID, new: NewProblem, *, by: Actor, at: datetime) -> Problem:
    """Put a diagnosis or complaint on the problem list.

    Raises:
        DeedRefusedError: If it has no name, or a code is not known.
    """
    _check_problem(attrs.asdict(new), at=at)
    row = Problem.objects.create(
        patient_id=patient, noted_at=at, noted_by_id=by.user, **attrs.asdict(new)
    )
    record("record.note_problem", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def change_problem(
    problem: UUID,
    changes: Mapping[str, object],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> Problem:
    """Change a problem that was read at `version`; its columns are those of NewProblem.

    Raises:
        StaleError: If somebody else has changed it meanwhile.
    """
    laws.fields_of(NewProblem, changes)
    _check_problem(changes, at=at)
    laws.change(Problem, problem, version=version, changes=changes)
    row = Problem.objects.get(id=problem)
    patient = row.patient_id
    record("record.change_problem", by=by, at=at, patient=patient, about=problem)
    return row


def _check_problem(changes: Mapping[str, object], *, at: datetime) -> None:
    laws.check(
        changes,
        at=at,
        words=("label",),
        codes={"side": PROBLEM_SIDES, "certainty": CERTAINTIES},
        days=("onset_on", "resolved_on"),
    )


@transaction.atomic
def note_therapy(patient: UUID, new: NewTherapy, *, by: Actor, at: datetime) -> Therapy:
    """Put a medicine or another therapy on the list.

    Raises:
        DeedRefusedError: If it has no name, or its kind is not known.
    """
    _check_therapy(attrs.asdict(new), at=at)
    row = Therapy.objects.create(
        patient_id=patient, noted_at=at, noted_by_id=by.user, **attrs.asdict(new)
    )
    record("record.note_therapy", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def change_therapy(
    therapy: UUID,
    changes: Mapping[str, object],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> Therapy:
    """Change a therapy that was read at `version`, such as its end and its outcome.

    A changed dose is a new row, so that the timeline shows it.

    Raises:
        StaleError: If somebody else has changed it meanwhile.
    """
    laws.fields_of(NewTherapy, changes)
    _check_therapy(changes, at=at)
    laws.change(Therapy, therapy, version=version, changes=changes)
    row = Therapy.objects.get(id=therapy)
    patient = row.patient_id
    record("record.change_therapy", by=by, at=at, patient=patient, about=therapy)
    return row


def _check_therapy(changes: Mapping[str, object], *, at: datetime) -> None:
    laws.check(
        changes,
        at=at,
        words=("name",),
        codes={"kind": THERAPIES},
        days=("started_on", "stopped_on"),
    )
