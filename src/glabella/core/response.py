"""Response: what the patient's own numbers say about going on.

The answer is advice, never a verdict: continue, review, consider a pause, or not
assessable. Fewer recorded days than the measure asks for is *not assessable*, never a
non-response. A rule that nobody has read advises nothing by itself.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

import attrs

from glabella.core.criteria import arithmetic
from glabella.core.facts import Evaluation, Fact, FactSet
from glabella.core.protocol import Criterion, Kind, Measure, Protocol
from glabella.core.sources import Source, unverified_reason
from glabella.core.truth import Truth


class Decision(Enum):
    """The advice."""

    CONTINUE = "continue"
    REVIEW_NO_RESPONSE = "review_no_response"
    CONSIDER_PAUSE = "consider_pause"
    NOT_ASSESSABLE = "not_assessable"


@attrs.frozen
class RuleAnswer:
    """One continue or stop rule with its answer for this person."""

    criterion: Criterion
    evaluation: Evaluation
    unverified: str | None


@attrs.frozen
class Figures:
    """The numbers the advice rests on; None is unknown."""

    measure: str
    baseline: Decimal | None
    current: Decimal | None
    fall_percent: Decimal | None
    recorded_days: Decimal | None
    recorded_minimum: int | None
    response: Truth
    remission: Truth


@attrs.frozen
class Response:
    """Advice on a running course, with every rule and number behind it."""

    decision: Decision
    rule: RuleAnswer | None
    rules: tuple[RuleAnswer, ...]
    figures: tuple[Figures, ...]


def response(
    protocol: Protocol,
    facts: FactSet,
    *,
    profile: str,
    sources: Mapping[str, Source],
) -> Response:
    """Return the advice for a running course from the facts of one person.

    A pause because the treatment works is looked at before a lack of response: a person
    whose headache is episodic again is a success even if the fall is small.
    """
    figures = tuple(_figures(measure, facts) for measure in protocol.measures)
    rules = tuple(
        RuleAnswer(
            item, facts.answer(item.when), unverified_reason(item.basis, sources)
        )
        for item in protocol.criteria
        if item.kind is Kind.STOP and (not item.profiles or profile in item.profiles)
    )
    if not is_assessable(figures):
        return Response(Decision.NOT_ASSESSABLE, None, rules, figures)
    firing = [
        rule
        for rule in rules
        if rule.evaluation.truth is Truth.YES and not rule.criterion.basis.is_recalled
    ]
    for decision in (Decision.CONSIDER_PAUSE, Decision.REVIEW_NO_RESPONSE):
        for rule in firing:
            if rule.criterion.advice == decision.value:
                return Response(decision, rule, rules, figures)
    return Response(Decision.CONTINUE, None, rules, figures)


def is_assessable(figures: tuple[Figures, ...]) -> bool:
    """Return whether the main measure has both numbers and enough recorded days."""
    if not figures:
        return False
    main = figures[0]
    if main.baseline is None or main.current is None:
        return False
    if main.recorded_minimum is None:
        return True
    return (
        main.recorded_days is not None and main.recorded_days >= main.recorded_minimum
    )


def _figures(measure: Measure, facts: FactSet) -> Figures:
    baseline, current = (
        _number(measure.baseline, facts),
        _number(measure.current, facts),
    )
    fall = None
    if baseline is not None and current is not None:
        fall = arithmetic("percent_fall", [baseline, current])
    return Figures(
        measure=measure.id,
        baseline=baseline,
        current=current,
        fall_percent=fall,
        recorded_days=_number(measure.recorded, facts) if measure.recorded else None,
        recorded_minimum=measure.recorded_minimum,
        response=_at_least(fall, measure.response_percent),
        remission=_remission(measure, facts),
    )


def _number(name: str, facts: FactSet) -> Decimal | None:
    found = facts.lookup(name)
    value = found.value if isinstance(found, Fact) else None
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else None


def _at_least(fall: Decimal | None, wanted: Decimal | None) -> Truth:
    if fall is None or wanted is None:
        return Truth.UNKNOWN
    return Truth.of(fall >= wanted)


def _remission(measure: Measure, facts: FactSet) -> Truth:
    if measure.remission is None:
        return Truth.UNKNOWN
    return facts.answer(measure.remission).truth
