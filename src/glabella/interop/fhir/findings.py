"""Facts from coded findings: conditions and allergies.

A diagnosis that is not in the record stays unknown; only an explicit statement of
absence answers no.
"""

import re
from collections.abc import Iterator

import attrs

from glabella.core.facts import Fact
from glabella.interop.fhir.chart import Chart, source_of
from glabella.interop.fhir.codebook import Meaning, Role
from glabella.interop.fhir.elements import Concept, Element, concept
from glabella.interop.fhir.states import (
    DOUBTED,
    REFUTED,
    RESTING_STATUS,
    Extent,
    Standing,
    extent_of,
    standing_day,
    status_of,
    verification_of,
)
from glabella.interop.fhir.toxins import speaks_of_toxin
from glabella.interop.notes import NoteKind

HYPERSENSITIVITY = "hypersensitivity_product_or_excipient"
COWS_MILK = "cows_milk_protein_allergy"

# Human albumin is an ingredient of most products: recalled, so it only stops and asks.
_ALBUMIN = "albumin"
_COWS_MILK_WORDS = re.compile(
    r"\bcow'?s'?s? milk\b|\bmilk protein\b|kuhmilch|milcheiwei"
)


@attrs.frozen
class _Case:
    """One finding of the patient, with everything that weighs its facts."""

    resource: Element
    extent: Extent
    verification: str
    is_resting: bool
    from_text: bool = False


def condition_facts(chart: Chart) -> Iterator[Fact]:
    """Yield the facts of all conditions."""
    yield from chart.each("Condition", _condition)


def allergy_facts(chart: Chart) -> Iterator[Fact]:
    """Yield the facts of all allergies; a reaction outweighs "no known allergy"."""
    facts = list(chart.each("AllergyIntolerance", _allergy))
    positive = {fact.id for fact in facts if fact.value is True}
    for fact in facts:
        if fact.value is False and fact.id in positive:
            text = (
                f'"{fact.id}" is denied beside a recorded allergy: the allergy counts'
            )
            chart.tell(
                NoteKind.CONFLICT, text, of={"resourceType": "AllergyIntolerance"}
            )
        else:
            yield fact


def _condition(chart: Chart, resource: Element) -> Iterator[Fact]:
    code = concept(resource, "code")
    meanings = _coded(chart, code, resource=resource) if code else ()
    if meanings:
        yield from _facts(chart, meanings, case=_case(chart, resource))


def _allergy(chart: Chart, resource: Element) -> Iterator[Fact]:
    code = concept(resource, "code")
    if code is None:
        return
    meanings = _worded(code, chart)
    case = _case(chart, resource)
    if meanings:
        text = f'understood by the words "{code.label}"'
        chart.tell(NoteKind.READ_FROM_TEXT, text, of=resource)
        yield from _facts(chart, meanings, case=attrs.evolve(case, from_text=True))
        return
    yield from _facts(chart, _coded(chart, code, resource=resource), case=case)


def _case(chart: Chart, resource: Element) -> _Case:
    return _Case(
        resource=resource,
        extent=extent_of(chart, resource),
        verification=verification_of(resource),
        is_resting=status_of(resource, "clinicalStatus") in RESTING_STATUS,
    )


def _coded(chart: Chart, code: Concept, *, resource: Element) -> tuple[Meaning, ...]:
    """Return what the known codes mean; report a concept without any known code."""
    found: dict[Meaning, None] = {}
    is_known = False
    for coding in code.codings:
        key = chart.codes.key(coding)
        meanings = chart.codes.meanings(key)
        question = chart.codes.question(key) if meanings is None else ""
        is_known = is_known or meanings is not None or bool(question)
        found.update(dict.fromkeys(meanings or ()))
        if question:
            chart.tell_code(
                NoteKind.AMBIGUOUS_CODE, question, coding=coding, of=resource
            )
    if not is_known:
        chart.tell_unknown(code, resource)
    chart.mentioned.update(meaning.fact for meaning in found)
    return tuple(found)


