"""Builders: small instruments made for one question each."""

from decimal import Decimal

from glabella.core.instruments import (
    Benchmark,
    Comparison,
    CutOff,
    Direction,
    Instrument,
    Interval,
    Item,
    Measure,
    Purpose,
    Recall,
    TotalRange,
)
from glabella.core.scores import Score
from glabella.core.scoring_rules import Form, Rule, SubscoresRule, SumRule
from glabella.core.sources import Basis, Status, Text

SEEN = Basis(Status.SEEN, ("READ",))
RECALLED = Basis(Status.RECALLED, confidence="low", check="the paper")
NAME = Text(en="name", de="Name")


def item(name: str, *, maximum: int | None = 3, **more: object) -> Item:
    """Return an item answered from 0 to `maximum`."""
    top = None if maximum is None else Decimal(maximum)
    return Item(name, Decimal(0), top, **more)  # type: ignore[arg-type]  # passed on


def instrument(rule: Rule | None = None, **more: object) -> Instrument:
    """Return three items from 0 to 3, added up, unless told otherwise."""
    values: dict[str, object] = {
        "id": "trial",
        "version": "1",
        "name": NAME,
        "short_name": "T",
        "direction": Direction.HIGHER_IS_WORSE,
        "items": (item("a"), item("b"), item("c")),
        "rule": rule or SumRule(),
        "total": TotalRange(Decimal(0), Decimal(9)),
        "scoring_basis": SEEN,
        "recall": Recall(14, NAME, SEEN),
        "interval": Interval((), NAME, SEEN),
    }
    return Instrument(**{**values, **more})  # type: ignore[arg-type]  # passed on


def mark(**more: object) -> Benchmark:
    """Return a benchmark of two points, read in a source."""
    values: dict[str, object] = {
        "id": "two",
        "name": NAME,
        "measure": Measure.POINTS,
        "value": Decimal(2),
        "basis": SEEN,
    }
    return Benchmark(**{**values, **more})  # type: ignore[arg-type]  # passed on


def cut_off(**more: object) -> CutOff:
    """Return a cut-off for remission at 2 or less, read in a source."""
    values: dict[str, object] = {
        "id": "low",
        "name": NAME,
        "purpose": Purpose.REMISSION,
        "comparison": Comparison.AT_MOST,
        "value": Decimal(2),
        "basis": SEEN,
    }
    return CutOff(**{**values, **more})  # type: ignore[arg-type]  # passed on


def messages(found: Score) -> list[str]:
    return [notice.en for notice in found.notices]


def two_forms() -> Instrument:
    """Return sub-scores whose second part reaches 2 on one form and 3 on the other."""
    small = {"a": Decimal(3), "b": Decimal(2), "c": Decimal(3)}
    large = {**small, "b": Decimal(3)}
    forms = (Form("small", NAME, small, SEEN), Form("large", NAME, large, SEEN))
    rule = SubscoresRule(adds_up=True, forms=forms)
    return instrument(rule, total=TotalRange(Decimal(0), None))
