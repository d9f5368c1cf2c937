"""Laws that hold for every answer: worse never scores less, missing never scores."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.instruments import TotalRange
from glabella.core.scoring import score
from glabella.core.scoring_rules import (
    DomainMaximumRule,
    MeanRule,
    ProductRule,
    Rule,
    SumRule,
)
from tests.core.instrument_builders import instrument

RULES: dict[str, Callable[[], Rule]] = {
    "sum": SumRule,
    "mean": lambda: MeanRule(0),
    "domains": lambda: DomainMaximumRule((("a", "b"), ("c",))),
    "product": lambda: ProductRule(("a", "b"), ("c",)),
}

answered = st.fixed_dictionaries(
    {name: st.integers(min_value=0, max_value=3) for name in "abc"}
)


@pytest.mark.parametrize("rule", sorted(RULES))
@given(answers=answered, name=st.sampled_from("abc"))
def test_a_worse_answer_never_lowers_the_total(
    rule: str, answers: dict[str, int], name: str
) -> None:
    trial = instrument(RULES[rule](), total=TotalRange(Decimal(0), Decimal(12)))
    worse = {**answers, name: min(3, answers[name] + 1)}

    before, after = score(trial, answers).total, score(trial, worse).total

    assert before is not None
    assert after is not None
    assert after >= before


@given(answers=answered, gone=st.sampled_from("abc"))
def test_without_an_answer_there_is_never_a_total(
    answers: dict[str, int], gone: str
) -> None:
    answers = {name: value for name, value in answers.items() if name != gone}

    assert score(instrument(), answers).total is None
