"""What an observation or an answer says: a number, yes or no, or nothing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from glabella.core.facts import Fact
from glabella.interop.fhir.chart import Chart, source_of
from glabella.interop.fhir.codebook import Measure
from glabella.interop.fhir.elements import (
    Coding,
    Concept,
    Element,
    coding_of,
    concept,
    extensions,
    flag,
    number,
    part,
    word,
)
from glabella.interop.notes import NoteKind

Value = Decimal | bool | str

# A screener in which any yes counts, and only all answers together are a no.
ANY_YES = "cssrs_any_yes"


@attrs.frozen
class Reply:
    """One answer: to which measure, under which code, on which day."""

    resource: Element
    measure: Measure
    code: str
    value: Value
    day: date
    certainty: str = "recorded"


def observed_value(chart: Chart, node: Element) -> Value | None:
    """Return the value of an observation or of one of its components."""
    quantity = part(node, "valueQuantity")
    exact = number(quantity, "value") if quantity else number(node, "valueInteger")
    if exact is not None:
        return exact
    truth = flag(node, "valueBoolean")
    if truth is not None:
        return truth
    coded = concept(node, "valueCodeableConcept")
    if coded is not None:
        return _of_concept(chart, coded, node=node)
    return word(node, "valueDateTime")[:10] or word(node, "valueString") or None


def answered_value(chart: Chart, answer: Element) -> Value | None:
    """Return the value of one answer of a questionnaire response."""
    for name in ("valueInteger", "valueDecimal"):
        exact = number(answer, name)
        if exact is not None:
            return exact
    quantity = part(answer, "valueQuantity")
    if quantity is not None:
        return number(quantity, "value")
    truth = flag(answer, "valueBoolean")
    coding = part(answer, "valueCoding")
    if coding is None:
        return truth
    return _of_concept(chart, Concept((coding_of(coding),), ""), node=answer)


def _of_concept(chart: Chart, coded: Concept, *, node: Element) -> Value | None:
    """Return what a coded answer stands for; report an answer nobody knows."""
    for coding in coded.codings:
        system, code = chart.codes.key(coding)
        known = chart.codes.answers.get((system, code))
        if known is not None:
            return known.value
        if system == "own":
            return code
        weight = _weight(coding)
        if weight is not None:
            return weight
    for coding in coded.codings:
        chart.tell_code(
            NoteKind.UNKNOWN_CODE, "no table knows this answer", coding=coding, of=node
        )
    return None


def _weight(coding: Coding) -> Decimal | None:
    """Return the score that a coded answer carries with it."""
    for ending in ("/ordinalValue", "/itemWeight"):
        for extension in extensions(coding.element, ending):
            return number(extension, "valueDecimal")
    return None


def facts_of(chart: Chart, replies: list[Reply]) -> Iterator[Fact]:
    """Yield the facts of all replies, and of scores whose items are all there."""
    stated: dict[tuple[str, date], Value] = {}
    items: dict[tuple[str, date], dict[str, Reply]] = {}
    for reply in replies:
        measure = reply.measure
        if measure.fact:
            stated[measure.fact, reply.day] = reply.value
            yield _fact(measure.fact, value=reply.value, reply=reply)
        if measure.part_of == ANY_YES and reply.value is True:
            yield _fact(ANY_YES, value=True, reply=reply)
        elif measure.part_of:
            known = items.setdefault((measure.part_of, reply.day), {})
            known[reply.code] = _agreed(chart, known.get(reply.code), second=reply)
    for (name, day), known in items.items():
        if known.keys() == chart.codes.parts[name]:
            total = stated.get((name, day))
            yield from _beside(chart, total, scores=_score(name, list(known.values())))


def _beside(
    chart: Chart, total: Value | None, *, scores: Iterator[Fact]
) -> Iterator[Fact]:
    """Yield a computed score, unless the record states the same.

    A total that is not the sum of its items stands beside the sum: two statements of
    one day that disagree, so that neither counts.
    """
    for fact in scores:
        if total is not None and total != fact.value:
            text = f'"{fact.id}" of {fact.as_of} is not the sum of its items'
            chart.tell(NoteKind.CONFLICT, text, of={"resourceType": "Observation"})
        if total != fact.value:
            yield fact


def _agreed(chart: Chart, first: Reply | None, *, second: Reply) -> Reply:
    """Return the later of two answers to one item; report if they differ."""
    if first is not None and first.value != second.value:
        text = f"item {second.code} was answered twice on {second.day}, differently"
        chart.tell(NoteKind.CONFLICT, text, of=second.resource)
    return second


def _score(name: str, replies: list[Reply]) -> Iterator[Fact]:
    """Yield the sum of all items, or no to a screener without any yes."""
    values = [reply.value for reply in replies]
    if name == ANY_YES:
        if all(value is False for value in values):
            yield _fact(name, value=False, reply=replies[0])
    elif all(isinstance(value, Decimal) for value in values):
        total = sum((v for v in values if isinstance(v, Decimal)), Decimal(0))
        yield _fact(name, value=total, reply=replies[0])


def _fact(fact_id: str, *, value: Value, reply: Reply) -> Fact:
    return Fact(fact_id, value, reply.day, source_of(reply.resource), reply.certainty)
