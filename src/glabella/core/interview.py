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
    Known,
    Leaf,
    Months,
    OneOf,
    leaves,
)
from glabella.core.derived import derived_afresh
from glabella.core.eligibility import (
    OUTCOMES,
    Assessment,
    Judgement,
    Outcome,
    Setting,
    Verdict,
    verdict_if,
)
from glabella.core.errors import InputError
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
    asked = [_origins(name, facts) for name in names]
    return tuple(dict.fromkeys(name for group in asked for name in group))


def _origins(name: str, facts: FactSet) -> tuple[str, ...]:
    """Return the facts through which a fact is asked for.

    What was answered on the day itself is not asked again, unless nothing else is left;
    older items are, because a total is the answer of one day.
    """
    origins = facts.catalogue[name].derived_from or (name,)
    not_today = (one for one in origins if not _is_of_today(one, facts))
    return tuple(not_today) or origins


def _is_of_today(name: str, facts: FactSet) -> bool:
    found = facts.lookup(name)
    return isinstance(found, Fact) and found.as_of == facts.on


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
            if verdict is assessment.verdict:
                continue
            flip = Flip(name, _value(facts, name), value, verdict)
            rival = found.setdefault((name, verdict), flip)
            if _way(flip) < _way(rival):
                found[name, verdict] = flip
    return tuple(found.values())


def _way(flip: Flip) -> Decimal:
    """Return how far the other value lies; of values without order all lie alike."""
    match flip.now, flip.then:
        case (int() | Decimal() as now, int() | Decimal() as then):
            return abs(Decimal(then) - Decimal(now))
        case (date() as now, date() as then):
            return Decimal(abs((then - now).days))
        case _:
            return Decimal(0)


def _verdict_with(assessment: Assessment, fact: Fact, setting: Setting) -> Verdict:
    """Return the verdict with one other fact, and with all that follows from it."""
    following = assessment.facts.catalogue.followers.get(fact.id, frozenset())
    other = assessment.facts.imagine(fact)
    if following:
        product = setting.product or assessment.protocol.product
        other = derived_afresh(other, following)
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
    """Yield other values of a fact of a leaf; a derived fact cannot be changed.

    A value outside the limits of its fact is no answer anybody could give.
    """
    if any(facts.catalogue[name].derived_from for name in leaf.names()):
        return
    name = leaf.names()[-1]
    now = _value(facts, name)
    for raw in _tried(leaf, facts):
        try:
            value = facts.catalogue.normalise(name, raw)
        except InputError:
            continue
        if value != now:
            yield name, value


def _tried(leaf: Leaf, facts: FactSet) -> Iterator[object]:
    """Yield raw values for the last fact of a leaf, on either side of its edge."""
    match leaf:
        case Is():
            yield from (True, False)
        case OneOf():
            is_list = facts.catalogue[leaf.fact].type is FactType.CHOICES
            for choice in facts.catalogue[leaf.fact].choices:
                yield [choice] if is_list else choice
        case Known():
            return
        case Arithmetic():
            yield from _other_subtrahends(leaf, facts)
        case _:
            for edge in _edge_numbers(leaf.op, leaf.value):
                yield _shaped(leaf, edge, facts.on)


def _shaped(
    leaf: Compare | DaysSince | Months | Count, edge: Decimal, on: date
) -> object:
    """Return the number as a fact holds it: so many days ago, months, or rows."""
    match leaf:
        case Compare():
            return edge
        case DaysSince():
            return on - timedelta(days=int(edge))
        case Months():
            return [edge] * leaf.last
        case _:
            row = {field: wanted[0] for field, wanted in leaf.where}
            return [row] * int(edge)


def _other_subtrahends(leaf: Arithmetic, facts: FactSet) -> Iterator[Decimal]:
    """Yield other second numbers of a difference; a sum may change in many ways."""
    first = _value(facts, leaf.facts[0])
    if leaf.form == "difference" and isinstance(first, int | Decimal):
        for edge in _edge_numbers(leaf.op, leaf.value):
            yield first - edge


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
