"""Deeds about suicidality: a structured assessment, and that an item was seen."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.assessment.actions.answering import watch_urgent
from glabella.clinic.assessment.models import Raised
from glabella.clinic.assessment.rows import add_rows
from glabella.clinic.assessment.values import RISK_LEVELS, NewRisk
from glabella.clinic.assessment.visits import locked_person
from glabella.clinic.audit.actions import record as tell
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.actions import close_task, record_fact
from glabella.clinic.record.duty import home_of
from glabella.clinic.record.models import FactEntry, Task
from glabella.clinic.record.values import NewFact

ASSESSMENT = "suicide_risk_assessment"
ACKNOWLEDGED = "suicide_item_acknowledged"
FAMILY = "suicidality"
SOURCE = "own_record"
# As the fact is current for so long: a longer one would not count.
LONGEST_DAYS = 42


@transaction.atomic
def assess_suicide_risk(
    patient: UUID, new: NewRisk, *, by: Actor, at: datetime
) -> FactEntry:
    """Keep a structured assessment of the risk of suicide, by name.

    A clearance closes the open tasks of the finding with the plan as their outcome.
    No level says that there is no risk.

    Raises:
        DeedRefusedError: If something is left open, the last day has passed or lies too
            far ahead, or a high or undetermined risk is cleared.
    """
    who = locked_person(patient)
    on = today_at(home_of(who.id, by=by), at=at)
    _check_risk(new, days=(new.valid_until - on).days)
    row = {
        "by": laws.words(new.name, where=_("name")),
        "method": laws.words(new.method, where=_("method")),
        "level": new.level,
        "plan": laws.words(new.plan, where=_("plan")),
        "valid_until": new.valid_until.isoformat(),
        "cleared": new.cleared,
    }
    entry = add_rows(who, NewFact(ASSESSMENT, row, on, SOURCE), by=by, at=at)
    if new.cleared:
        _close_tasks(who, str(row["plan"]), by=by, at=at)
    about = entry.id
    tell("assessment.assess_suicide_risk", by=by, at=at, patient=patient, about=about)
    return entry


def _check_risk(new: NewRisk, *, days: int) -> None:
    laws.one_of(new.level, RISK_LEVELS, where=_("level"))
    if not 0 <= days <= LONGEST_DAYS:
        raise DeedRefusedError(
            _("it must hold from today for at most %(days)d days.")
            % {"days": LONGEST_DAYS},
            where=_("valid until"),
            mending=_("Set the day on which it is to be done again."),
        )
    if new.cleared and new.level not in {"low", "moderate"}:
        raise DeedRefusedError(
            _("a high or undetermined risk is not cleared."),
            where=_("level"),
            mending=_("Leave it uncleared and follow the emergency pathway."),
        )


def _close_tasks(who: Person, plan: str, *, by: Actor, at: datetime) -> None:
    rules = [rule.id for rule in library().urgent if rule.family == FAMILY]
    found = Raised.objects.filter(patient_id__in=who.ids, rule__in=rules)
    outcome = _("Structured assessment of the risk of suicide. Plan: %(plan)s")
    for task in Task.objects.filter(
        id__in=found.values("task"), closed_at__isnull=True
    ):
        words = outcome % {"plan": plan}
        close_task(task.id, outcome=words, version=task.version, by=by, at=at)


@transaction.atomic
def acknowledge_suicide_item(patient: UUID, *, by: Actor, at: datetime) -> FactEntry:
    """Keep that a clinician has seen the positive item today; it clears nothing.

    The task stays open: to have seen it is not yet to have acted.
    """
    on = today_at(home_of(patient, by=by), at=at)
    new = NewFact(ACKNOWLEDGED, value=True, as_of=on, source=SOURCE)
    watch_urgent(patient, by=by, at=at)
    return record_fact(patient, new, by=by, at=at, catalogue=library().catalogue)
