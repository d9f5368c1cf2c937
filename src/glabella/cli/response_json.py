"""The answer of `glabella response` as published, and rules as `course` shows them."""

from decimal import Decimal

from glabella.cli.answer import PatientAnswer
from glabella.cli.assess_json import urgent_part
from glabella.cli.fact_rows import Json
from glabella.cli.inquiry import Inquiry
from glabella.core.facts import Fact, FactSet
from glabella.core.protocol import Measure
from glabella.core.response import Figures, Response, RuleAnswer
from glabella.core.score_change import round_to_tenth
from glabella.interop.verdict_json import Reader, fact_json, missing_json, source_json
from glabella.protocols.document import Language

BESIDE_TOPICS = frozenset({"scores", "medication"})


def response_json(advice: Response, answer: PatientAnswer, say: Language) -> Json:
    """Return the document of the verb; the answer is of the one protocol."""
    inquiry, protocol = answer.inquiry, answer.answers[0].protocol
    measures = {measure.id: measure for measure in protocol.measures}
    sources = source_ids(advice, answer)
    return {
        "on": inquiry.facts.on,
        "profile": inquiry.profile,
        "language": say.code,
        **urgent_part(answer, say),
        "protocol": protocol.id,
        "version": protocol.version,
        "decision": advice.decision,
        "rule": rule_json(advice.rule, inquiry, say) if advice.rule else None,
        "rules": [rule_json(rule, inquiry, say) for rule in advice.rules],
        "figures": [
            _figures(each, measures[each.measure], say) for each in advice.figures
        ],
        "beside": [fact_json(fact) for fact in beside(inquiry.facts)],
        "sources": source_json(sources, inquiry.library.sources),
    }


def source_ids(advice: Response, answer: PatientAnswer) -> set[str]:
    """Return every source of the rules, the measures and the urgent findings."""
    bases = [rule.criterion.basis for rule in advice.rules]
    bases += [measure.basis for measure in answer.answers[0].protocol.measures]
    bases += [finding.rule.basis for finding in answer.urgent]
    return {key for basis in bases for key in basis.sources}


def beside(facts: FactSet) -> list[Fact]:
    """Return current scores and medicines: a number never stands alone."""
    names = {fact.id for fact in facts.all_facts()}
    wanted = [
        name
        for name, definition in facts.catalogue.definitions.items()
        if definition.topic in BESIDE_TOPICS and name in names
    ]
    found = [facts.lookup(name) for name in wanted]
    return [fact for fact in found if isinstance(fact, Fact)]


def rule_json(rule: RuleAnswer, inquiry: Inquiry, say: Language) -> Json:
    """Return a rule with its answer for this person."""
    criterion, answer = rule.criterion, rule.evaluation
    library = inquiry.library
    reader = Reader(library.catalogue, library.sources, say.code)
    return {
        "id": criterion.id,
        "advice": criterion.advice,
        "guideline": criterion.guideline,
        "truth": answer.truth,
        "text": say.of(criterion.text),
        "facts": [fact_json(fact) for fact in answer.used],
        "missing": [missing_json(one, reader) for one in answer.missing],
        "sources": criterion.basis.sources,
        "basis": criterion.basis.status,
        "unverified": rule.unverified,
    }


def _figures(figures: Figures, measure: Measure, say: Language) -> Json:
    return {
        "measure": figures.measure,
        "text": say.of(measure.text),
        "window": say.of(measure.window) if measure.window else None,
        "baseline": figures.baseline,
        "current": figures.current,
        "fall_percent": tenth(figures.fall_percent),
        "recorded_days": figures.recorded_days,
        "recorded_minimum": figures.recorded_minimum,
        "response_percent": measure.response_percent,
        "response": figures.response,
        "remission": figures.remission,
        "sources": measure.basis.sources,
    }


def tenth(number: Decimal | None) -> Decimal | None:
    """Return a percentage to one place; the rules use the exact one."""
    return None if number is None else round_to_tenth(number)
