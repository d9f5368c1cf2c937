"""Studies and questions as `glabella studies` publishes them."""

from typing import assert_never

from glabella.cli.fact_rows import Json
from glabella.core.sources import Basis
from glabella.evidence.bibliography import Publication
from glabella.evidence.certainty import DRAFT, Grading
from glabella.evidence.library import Library
from glabella.evidence.library_laws import bases
from glabella.evidence.questions import (
    Counts,
    Effect,
    Means,
    QuestionRows,
    Row,
    RowData,
)
from glabella.evidence.study import Arm, Estimate, Figure, Result, Stated, Study
from glabella.evidence.words import word
from glabella.interop.verdict_json import one_source
from glabella.protocols.document import Language


def study_row(study: Study, library: Library, say: Language) -> Json:
    """Return one line of the list."""
    del library
    return {
        "id": study.id,
        "label": study.label,
        "year": study.year,
        "condition": study.condition,
        "design": study.design,
        "design_in_words": say.of(word(study.design)),
    }


def study_json(study: Study, library: Library, say: Language) -> Json:
    """Return one study with every number and where it was read."""
    ids = {name for basis in bases(study) for name in basis.sources}
    wanted = sorted(ids | set(study.publications))
    return {
        **study_row(study, library, say),
        "population": study.population,
        "design_as_printed": study.design_as_printed,
        "cited_as": say.of(study.cited_as) if study.cited_as else None,
        "note": say.of(study.note) if study.note else None,
        "instruments": study.instruments,
        "weeks": study.weeks,
        "details": [{"key": key, **_stated(stated)} for key, stated in study.details],
        "people": [{"key": key, **_figure(number)} for key, number in study.people],
        "arms": [_arm(arm) for arm in study.arms],
        "results": [_result(line) for line in study.results],
        "risk_of_bias": [
            {"domain": risk.domain, "level": risk.level, **_basis(risk.basis)}
            for risk in study.risks
        ],
        "gaps": [
            {"question": gap.question, "arm": gap.arm, "reason": say.of(gap.reason)}
            for gap in study.gaps
        ],
        "parts": study.parts,
        "sources": [
            _publication(library.publications[name])
            for name in wanted
            if name in library.publications
        ],
    }


def _basis(basis: Basis) -> Json:
    return {
        "basis": basis.status,
        "sources": basis.sources,
        "place": basis.place,
        "confidence": basis.confidence,
        "check": basis.check,
        "note": basis.note,
    }


def _stated(stated: Stated) -> Json:
    return {"text": stated.text, "quote": stated.quote, **_basis(stated.basis)}


def _figure(figure: Figure) -> Json:
    return {"value": figure.value, "quote": figure.quote, **_basis(figure.basis)}


def _arm(arm: Arm) -> Json:
    return {
        "id": arm.id,
        "role": arm.role,
        "name": arm.name,
        "n": _figure(arm.n) if arm.n else None,
        "dose": _stated(arm.dose) if arm.dose else None,
        "units": _figure(arm.units) if arm.units else None,
    }


def _result(line: Result) -> Json:
    numbers = {
        "n": line.numbers.n,
        "events": line.numbers.events,
        "total": line.numbers.total,
        "percent": line.numbers.percent,
        "mean": line.numbers.mean,
        "sd": line.numbers.sd,
        "se": line.numbers.se,
        "change": line.numbers.change,
        "change_sd": line.numbers.change_sd,
        "percent_change": line.numbers.percent_change,
        "median": line.numbers.median,
        "low": line.numbers.low,
        "high": line.numbers.high,
    }
    return {
        "id": line.id,
        "instrument": line.instrument,
        "measure": line.measure,
        "outcome": line.outcome,
        "week": line.week,
        "until": line.until,
        "arm": line.arm,
        "against": line.against,
        "numbers": {key: n for key, n in numbers.items() if n is not None},
        "estimate": _estimate(line.estimate) if line.estimate else None,
        "p": line.p,
        "also": dict(line.also),
        "quote": line.quote,
        "series": line.series,
        **_basis(line.basis),
    }


def _estimate(told: Estimate) -> Json:
    return {
        "scale": told.scale,
        "value": told.value,
        "se": told.se,
        "low": told.low,
        "high": told.high,
        "favours": told.favours,
        "estimand": told.estimand,
        "corrected": told.corrected,
    }


def _publication(paper: Publication) -> Json:
    return {
        **one_source(paper.as_source()),
        "doi": paper.doi,
        "pmid": paper.pmid,
        "pmc": paper.pmc,
        "read": paper.read,
    }


def question_json(rows: QuestionRows, library: Library, say: Language) -> Json:
    """Return what there is on a question: rows, what is not usable, certainty."""
    question = rows.question
    reason = rows.cannot_be_pooled
    return {
        "id": question.id,
        "topic": question.topic,
        "text": say.of(question.text),
        "kind": question.kind,
        "scale": question.scale,
        "direction": question.direction,
        "limits": say.of(question.limits),
        "include_recalled": rows.include_recalled,
        "rows": [_row(row) for row in rows.rows],
        "unusable": [
            {"study": each.study, "label": each.label, "reason": say.of(each.reason)}
            for each in rows.unusable
        ],
        "cannot_be_pooled": say.of(reason) if reason else None,
        "published": [
            {
                "study": study.id,
                "label": study.label,
                "outcome": line.outcome,
                "estimate": _estimate(line.estimate),
            }
            for study, line in library.published(question.id)
            if line.estimate is not None
        ],
        "certainty": grading_json(library.gradings[question.id], say),
    }


def _row(row: Row) -> Json:
    return {
        "study": row.study,
        "label": row.label,
        "arm": row.contrast.arm,
        "against": row.contrast.against,
        "paired": row.contrast.paired,
        "outcome": row.outcome,
        "week": row.week,
        "estimand": row.estimand,
        "basis": row.status,
        "results": row.results,
        "places": row.places,
        "sources": row.publications,
        **_data(row.data),
    }


def _data(data: RowData) -> Json:
    match data:
        case Counts():
            return {
                "counts": {
                    "toxin_events": data.toxin_events,
                    "toxin_total": data.toxin_total,
                    "control_events": data.control_events,
                    "control_total": data.control_total,
                }
            }
        case Means():
            return {
                "means": {
                    "toxin_n": data.toxin_n,
                    "toxin_mean": data.toxin_mean,
                    "toxin_sd": data.toxin_sd,
                    "control_n": data.control_n,
                    "control_mean": data.control_mean,
                    "control_sd": data.control_sd,
                }
            }
        case Effect():
            return {
                "effect": {
                    "scale": data.scale,
                    "value": data.value,
                    "se": data.se,
                    "low": data.low,
                    "high": data.high,
                    "toxin_n": data.toxin_n,
                    "control_n": data.control_n,
                    "corrected": data.corrected,
                }
            }
        case _:
            assert_never(data)


def grading_json(grading: Grading, say: Language) -> Json:
    """Return how sure the evidence is, drafted and unsigned."""
    return {
        "question": grading.question,
        "level": grading.level,
        "start": grading.start,
        "start_reason": say.of(grading.start_reason),
        "judgements": [
            {
                "domain": judgement.domain,
                "concern": judgement.concern,
                "reason": say.of(judgement.reason),
                "rests_on": judgement.rests_on,
            }
            for judgement in grading.judgements
        ],
        "conclusion": say.of(grading.conclusion),
        "signed_by": grading.signed_by,
        "draft": say.of(DRAFT) if grading.signed_by is None else None,
    }
