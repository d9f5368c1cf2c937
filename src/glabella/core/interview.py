"""What to ask next, and which single facts would turn a verdict into another.

A *question* is a missing fact whose answer can still change the verdict.
A verdict that is already blocked or not indicated by known facts is settled: more
answers could only name another reason, so the interview ends there.

A *flip point* is one fact with one other value that would give another verdict.
The other values tried are the edges that the criteria name: for "at least 15" they are
14 and 15; for a yes-or-no fact the other answer; for a choice each other choice.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import attrs

from glabella.core.criteria import (
    Arithmetic,
    Compare,
    Count,
    DaysSince,
    Is,
    Leaf,
    Months,
    OneOf,
    leaves,
)
from glabella.core.derived import with_derived
from glabella.core.eligibility import (
    OUTCOMES,
    Assessment,
    Judgement,
    Outcome,
    Setting,
    Verdict,
    verdict_if,
)
from glabella.core.fact_types import FactType, FactValue
from glabella.core.facts import Fact, FactSet
from glabella.core.phases import with_protocol_facts
from glabella.core.protocol import Kind
from glabella.core.shortest import facts_needed
from glabella.core.truth import Truth

SETTLED = frozenset({Verdict.BLOCKED, Verdict.NOT_INDICATED})

STEP = Decimal(1)

FAVOURABLE = {
    kind: Truth.NO if OUTCOMES[kind, Truth.NO] is Outcome.NOTHING else Truth.YES
    for kind in Kind
}


@attrs.frozen
class Flip:
    """One fact with another value, and the verdict that value would give."""

    fact: str
    now: FactValue | None
    then: FactValue
    verdict: Verdict


def questions(assessment: Assessment) -> tuple[str, ...]:
    """Return the next facts to ask for, those that settle most first.

    Of each undecided rule only the fewest facts are asked that could settle it in the
    person's favour; if none could, all that are missing. A fact that follows from
    others is asked for through them. Cautions nobody has asked about change no verdict
    and are not returned here.
    """
    if assessment.verdict in SETTLED:
        return ()
    weight: dict[str, int] = {}
    for judgement in assessment.judgements:
        is_open = judgement.outcome is Outcome.NEEDS_FACTS
        if is_open and not judgement.needs_confirmation:
            for fact in _asked(judgement, assessment.facts):
                weight[fact] = weight.get(fact, 0) + 1
    order = {fact: place for place, fact in enumerate(weight)}
    return tuple(sorted(weight, key=lambda fact: (-weight[fact], order[fact])))


def _asked(judgement: Judgement, facts: FactSet) -> tuple[str, ...]:
    criterion = judgement.criterion
    wish = FAVOURABLE[criterion.kind]
    names = facts_needed(criterion.when, wish, facts)
    if judgement.from_baseline or not names:
        names = tuple(missing.id for missing in judgement.missing)
    asked = [facts.catalogue[name].derived_from or (name,) for name in names]
    return tuple(dict.fromkeys(name for group in asked for name in group))


def confirmations(assessment: Assessment) -> tuple[str, ...]:
    """Return the unread rules that fired and that a clinician must confirm by name."""
    return tuple(j.criterion.id for j in assessment.judgements if j.needs_confirmation)


def flips(assessment: Assessment, *, setting: Setting) -> tuple[Flip, ...]:
    """Return the single facts that would turn the verdict into another.

    For each fact and each other verdict only the nearest value is given. Facts of the
    frozen baseline cannot change any more and are not tried.
    """
    facts = assessment.facts
    found: dict[tuple[str, Verdict], Flip] = {}
    for leaf in _deciding_leaves(assessment):
        for name, value in _other_values(leaf, facts):
            verdict = _verdict_with(
                assessment, Fact(name, value, facts.on, "if"), setting
            )
            if verdict is not assessment.verdict:
                flip = Flip(name, _value(facts, name), value, verdict)
                found.setdefault((name, verdict), flip)
    return tuple(found.values())


def _verdict_with(assessment: Assessment, fact: Fact, setting: Setting) -> Verdict:
    """Return the verdict with one other fact, and with all that follows from it."""
    following = assessment.facts.catalogue.followers.get(fact.id, frozenset())
    other = assessment.facts.imagine(fact)
    if following:
        product = setting.product or assessment.protocol.product
        other = with_derived(other.without(following))
        other = with_protocol_facts(assessment.protocol, other, product=product)
    changed = following | {fact.id}
    return verdict_if(assessment, other, changed, setting=setting)


def _value(facts: FactSet, name: str) -> FactValue | None:
    found = facts.lookup(name)
    return found.value if isinstance(found, Fact) else None


def _deciding_leaves(assessment: Assessment) -> Iterator[Leaf]:
    """Yield each leaf once, of the criteria that read current facts."""
    seen = set()
    for judgement in assessment.judgements:
        if judgement.from_baseline:
            continue
        for leaf in leaves(judgement.criterion.when):
            if id(leaf) not in seen:
                seen.add(id(leaf))
                yield leaf


def _other_values(leaf: Leaf, facts: FactSet) -> Iterator[tuple[str, FactValue]]:
    """Yield other values of the facts of a leaf; a derived fact cannot be changed."""
    if any(facts.catalogue[name].derived_from for name in leaf.names()):
        return
    if isinstance(leaf, Is):
        for value in (True, False):
            yield from _unless_same(facts, leaf.fact, value)
    elif isinstance(leaf, OneOf):
        yield from _other_choices(facts, leaf.fact)
    elif isinstance(leaf, Compare | DaysSince):
        yield from _edges(leaf, facts, leaf.fact)
    elif isinstance(leaf, Months):
        yield from _other_months(leaf, facts)
    elif isinstance(leaf, Count | Arithmetic):
        yield from _last_operand(leaf, facts)


def _other_months(leaf: Months, facts: FactSet) -> Iterator[tuple[str, FactValue]]:
    for edge in _edge_numbers(leaf.op, leaf.value):
        yield from _unless_same(facts, leaf.fact, (edge,) * leaf.last)


def _unless_same(
    facts: FactSet, name: str, value: FactValue
) -> Iterator[tuple[str, FactValue]]:
    if _value(facts, name) != value:
        yield name, value


def _other_choices(facts: FactSet, name: str) -> Iterator[tuple[str, FactValue]]:
    definition = facts.catalogue[name]
    for choice in definition.choices:
        is_list = definition.type is FactType.CHOICES
        yield from _unless_same(facts, name, (choice,) if is_list else choice)


def _edge_numbers(op: str, value: Decimal) -> tuple[Decimal, Decimal]:
    """Return the nearest whole numbers on either side of an edge: true, then false."""
    below = {"<": value - STEP, ">": value + STEP, "!=": value + STEP}
    holds = below.get(op, value)
    fails = {
        "<": value,
        ">": value,
        "!=": value,
        "<=": value + STEP,
        "==": value + STEP,
    }
    return holds, fails.get(op, value - STEP)


def _edges(
    leaf: Compare | DaysSince, facts: FactSet, name: str
) -> Iterator[tuple[str, FactValue]]:
    definition = facts.catalogue[name]
    for edge in _edge_numbers(leaf.op, leaf.value):
        if isinstance(leaf, DaysSince):
            day: date = facts.on - timedelta(days=int(edge))
            yield from _unless_same(facts, name, day)
        elif definition.minimum is None or edge >= definition.minimum:
            is_whole = definition.type is FactType.INTEGER
            yield from _unless_same(facts, name, int(edge) if is_whole else edge)


def _last_operand(
    leaf: Count | Arithmetic, facts: FactSet
) -> Iterator[tuple[str, FactValue]]:
    """Yield other rows of a count, or another second number of a difference."""
    if isinstance(leaf, Count):
        row = {field: wanted[0] for field, wanted in leaf.where}
        for size in _edge_numbers(leaf.op, leaf.value):
            rows = tuple(
                _padded(row, facts, leaf.fact) for _ in range(max(int(size), 0))
            )
            yield from _unless_same(facts, leaf.fact, rows)
        return
    first, *_, last = leaf.facts
    start = _value(facts, first)
    if leaf.form != "difference" or not isinstance(start, int | Decimal):
        return
    for edge in _edge_numbers(leaf.op, leaf.value):
        if isinstance(start, int):
            yield from _unless_same(facts, last, int(start - edge))


def _padded(row: dict[str, str], facts: FactSet, name: str) -> dict[str, object]:
    fields: dict[str, object] = dict.fromkeys(facts.catalogue[name].fields)
    return {**fields, **row}
