"""A verdict with its reasons as JSON: one form for the command line and the record."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from glabella.core.eligibility import Assessment, Judgement, Verdict
from glabella.core.fact_types import Catalogue
from glabella.core.facts import Fact, Missing
from glabella.core.interview import Flip
from glabella.core.labels import LabelAnswer
from glabella.core.overrides import Override
from glabella.core.sources import Basis, Source, Text
from glabella.core.urgent import UrgentFinding

Json = dict[str, object]

OFF_LABEL_DEMANDS = ("reason", "alternatives", "consent")


@attrs.frozen
class Reader:
    """For whom an answer is written: what the names in it mean, and in which language.

    Args:
        language: "en" or "de".
    """

    catalogue: Catalogue
    sources: Mapping[str, Source]
    language: str = "en"

    def of(self, text: Text) -> str:
        """Return a text of the data in the reader's language."""
        return text.in_language(self.language)

    def question(self, fact: str) -> Json:
        """Return a question by the fact it asks for."""
        return {"id": fact, "question": self.of(self.catalogue[fact].question)}


def fact_json(fact: Fact) -> Json:
    """Return a fact as published."""
    return {
        "id": fact.id,
        "value": fact.value,
        "as_of": fact.as_of,
        "source": fact.source,
        "certainty": fact.certainty,
    }


def missing_json(missing: Missing, reader: Reader) -> Json:
    """Return a missing fact with the question that would find it."""
    return {
        "id": missing.id,
        "reason": missing.reason,
        "question": reader.of(reader.catalogue[missing.id].question),
        "last": fact_json(missing.last) if missing.last else None,
        "rivals": [fact_json(fact) for fact in missing.rivals],
    }


def source_json(ids: Iterable[str], sources: Mapping[str, Source]) -> list[Json]:
    """Return the sources of these names, in order of name."""
    return [one_source(sources[key]) for key in sorted(set(ids)) if key in sources]


def one_source(source: Source) -> Json:
    """Return one source."""
    return {
        "id": source.id,
        "tier": source.tier,
        "title": source.title,
        "year": source.year,
        "url": source.url,
        "read_on": source.read_on,
        "place": source.place,
    }


def urgent_json(finding: UrgentFinding, reader: Reader) -> Json:
    """Return an urgent finding: what it is, who must act, which facts say so."""
    rule = finding.rule
    return {
        "id": rule.id,
        "text": reader.of(rule.text),
        "sources": rule.basis.sources,
        "urgency": rule.urgency,
        "action": reader.of(rule.action),
        "family": rule.family,
        "facts": [fact_json(fact) for fact in finding.evaluation.used],
    }


def bases(assessment: Assessment) -> list[Basis]:
    """Return what a verdict rests on: its criteria and the label."""
    found = [judgement.criterion.basis for judgement in assessment.judgements]
    return found + [label.basis for label in assessment.label.statements]


def verdict_json(
    assessment: Assessment, reader: Reader, *, ask: Sequence[str], flips: Sequence[Flip]
) -> Json:
    """Return a verdict with every criterion.

    Args:
        ask: The facts to ask for next.
        flips: The single facts that would turn the verdict.
    """
    protocol = assessment.protocol
    is_off_label = assessment.verdict is Verdict.CRITERIA_MET_OFF_LABEL
    judgements = assessment.judgements
    asking = [one for one in judgements if one.needs_confirmation]
    return {
        "protocol": protocol.id,
        "version": protocol.version,
        "name": reader.of(protocol.name),
        "phase": assessment.phase,
        "verdict": assessment.verdict,
        **_until(assessment, reader),
        "cautions": [_caution(one, reader) for one in assessment.cautions],
        **_overrides(assessment.overrides),
        "signed": assessment.signed_by is not None,
        "signed_by": assessment.signed_by,
        "label": _label(assessment.label, reader),
        "demands": OFF_LABEL_DEMANDS if is_off_label else (),
        "needs_confirmation": [_open(one, protocol.id, reader) for one in asking],
        "unverified": _unverified(judgements),
        "criteria": [_criterion(one, reader) for one in judgements],
        "ask": [reader.question(fact) for fact in ask],
        "flips": [_flip(flip) for flip in flips],
    }


def _until(assessment: Assessment, reader: Reader) -> Json:
    """Return what ends a deferral: the date if it can be counted, else the event."""
    until = assessment.until
    if until is None:
        return {"until": None, "until_date": None, "until_event": None}
    event = reader.of(until.event)
    return {"until": until.day or event, "until_date": until.day, "until_event": event}


def _caution(judgement: Judgement, reader: Reader) -> Json:
    criterion = judgement.criterion
    return {
        "id": criterion.id,
        "kind": criterion.kind,
        "text": reader.of(criterion.text),
        "advice": criterion.advice,
        "guideline": criterion.guideline,
        "sources": criterion.basis.sources,
        "unverified": judgement.unverified,
    }


def _overrides(overrides: tuple[Override, ...]) -> Json:
    rows = [{"criterion": o.criterion, "who": o.who, "why": o.why} for o in overrides]
    return {"override": rows[0] if rows else None, "overrides": rows}


def _label(label: LabelAnswer, reader: Reader) -> Json:
    return {
        "status": label.status,
        "stands": label.stands(reader.sources),
        "decided_by": label.decided_by,
        "statements": [
            {
                "profile": item.profile,
                "product": item.product,
                "status": item.status,
                "label": item.label,
                "label_date": item.label_date,
                "restriction": reader.of(item.restriction)
                if item.restriction
                else None,
                "basis": item.basis.status,
                "sources": item.basis.sources,
            }
            for item in label.statements
        ],
    }


def _open(judgement: Judgement, protocol: str, reader: Reader) -> Json:
    criterion = judgement.criterion
    return {
        "what": f"{protocol}/{criterion.id}",
        "text": reader.of(criterion.text),
        "confidence": criterion.basis.confidence,
        "check": criterion.basis.check,
    }


def _unverified(judgements: Iterable[Judgement]) -> list[Json]:
    return [
        {"id": one.criterion.id, "reason": one.unverified}
        for one in judgements
        if one.unverified is not None
    ]


def _criterion(judgement: Judgement, reader: Reader) -> Json:
    criterion = judgement.criterion
    return {
        "id": criterion.id,
        "kind": criterion.kind,
        "truth": judgement.truth,
        "outcome": judgement.outcome,
        "facts": [fact_json(fact) for fact in judgement.used],
        "missing": [missing_json(one, reader) for one in judgement.missing],
        "text": reader.of(criterion.text),
        "sources": criterion.basis.sources,
        "basis": criterion.basis.status,
        "place": criterion.basis.place,
        "unverified": judgement.unverified,
        "confirmed_by": judgement.confirmed_by,
        "from_baseline": judgement.from_baseline,
    }


def _flip(flip: Flip) -> Json:
    return {
        "fact": flip.fact,
        "now": flip.now,
        "then": flip.then,
        "verdict": flip.verdict,
    }