def _worded(code: Concept, chart: Chart) -> tuple[Meaning, ...]:
    """Return what the words of an allergy mean, where no code of it is known."""
    if any(chart.codes.meanings(chart.codes.key(coding)) for coding in code.codings):
        return ()
    words = code.words
    if speaks_of_toxin(chart.codes, words) or _ALBUMIN in words:
        return (Meaning(HYPERSENSITIVITY),)
    if _COWS_MILK_WORDS.search(words):
        return (Meaning(COWS_MILK),)
    return ()


def _facts(
    chart: Chart, meanings: tuple[Meaning, ...], *, case: _Case
) -> Iterator[Fact]:
    if not meanings:
        return
    if case.verification in REFUTED:
        chart.tell(NoteKind.NOT_USED, case.verification, of=case.resource)
        return
    standing = case.extent.standing(chart.on)
    if standing is Standing.LATER:
        chart.is_after(case.extent.begun, case.resource)
        return
    for meaning in meanings:
        role = chart.codes.roles.get(meaning.fact, Role())
        if role.opens:
            yield from _opening(chart, meaning, case=case, standing=standing)
        else:
            yield from _stopping(chart, meaning, case=case, standing=standing)


def _opening(
    chart: Chart, meaning: Meaning, *, case: _Case, standing: Standing
) -> Iterator[Fact]:
    """Yield a diagnosis that opens a protocol: only if nothing about it is in doubt."""
    begun = case.extent.begun
    if standing is Standing.OVER:
        return
    if begun is None or not case.extent.is_certain(chart.on):
        text = f'"{meaning.fact}" is not placed in time'
        chart.tell(_undated(standing), text, of=case.resource)
        return
    if _doubts(meaning, case):
        text = f'"{meaning.fact}": {", ".join(_doubts(meaning, case))}; to be confirmed'
        chart.tell(NoteKind.DOUBTFUL, text, of=case.resource)
        return
    yield Fact(meaning.fact, meaning.value, begun.last, source_of(case.resource))


def _stopping(
    chart: Chart, meaning: Meaning, *, case: _Case, standing: Standing
) -> Iterator[Fact]:
    """Yield what speaks against treatment, with its doubts as certainty."""
    begun, doubts = case.extent.begun, _doubts(meaning, case)
    if meaning.moment:
        if begun is None:
            chart.tell(
                NoteKind.UNDATED, f'"{meaning.fact}" has no date', of=case.resource
            )
            return
        day = min(begun.last, chart.on)
    elif _is_over(chart, meaning, case=case, standing=standing):
        return
    else:
        doubts += () if begun else ("undated",)
        day = standing_day(chart, meaning.fact, begun=begun)
    certainty = ", ".join(doubts) or "recorded"
    yield Fact(meaning.fact, meaning.value, day, source_of(case.resource), certainty)


def _is_over(
    chart: Chart, meaning: Meaning, *, case: _Case, standing: Standing
) -> bool:
    role = chart.codes.roles.get(meaning.fact, Role())
    if role.lifelong and case.is_resting:
        return False
    if standing is Standing.OVER_UNDATED:
        text = f'"{meaning.fact}" has ended, nobody recorded when'
        chart.tell(NoteKind.ENDED_UNDATED, text, of=case.resource)
    return standing in {Standing.OVER, Standing.OVER_UNDATED}


def _doubts(meaning: Meaning, case: _Case) -> tuple[str, ...]:
    found = (
        (not meaning.verified, "unverified code"),
        (meaning.broader, "broader code"),
        (case.verification in DOUBTED, case.verification),
        (case.from_text, "read from text"),
    )
    return tuple(text for applies, text in found if applies)


def _undated(standing: Standing) -> NoteKind:
    is_over = standing is Standing.OVER_UNDATED
    return NoteKind.ENDED_UNDATED if is_over else NoteKind.UNDATED
