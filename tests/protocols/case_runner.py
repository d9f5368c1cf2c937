"""Run one worked case through the real core and return its answers."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from glabella.core.derived import with_derived
from glabella.core.eligibility import Assessment, Setting, assess
from glabella.core.facts import FactSet
from glabella.core.practice import Confirmation, Practice
from glabella.core.protocol import Phase, Protocol
from glabella.core.urgent import urgent_findings
from glabella.protocols.cases import Case, fact_set, read_cases
from glabella.protocols.loader import Library, load


@cache
def library() -> Library:
    return load()


@cache
def all_cases() -> tuple[Case, ...]:
    cases, findings = read_cases(library().raw)
    assert findings == []
    return tuple(cases)


def facts_of(case: Case) -> FactSet:
    facts = fact_set(library().catalogue, on=case.on, facts=case.facts)
    return with_derived(facts)


def baseline_of(case: Case) -> FactSet | None:
    if case.baseline is None:
        return None
    on = date.fromisoformat(str(case.baseline["on"]))
    facts = case.baseline["facts"]
    assert isinstance(facts, Mapping)
    return with_derived(fact_set(library().catalogue, on=on, facts=facts))


def setting_of(case: Case) -> Setting:
    confirmations = [Confirmation(what, "Dr. Test", case.on) for what in case.confirm]
    return Setting(
        profile=case.profile,
        sources=library().sources,
        practice=Practice(confirmations=tuple(confirmations)),
        product=case.product,
    )


def assessment_of(case: Case, protocol: Protocol | None = None) -> Assessment:
    return assess(
        protocol or library().protocol(case.protocol),
        facts_of(case),
        setting=setting_of(case),
        phase=Phase(case.phase) if case.phase else None,
        baseline=baseline_of(case),
    )


def answers(case: Case, protocol: Protocol | None = None) -> dict[str, object]:
    """Return our answer to each thing the case expects, in the words of the case."""
    assessment = assessment_of(case, protocol)
    by_id = {judgement.criterion.id: judgement for judgement in assessment.judgements}
    found: dict[str, object] = {"verdict": assessment.verdict.value}
    wanted = case.expect
    truth, outcome = wanted.get("truth", {}), wanted.get("outcome", {})
    assert isinstance(truth, Mapping)
    assert isinstance(outcome, Mapping)
    found["truth"] = {key: by_id[key].truth.value for key in truth}
    found["outcome"] = {key: by_id[key].outcome.value for key in outcome}
    found["cautions"] = sorted(item.criterion.id for item in assessment.cautions)
    until = assessment.until
    day = until.day.isoformat() if until and until.day else "event"
    found["until"] = day if until else None
    found["phase"] = assessment.phase.value
    urgent = urgent_findings(library().urgent, facts_of(case))
    found["urgent"] = [item.rule.id for item in urgent]
    found["label"] = assessment.label.status.value
    return {key: found[key] for key in wanted}


def expected(case: Case) -> dict[str, object]:
    wanted = dict(case.expect)
    cautions = wanted.get("cautions")
    if isinstance(cautions, list):
        wanted["cautions"] = sorted(cautions)
    return wanted
