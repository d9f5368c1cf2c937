"""The answer of `glabella assess` as published."""

from collections.abc import Iterable

from glabella.cli.answer import PatientAnswer, ProtocolAnswer
from glabella.cli.fact_rows import Json, fact_json, missing_json, question_json
from glabella.cli.source_rows import source_json
from glabella.core.eligibility import Assessment, Judgement, Verdict
from glabella.core.interview import Flip
from glabella.core.labels import LabelAnswer
from glabella.core.overrides import Override
from glabella.core.urgent import UrgentFinding
from glabella.interop.notes import Note
from glabella.protocols.document import Language

OFF_LABEL_DEMANDS = ("reason", "alternatives", "consent")


def assess_json(answer: PatientAnswer, say: Language) -> Json:
    """Return the document of the verb."""
    inquiry = answer.inquiry
    catalogue = inquiry.library.catalogue
    verdicts = [_verdict(each, answer, say) for each in answer.answers]
    return {
        "on": inquiry.facts.on,
        "profile": inquiry.profile,
        "language": say.code,
        **urgent_part(answer, say),
        "verdicts": verdicts,
        "ask": [question_json(fact, catalogue, say) for fact in answer.ask],
        "ignored_future": inquiry.facts.ignored_future,
        "notes": [note_json(note) for note in inquiry.notes],
        "sources": source_json(source_ids(answer), inquiry.library.sources),
    }


def urgent_part(answer: PatientAnswer, say: Language) -> Json:
    """Return what stands apart from every verdict, in every document of a patient."""
    return {
        "urgent": [_urgent(each, say) for each in answer.urgent],
        "not_asked": [rule.id for rule in answer.not_asked],
    }


def _urgent(finding: UrgentFinding, say: Language) -> Json:
    """Return an urgent finding: what it is, who must act, which facts say so."""
    rule = finding.rule
    return {
        "id": rule.id,
        "text": say.of(rule.text),
        "sources": rule.basis.sources,
        "urgency": rule.urgency,
        "action": say.of(rule.action),
        "family": rule.family,
        "facts": [fact_json(fact) for fact in finding.evaluation.used],
    }


def note_json(note: Note) -> Json:
    """Return what a reader noticed and did not turn into a fact."""
    return {
        "kind": note.kind,
        "text": note.text,
        "count": note.count,
        "resource_type": note.resource_type,
        "system": note.system,
        "code": note.code,
        "display": note.display,
    }


def source_ids(answer: PatientAnswer) -> set[str]:
    """Return every source that the document names."""
    bases = [finding.rule.basis for finding in answer.urgent]
    for each in answer.answers:
        bases += [j.criterion.basis for j in each.assessment.judgements]
        bases += [label.basis for label in each.assessment.label.statements]
    return {key for basis in bases for key in basis.sources}


def _verdict(each: ProtocolAnswer, answer: PatientAnswer, say: Language) -> Json:
    assessment = each.assessment
    catalogue = answer.inquiry.library.catalogue
    is_off_label = assessment.verdict is Verdict.CRITERIA_MET_OFF_LABEL
    return {
        "protocol": each.protocol.id,
        "version": each.protocol.version,
        "name": say.of(each.protocol.name),
        "phase": assessment.phase,
        "verdict": assessment.verdict,
        **_until(assessment, say),
        "cautions": [_caution(one, say) for one in assessment.cautions],
        **_overrides(assessment.overrides),
        "signed": assessment.signed_by is not None,
        "signed_by": assessment.signed_by,
        "label": _label(assessment.label, answer, say),
        "demands": OFF_LABEL_DEMANDS if is_off_label else (),
        "needs_confirmation": [_unconfirmed(one, each, say) for one in _asking(each)],
        "unverified": _unverified(assessment.judgements),
        "criteria": [_criterion(j, answer, say) for j in assessment.judgements],
        "ask": [question_json(fact, catalogue, say) for fact in each.ask],
        "flips": [_flip(flip) for flip in each.flips],
    }


def _until(assessment: Assessment, say: Language) -> Json:
    """Return what ends a deferral: the date if it can be counted, else the event."""
    until = assessment.until
    if until is None:
        return {"until": None, "until_date": None, "until_event": None}
    event = say.of(until.event)
    return {"until": until.day or event, "until_date": until.day, "until_event": event}


def _caution(judgement: Judgement, say: Language) -> Json:
    criterion = judgement.criterion
    return {
        "id": criterion.id,
        "kind": criterion.kind,
        "text": say.of(criterion.text),
        "advice": criterion.advice,
        "guideline": criterion.guideline,
        "sources": criterion.basis.sources,
        "unverified": judgement.unverified,
    }


def _overrides(overrides: tuple[Override, ...]) -> Json:
    rows = [{"criterion": o.criterion, "who": o.who, "why": o.why} for o in overrides]
    return {"override": rows[0] if rows else None, "overrides": rows}


def _label(label: LabelAnswer, answer: PatientAnswer, say: Language) -> Json:
    return {
        "status": label.status,
        "stands": label.stands(answer.inquiry.library.sources),
        "decided_by": label.decided_by,
        "statements": [
            {
                "profile": item.profile,
                "product": item.product,
                "status": item.status,
                "label": item.label,
                "label_date": item.label_date,
                "restriction": say.of(item.restriction) if item.restriction else None,
                "basis": item.basis.status,
                "sources": item.basis.sources,
            }
            for item in label.statements
        ],
    }


def _asking(each: ProtocolAnswer) -> list[Judgement]:
    return [one for one in each.assessment.judgements if one.needs_confirmation]


def _unconfirmed(judgement: Judgement, each: ProtocolAnswer, say: Language) -> Json:
    criterion = judgement.criterion
    return {
        "what": f"{each.protocol.id}/{criterion.id}",
        "text": say.of(criterion.text),
        "confidence": criterion.basis.confidence,
        "check": criterion.basis.check,
    }


def _unverified(judgements: Iterable[Judgement]) -> list[Json]:
    return [
        {"id": one.criterion.id, "reason": one.unverified}
        for one in judgements
        if one.unverified is not None
    ]


def _criterion(judgement: Judgement, answer: PatientAnswer, say: Language) -> Json:
    criterion = judgement.criterion
    catalogue = answer.inquiry.library.catalogue
    return {
        "id": criterion.id,
        "kind": criterion.kind,
        "truth": judgement.truth,
        "outcome": judgement.outcome,
        "facts": [fact_json(fact) for fact in judgement.used],
        "missing": [missing_json(one, catalogue, say) for one in judgement.missing],
        "text": say.of(criterion.text),
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
