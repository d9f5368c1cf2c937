"""From an assessment to a decision that is kept, and back to its facts for a replay."""

from collections.abc import Mapping

from glabella.clinic.record.models import Decision
from glabella.clinic.record.plain import facts_file
from glabella.clinic.record.values import NewDecision
from glabella.core.derived import with_derived
from glabella.core.eligibility import Assessment
from glabella.core.fact_types import Catalogue
from glabella.core.facts import FactSet
from glabella.interop.facts_file import facts_of_value


def new_decision(
    assessment: Assessment, *, profile: str, answer: Mapping[str, object]
) -> NewDecision:
    """Return an assessment as a decision to be stored.

    Args:
        profile: Country profile it was made for.
        answer: The assessment as `glabella assess --json` says it.
    """
    protocol, facts = assessment.protocol, assessment.facts
    return NewDecision(
        protocol=protocol.id,
        protocol_version=protocol.version,
        digest=protocol.digest,
        profile=profile,
        phase=assessment.phase.value,
        verdict=assessment.verdict.value,
        on=facts.on,
        facts=facts_file(facts.all_facts(), on=facts.on),
        answer=answer,
    )


def facts_then(decision: Decision, catalogue: Catalogue) -> FactSet:
    """Return the facts that a decision rested on, with what follows from them now.

    Raises:
        InputError: If a fact of then no longer exists, or no longer fits its limits.
    """
    name = f"decision of {decision.on.isoformat()}"
    file = facts_of_value(
        decision.facts, catalogue=catalogue, on=decision.on, name=name
    )
    return with_derived(FactSet(catalogue, on=decision.on, facts=file.facts))
