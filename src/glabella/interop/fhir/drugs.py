"""Facts from medicines: what the patient takes on the day, and preventives tried.

A medicine that is not in the record stays unknown; only "no known medications" says no.
That a preventive was stopped never says that it failed: the outcome is known only where
the record states it.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

import attrs

from glabella.core.facts import INCOMPLETE_LIST, Fact
from glabella.interop.fhir.chart import Chart, source_of
from glabella.interop.fhir.codebook import Codebook, Substance
from glabella.interop.fhir.elements import Coding, Concept, concepts
from glabella.interop.fhir.intakes import Intake
from glabella.interop.fhir.states import Standing, standing_day
from glabella.interop.fhir.toxins import is_toxin
from glabella.interop.notes import NoteKind

_WORD = re.compile(r"[^\W\d_]+")
_MIGRAINE = re.compile("migraine|migräne|headache|kopfschmerz")


@attrs.frozen
class _Use:
    """One intake of one drug that bears on a decision."""

    intake: Intake
    substance: Substance
    from_text: bool


def drug_facts(chart: Chart, taken: list[Intake]) -> Iterator[Fact]:
    """Yield the facts of all medicines but botulinum toxins."""
    uses = []
    for intake in taken:
        if is_toxin(chart.codes, intake.concept):
            continue  # sessions are read apart
        if any(
            chart.codes.key(c) in chart.codes.no_drugs for c in intake.concept.codings
        ):
            yield from _no_drugs(chart, intake)
            continue
        uses += _uses(chart, intake)
    for use in uses:
        yield from _group_facts(chart, use)
    yield from _preventives(chart, [use for use in uses if use.substance.preventive])


def _uses(chart: Chart, intake: Intake) -> list[_Use]:
    """Return the known drugs of an intake; report what is not known or only worded."""
    medicine = intake.concept
    coded = {_by_code(chart.codes, coding) for coding in medicine.codings} - {None}
    if coded:
        return [_Use(intake, s, from_text=False) for s in coded if s is not None]
    words = _WORD.findall(medicine.words)
    named = {chart.codes.substances[w] for w in words if w in chart.codes.substances}
    if not named:
        chart.tell_unknown(medicine, intake.resource)
        return []
    if not chart.codes.local_forms.isdisjoint(words):
        text = f'applied locally, not counted: "{medicine.label}"'
        chart.tell(NoteKind.NOT_USED, text, of=intake.resource)
        return []
    text = f'understood by the words "{medicine.label}"'
    chart.tell(NoteKind.READ_FROM_TEXT, text, of=intake.resource)
    return [_Use(intake, s, from_text=True) for s in sorted(named, key=lambda s: s.id)]


def _by_code(codes: Codebook, coding: Coding) -> Substance | None:
    key = codes.key(coding)
    return codes.branch(key[1]) if key[0] == "atc" else codes.numbers.get(key)


def _group_facts(chart: Chart, use: _Use) -> Iterator[Fact]:
    source, certainty = source_of(use.intake.resource), _certainty(use)
    for group in (chart.codes.groups[name] for name in use.substance.groups):
        for fact_id in group.facts:
            washout = group.washout_days
            day = _day(chart, use.intake, fact_id=fact_id, washout_days=washout)
            if day is not None:
                yield Fact(fact_id, True, day, source, certainty)


def _day(
    chart: Chart, intake: Intake, *, fact_id: str, washout_days: int
) -> date | None:
    """Return the day for which the intake is a statement; None if it is none."""
    begun, ended = intake.extent.begun, intake.extent.ended
    if intake.is_moment:
        return min(begun.last, chart.on) if begun else None
    standing = intake.extent.standing(chart.on)
    if standing in {Standing.HOLDS, Standing.UNDATED}:
        return standing_day(chart, fact_id, begun=begun)
    if standing is Standing.OVER_UNDATED:
        text = f'"{fact_id}": ended, nobody recorded when'
        chart.tell(NoteKind.ENDED_UNDATED, text, of=intake.resource)
    elif ended and chart.on - ended.last <= timedelta(days=washout_days):
        return chart.on if washout_days else None
    return None


def _certainty(use: _Use) -> str:
    doubts = (
        (use.from_text, "read from text"),
        (not use.substance.verified, "unverified code"),
        (use.intake.extent.begun is None, "undated"),
    )
    return ", ".join(text for applies, text in doubts if applies) or "recorded"


def _no_drugs(chart: Chart, intake: Intake) -> Iterator[Fact]:
    begun = intake.extent.begun
    if begun is None:
        chart.tell(
            NoteKind.UNDATED, '"no known medications" has no date', of=intake.resource
        )
        return
    asked = chain.from_iterable(group.facts for group in chart.codes.groups.values())
    for fact_id in dict.fromkeys(asked):
        day = min(begun.last, chart.on)
        yield Fact(fact_id, False, day, source_of(intake.resource))


def _preventives(chart: Chart, uses: list[_Use]) -> Iterator[Fact]:
    """Yield the list of migraine preventives that were tried, one row a drug."""
    tried = [use for use in uses if _was_tried(chart, use)]
    if not tried:
        return
    names = sorted({use.substance.id for use in tried})
    rows = [_row(chart, [u for u in tried if u.substance.id == name]) for name in names]
    newest = max(_last_day(chart, use.intake) for use in tried)
    sources = sorted({source_of(use.intake.resource) for use in tried})
    yield Fact("preventives", tuple(rows), newest, ", ".join(sources), INCOMPLETE_LIST)


def _was_tried(chart: Chart, use: _Use) -> bool:
    """Return whether a preventive counts as tried: begun, and for no other reason."""
    if _was_for_something_else(chart, use.intake):
        text = f"{use.substance.id} was given for something else than headache"
        chart.tell(NoteKind.NOT_USED, text, of=use.intake.resource)
        return False
    return use.intake.extent.begun is not None


def _last_day(chart: Chart, intake: Intake) -> date:
    """Return the last recorded day of an intake, no later than the day itself."""
    days = (intake.extent.begun, intake.extent.ended)
    return max(min(day.last, chart.on) for day in days if day is not None)


def _was_for_something_else(chart: Chart, intake: Intake) -> bool:
    """Return whether a reason is stated, and none of them is a headache."""
    reasons = concepts(intake.resource, "reasonCode")
    for reference in _references(intake):
        target = chart.resolve({"it": reference}, "it", home=intake.resource)
        reasons += concepts(target, "code") if target else []
    return bool(reasons) and not any(_is_headache(chart, reason) for reason in reasons)


def _references(intake: Intake) -> list[object]:
    references = intake.resource.get("reasonReference")
    return references if isinstance(references, list) else []


def _is_headache(chart: Chart, reason: Concept) -> bool:
    facts = {"chronic_migraine_diagnosis", "medication_overuse"}
    meant = (chart.codes.meanings(chart.codes.key(c)) or () for c in reason.codings)
    coded = any(meaning.fact in facts for meaning in chain.from_iterable(meant))
    return coded or bool(_MIGRAINE.search(reason.words))


def _row(chart: Chart, uses: list[_Use]) -> dict[str, object]:
    """Return one row of the list: when, and how it ended if the record says so."""
    extents = [use.intake.extent for use in uses]
    starts = [item.begun.first for item in extents if item.begun]
    ends = [
        item.ended.last
        for item in extents
        if item.ended and item.ended.last <= chart.on
    ]
    outcomes = set().union(*(_outcomes(chart, use.intake) for use in uses))
    return {
        "drug": uses[0].substance.id,
        "class": uses[0].substance.preventive,
        "outcome": outcomes.pop() if len(outcomes) == 1 else None,
        "from": min(starts),
        "to": max(ends) if len(ends) == len(uses) else None,
    }


def _outcomes(chart: Chart, intake: Intake) -> set[str]:
    found = set()
    for reason in concepts(intake.resource, "statusReason"):
        for coding in reason.codings:
            outcome = chart.codes.outcomes.get(chart.codes.key(coding))
            if outcome is None:
                text = "no table knows this reason for ending"
                chart.tell_code(
                    NoteKind.UNKNOWN_CODE, text, coding=coding, of=intake.resource
                )
            else:
                found.add(outcome)
    return found
