"""Facts from observations and questionnaire responses: scores, items, states, diary.

An observation without a date gives no fact, unless it is one that must never get lost:
an item about suicidality, or a pregnancy.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain

from glabella.core.errors import InputError
from glabella.core.fact_types import FactType
from glabella.core.facts import Fact
from glabella.interop.fhir.answers import (
    Reply,
    Value,
    answered_value,
    facts_of,
    observed_value,
)
from glabella.interop.fhir.chart import Chart, name_of, source_of
from glabella.interop.fhir.codebook import Measure
from glabella.interop.fhir.elements import (
    Concept,
    Element,
    Span,
    concept,
    part,
    parts,
    span,
    word,
)
from glabella.interop.mistakes import placed
from glabella.interop.notes import NoteKind

# Statuses whose content counts, with the certainty it has.
_OBSERVED = {
    "final": "recorded",
    "amended": "recorded",
    "corrected": "recorded",
    "": "recorded",
    "preliminary": "preliminary",
}
_FILLED_IN = {
    "completed": "recorded",
    "amended": "recorded",
    "": "recorded",
    "in-progress": "form not finished",
    "stopped": "form not finished",
}

# The number of a LOINC code as the last part of a link id or a definition.
_LOINC = re.compile(r"(?:^|[/|#:])(\d{1,7}-\d)$")


def observation_facts(chart: Chart) -> Iterator[Fact]:
    """Yield the facts of all observations and questionnaire responses."""
    replies: list[Reply] = []
    months: dict[str, list[Reply]] = {}
    for resource_type, read in (
        ("Observation", _observation),
        ("QuestionnaireResponse", _response),
    ):
        for resource in chart.of(resource_type):
            try:
                replies += read(chart, resource)
            except InputError as error:
                chart.troubles.append(placed(error, name_of(resource)))
    plain = []
    for reply in replies:
        chart.mentioned.add(reply.measure.fact)
        if _is_monthly(chart, reply.measure.fact):
            months.setdefault(reply.measure.fact, []).append(reply)
        else:
            plain.append(reply)
    yield from facts_of(chart, plain)
    for fact_id, counts in months.items():
        yield _monthly(chart, fact_id, counts=counts)


def _observation(chart: Chart, resource: Element) -> Iterator[Reply]:
    for node in (resource, *parts(resource, "component")):
        code = concept(node, "code")
        measures = _measures(chart, code) if code else []
        if code and not measures:
            chart.tell_unknown(code, resource)
        for asked in measures:
            if asked[1].bears:
                value, when = observed_value(chart, node), _when(resource)
                yield from _reply(chart, resource, asked=asked, value=value, when=when)


def _measures(chart: Chart, code: Concept) -> list[tuple[str, Measure]]:
    """Return what a concept measures; a code of this project names the fact itself."""
    found: dict[Measure, str] = {}
    for coding in code.codings:
        system, number = chart.codes.key(coding)
        measure = chart.codes.measures.get((system, number))
        if measure is None and system == "own":
            measure = Measure(fact=number)
        if measure is not None:
            found.setdefault(measure, number)
    return [(number, measure) for measure, number in found.items()]


def _when(resource: Element) -> Span | None:
    period = part(resource, "effectivePeriod")
    if period is not None:
        return span(period, "end") or span(period, "start")
    return span(resource, "effectiveDateTime") or span(resource, "effectiveInstant")


def _reply(
    chart: Chart,
    resource: Element,
    *,
    asked: tuple[str, Measure],
    value: Value | None,
    when: Span | None,
) -> Iterator[Reply]:
    """Yield the reply if it counts on the day; report why it does not."""
    code, measure = asked
    table = _OBSERVED if "code" in resource else _FILLED_IN
    certainty = table.get(word(resource, "status"))
    if certainty is None:
        chart.tell(NoteKind.NOT_USED, f"status {word(resource, 'status')}", of=resource)
        return
    if value is None or chart.is_after(when, resource):
        return
    if when is None and not measure.stops:
        chart.tell(NoteKind.UNDATED, "a value without a date", of=resource)
        return
    day = min(when.last, chart.on) if when else chart.on
    yield Reply(resource, measure, code, value, day, certainty if when else "undated")


def _response(chart: Chart, resource: Element) -> Iterator[Reply]:
    when = span(resource, "authored")
    strange = 0
    for item in _answered_items(resource):
        answers = parts(item, "answer")
        code = _loinc_of(item)
        measure = chart.codes.measures.get(("loinc", code))
        if measure is None:
            strange += 1
        elif measure.bears:
            value = answered_value(chart, answers[0]) if len(answers) == 1 else None
            asked = (code, measure)
            yield from _reply(chart, resource, asked=asked, value=value, when=when)
    if strange:
        text = f"answers to items that no table knows: {strange}"
        chart.tell(NoteKind.UNKNOWN_CODE, text, of=resource)


def _answered_items(response: Element) -> Iterator[Element]:
    """Yield every item with an answer, from top to bottom, however deep."""
    waiting = parts(response, "item")[::-1]
    while waiting:
        item = waiting.pop()
        answers = parts(item, "answer")
        below = chain.from_iterable(parts(node, "item") for node in (item, *answers))
        waiting += [*below][::-1]
        if answers:
            yield item


def _loinc_of(item: Element) -> str:
    for name in ("linkId", "definition"):
        found = _LOINC.search(word(item, name))
        if found:
            return found[1]
    return ""


def _is_monthly(chart: Chart, fact_id: str) -> bool:
    known = fact_id in chart.catalogue
    return known and chart.catalogue[fact_id].type is FactType.MONTHLY


def _monthly(chart: Chart, fact_id: str, *, counts: list[Reply]) -> Fact:
    """Return the counts by calendar month, oldest first; a month between is empty.

    Two different counts of one month leave it empty: nobody knows which is right.
    """
    by_month: dict[int, set[Decimal | None]] = {}
    for reply in counts:
        value = reply.value if isinstance(reply.value, Decimal) else None
        by_month.setdefault(_month_of(reply.day), set()).add(value)
    for month, values in by_month.items():
        if len(values) > 1:
            text = f'"{fact_id}": two counts for {month // 12}-{month % 12 + 1:02d}'
            chart.tell(NoteKind.CONFLICT, text, of=counts[0].resource)
    months = range(min(by_month), max(by_month) + 1)
    single = {m: next(iter(v)) for m, v in by_month.items() if len(v) == 1}
    newest = max(counts, key=lambda reply: reply.day)
    counted = tuple(single.get(month) for month in months)
    return Fact(
        fact_id, counted, newest.day, source_of(newest.resource), newest.certainty
    )


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1
