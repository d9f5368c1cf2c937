"""Suicidality: one open question drawn from every instrument that asks about it.

A positive answer of any age stays open, with its date, until a later complete screening
without a positive item or a recorded clearance by a clinician.
A zero closes nothing by itself and never reads as "no risk": of people who died by
suicide 71.6 percent had answered "not at all" (source VHA-2016).
"""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from glabella.core.facts import Fact, FactSet


@attrs.frozen
class SuicideItem:
    """An item that asks about suicidality, and from which value on it is positive.

    A total on the same day, or all `items` on the same day, show that the whole
    instrument was filled in.
    """

    fact: str
    positive_from: int
    total: str
    items: tuple[str, ...] = ()


PHQ9_ITEMS = tuple(f"phq9_item{number}" for number in range(1, 10))

# Source: instruments dossier, design rule 3 of this project; status DERIVED.
SUICIDE_ITEMS = (
    SuicideItem("phq9_item9", 1, "phq9_total", PHQ9_ITEMS),
    SuicideItem("hamd17_item3", 1, "hamd17_total"),
    SuicideItem("madrs_item10", 2, "madrs_total"),
    SuicideItem("bdi2_item9", 1, "bdi2_total"),
    SuicideItem("qids_item12", 1, "qids_total"),
)


def open_positive(facts: FactSet) -> Fact | None:
    """Return the newest positive suicide item that nothing has closed, if any."""
    positives = [fact for item in SUICIDE_ITEMS for fact in _positives(item, facts)]
    positives += [f for f in facts.history("cssrs_any_yes") if f.value is True]
    positives += [f for f in facts.history("suicidal_thoughts") if f.value is True]
    newest = max(positives, key=lambda fact: fact.as_of, default=None)
    if newest is None:
        return None
    closed = max(_closings(facts), default=None)
    return None if closed is not None and closed >= newest.as_of else newest


def _positives(item: SuicideItem, facts: FactSet) -> list[Fact]:
    return [
        fact
        for fact in facts.history(item.fact)
        if isinstance(fact.value, int) and fact.value >= item.positive_from
    ]


def _closings(facts: FactSet) -> Iterator[date]:
    """Yield the days on which an open positive may have been closed.

    A screening closes only what is older than itself: on the day of a positive answer
    it is part of the same picture and closes nothing.
    """
    for item in SUICIDE_ITEMS:
        complete = _complete_days(item, facts)
        for fact in facts.history(item.fact):
            is_negative = (
                isinstance(fact.value, int) and fact.value < item.positive_from
            )
            if is_negative and fact.as_of in complete:
                yield fact.as_of - timedelta(days=1)
    for fact in facts.history("suicide_risk_assessment"):
        if _clears(fact, facts.on):
            yield fact.as_of


def _complete_days(item: SuicideItem, facts: FactSet) -> set[date]:
    days = {fact.as_of for fact in facts.history(item.total)}
    if item.items:
        filled = [{f.as_of for f in facts.history(name)} for name in item.items]
        days |= set.intersection(*filled)
    return days


def _clears(fact: Fact, on: date) -> bool:
    """Return whether a named clinician has recorded a clearance that still holds."""
    rows = fact.value if isinstance(fact.value, tuple) else ()
    row = rows[-1] if rows else None
    if not isinstance(row, dict) or row.get("cleared") is not True or not row.get("by"):
        return False
    valid_until = row.get("valid_until")
    return not isinstance(valid_until, date) or valid_until >= on


def suicidality_facts(facts: FactSet) -> Iterator[Fact]:
    """Yield `suicide_item_positive`: yes while open, no once screened, else nothing."""
    newest = open_positive(facts)
    if newest is not None:
        source = f"derived from {newest.id} of {newest.as_of.isoformat()}"
        yield Fact("suicide_item_positive", True, newest.as_of, source)
        return
    asked = [fact for item in SUICIDE_ITEMS for fact in facts.history(item.fact)]
    asked += [*facts.history("cssrs_any_yes"), *facts.history("suicidal_thoughts")]
    if asked:
        last = max(asked, key=lambda fact: fact.as_of)
        source = f"derived from {last.id} of {last.as_of.isoformat()}"
        yield Fact("suicide_item_positive", False, last.as_of, source)
