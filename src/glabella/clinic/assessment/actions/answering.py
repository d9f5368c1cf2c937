"""Deeds of the interview: answers become facts, urgent findings become tasks."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import simplejson
from django.db import transaction
from django.utils.translation import get_language, pgettext

from glabella.clinic.assessment.models import Raised
from glabella.clinic.assessment.rows import add_rows, stated_rows
from glabella.clinic.assessment.values import SOURCES, NewAnswers
from glabella.clinic.assessment.visits import facts_of, locked_person
from glabella.clinic.audit.actor import Actor
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record import actions as record
from glabella.clinic.record.actions.tasks import open_urgent_finding
from glabella.clinic.record.duty import home_of
from glabella.clinic.record.models import FactEntry, Score, Task
from glabella.clinic.record.plain import plain
from glabella.clinic.record.values import URGENT_FINDING, NewFact
from glabella.core.urgent import UrgentFinding, urgent_findings

# The finding for which a questionnaire opens its task by itself.
OF_A_SCORE = "suicide_item_positive"
PREVENTIVES = "preventives"
_TITLE = 200  # characters, as the column of a task holds them


@transaction.atomic
def take_answers(
    patient: UUID, new: NewAnswers, *, by: Actor, at: datetime
) -> tuple[FactEntry, ...]:
    """Record the answers of an interview, and open the tasks they demand.

    What is not known is not among them: it stays unknown.

    Raises:
        InputError: If there is no such fact, or a value does not fit it.
        DeedRefusedError: If the day lies ahead, or the source is none.
    """
    laws.one_of(new.source, SOURCES, where=pgettext("of an answer", "source"))
    several = [
        NewFact(fact, value, new.as_of, new.source)
        for fact, value in new.values.items()
    ]
    if not several:
        return ()
    catalogue = library().catalogue
    rows = record.record_facts(patient, several, by=by, at=at, catalogue=catalogue)
    watch_urgent(patient, by=by, at=at)
    return tuple(rows)


@transaction.atomic
def note_preventive(
    patient: UUID, row: Mapping[str, object], *, by: Actor, at: datetime
) -> FactEntry:
    """Add an earlier preventive to the list; the rows of before stay in it.

    Raises:
        InputError: If a value does not fit its column.
    """
    who = locked_person(patient)
    on = today_at(home_of(who.id, by=by), at=at)
    earlier = FactEntry.objects.filter(
        patient_id__in=who.ids, fact=PREVENTIVES, as_of=on, withdrawn_at__isnull=True
    )
    rows = [] if earlier.exists() else stated_rows(who, PREVENTIVES)
    return add_rows(
        who, NewFact(PREVENTIVES, [*rows, dict(row)], on, "patient"), by=by, at=at
    )


@transaction.atomic
def watch_urgent(patient: UUID, *, by: Actor, at: datetime) -> tuple[Task, ...]:
    """Open a task for each urgent finding that holds and has none for its facts.

    Whoever records facts by another way calls it afterwards. Two who call it at once
    open one task: the card of the patient is locked.
    """
    who = locked_person(patient)
    outlet = home_of(patient, by=by)
    known = library()
    facts = facts_of(who, on=today_at(outlet, at=at), library=known)
    found = urgent_findings(known.urgent, facts)
    opened = [_raise(who, finding, by=by, at=at) for finding in found]
    return tuple(task for task in opened if task is not None)


def _raise(
    who: Person, finding: UrgentFinding, *, by: Actor, at: datetime
) -> Task | None:
    """Open the task of a finding; None if it has one."""
    rule = finding.rule
    rows = Raised.objects.filter(patient_id__in=who.ids, rule=rule.id)
    evidence = _evidence(finding)
    if rows.filter(evidence=evidence).exists():
        return None
    if rows.filter(task__closed_at__isnull=True).exists():
        return None
    known = _of_score(who) if rule.id == OF_A_SCORE else None
    task = known or open_urgent_finding(
        who.id, _title(finding), about=who.id, by=by, at=at
    )
    Raised.objects.create(
        patient_id=who.id,
        rule=rule.id,
        evidence=evidence,
        task=task,
        raised_at=at,
        raised_by_id=by.user,
    )
    return None if known else task


def _of_score(who: Person) -> Task | None:
    """Return the open task that a questionnaire has opened, if there is one."""
    scores = Score.objects.filter(patient_id__in=who.ids).values("id")
    rows = Task.objects.filter(
        patient_id__in=who.ids,
        kind=URGENT_FINDING,
        about__in=scores,
        closed_at__isnull=True,
    )
    return rows.order_by("-opened_at").first()


def _title(finding: UrgentFinding) -> str:
    title = finding.rule.text.in_language((get_language() or "en")[:2])
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"


def _evidence(finding: UrgentFinding) -> str:
    """Return the digest of the facts that a finding rests on."""
    used = sorted(
        [fact.id, plain(fact.value), fact.as_of.isoformat()]
        for fact in finding.evaluation.used
    )
    text = simplejson.dumps(used, use_decimal=True)
    return hashlib.sha256(text.encode()).hexdigest()
