"""Urgent findings: they stand apart, and no verdict suppresses them."""

from enum import Enum

import attrs

from glabella.core.criteria import Node
from glabella.core.facts import Evaluation, FactSet
from glabella.core.sources import Basis, Text
from glabella.core.truth import Truth


class Urgency(Enum):
    """Who must act, and when."""

    EMERGENCY_NOW = "emergency_now"
    CLINICIAN_TODAY = "clinician_today"


@attrs.frozen
class UrgentRule:
    """A finding that a person must act on, whatever the protocols say."""

    id: str
    family: str
    urgency: Urgency
    when: Node
    text: Text
    action: Text
    basis: Basis
    origin: tuple[str, ...] = ()


@attrs.frozen
class UrgentFinding:
    """An urgent rule that is true for a person, with the facts that say so."""

    rule: UrgentRule
    evaluation: Evaluation


def urgent_findings(
    rules: tuple[UrgentRule, ...], facts: FactSet
) -> tuple[UrgentFinding, ...]:
    """Return the rules that are true, those that cannot wait first."""
    answers = [UrgentFinding(rule, facts.answer(rule.when)) for rule in rules]
    found = [item for item in answers if item.evaluation.truth is Truth.YES]
    order = list(Urgency)
    return tuple(sorted(found, key=lambda item: order.index(item.rule.urgency)))


def unasked(rules: tuple[UrgentRule, ...], facts: FactSet) -> tuple[UrgentRule, ...]:
    """Return the rules nobody has asked about: their silence is no reassurance."""
    return tuple(r for r in rules if facts.answer(r.when).truth is Truth.UNKNOWN)
