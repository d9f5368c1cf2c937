"""Change: two scores of one instrument, and what became of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.errors import InputError
from glabella.core.instruments import (
    Direction,
    Instrument,
    Level,
    Measure,
    Purpose,
    TotalRange,
)
from glabella.core.score_change import Change, change
from glabella.core.scoring import score
from glabella.core.scoring_rules import SubscoresRule
from glabella.core.truth import Truth
from tests.core.instrument_builders import (
    RECALLED,
    cut_off,
    instrument,
    mark,
    two_forms,
)


def changed(trial: Instrument, *, before: int, after: int) -> Change:
    return change(
        trial,
        baseline=score(trial, {}, total=before),
        current=score(trial, {}, total=after),
    )


def test_a_fall_is_negative_in_points_and_percent() -> None:
    found = changed(instrument(), before=9, after=6)

    assert (found.absolute, found.percent) == (Decimal(-3), Decimal("-33.3"))


def test_there_is_no_percent_of_zero() -> None:
    trial = instrument(responses=(mark(measure=Measure.PERCENT),))

    found = changed(trial, before=0, after=3)

    assert (found.absolute, found.percent) == (Decimal(3), None)
    assert found.responses[0].truth is Truth.UNKNOWN


def test_an_incomplete_score_has_no_change() -> None:
    trial = instrument(mic=(mark(),))

    found = change(
        trial, baseline=score(trial, {}, total=9), current=score(trial, {"a": 1})
    )

    assert (found.absolute, found.percent) == (None, None)
    assert found.mic[0].truth is Truth.UNKNOWN


@pytest.mark.parametrize(("after", "truth"), [(7, "yes"), (8, "no"), (9, "no")])
def test_points_are_met_at_their_edge(after: int, truth: str) -> None:
    found = changed(instrument(mic=(mark(),)), before=9, after=after)

    assert str(found.mic[0].truth) == truth


@pytest.mark.parametrize(("before", "after", "truth"), [(8, 4, "yes"), (9, 5, "no")])
def test_percent_is_met_at_its_edge(before: int, after: int, truth: str) -> None:
    half = mark(measure=Measure.PERCENT, value=Decimal(50))

    found = changed(instrument(responses=(half,)), before=before, after=after)

    assert str(found.response) == truth


def test_percent_is_compared_before_it_is_rounded() -> None:
    """49.96 percent prints as 50.0 and is not a half."""
    large = instrument(
        responses=(mark(measure=Measure.PERCENT, value=Decimal(50)),),
        total=TotalRange(Decimal(0), Decimal(5000)),
    )

    found = changed(large, before=2500, after=1251)

    assert found.percent == Decimal("-50.0")
    assert found.response is Truth.NO


def test_improvement_follows_the_direction() -> None:
    trial = instrument(mic=(mark(),), direction=Direction.HIGHER_IS_BETTER)

    assert changed(trial, before=3, after=5).mic[0].truth is Truth.YES
    assert changed(trial, before=5, after=3).mic[0].truth is Truth.NO


def test_a_difference_between_groups_says_nothing_of_one_person() -> None:
    found = changed(instrument(mic=(mark(level=Level.GROUP),)), before=9, after=0)

    assert (found.mic[0].truth, found.mic[0].may_decide) == (Truth.UNKNOWN, False)


def test_a_benchmark_may_speak_of_a_sub_score() -> None:
    rule = SubscoresRule(adds_up=False)
    trial = instrument(rule, mic=(mark(subscale="a"), mark(id="x", subscale="x")))

    found = change(
        trial, baseline=score(trial, {"a": 3}), current=score(trial, {"a": 1})
    )

    assert [reading.truth for reading in found.mic] == [Truth.YES, Truth.UNKNOWN]
    assert found.subscores["a"].absolute == -2


def test_response_is_the_first_definition_that_may_decide() -> None:
    recalled = mark(id="recalled", basis=RECALLED, value=Decimal(1))
    read = mark(id="read", value=Decimal(5))

    found = changed(instrument(responses=(recalled, read)), before=9, after=7)

    assert [reading.truth for reading in found.responses] == [Truth.YES, Truth.NO]
    assert found.response is Truth.NO


def test_without_a_definition_that_may_decide_response_is_unknown() -> None:
    recalled = mark(basis=RECALLED)

    assert changed(instrument(responses=(recalled,)), before=9, after=0).response is (
        Truth.UNKNOWN
    )


def test_remission_and_absolute_response_are_read_from_the_current_score() -> None:
    responder = cut_off(id="responder", purpose=Purpose.RESPONSE)

    found = changed(instrument(cut_offs=(cut_off(), responder)), before=9, after=2)

    assert [(r.id, r.truth) for r in found.remission] == [("low", Truth.YES)]
    assert found.response is Truth.YES


def test_two_instruments_or_versions_are_not_compared() -> None:
    trial, newer = instrument(), instrument(version="2")
    old, new = score(trial, {}, total=3), score(newer, {}, total=3)

    with pytest.raises(InputError, match="the baseline is of trial/1"):
        change(newer, baseline=old, current=new)
    with pytest.raises(InputError, match="the current score is of trial/2"):
        change(trial, baseline=old, current=new)


def test_two_forms_are_not_compared() -> None:
    trial = two_forms()
    old = score(trial, {}, total=3, form="small")
    new = score(trial, {}, total=3, form="large")

    with pytest.raises(InputError, match="the forms differ: small and large"):
        change(trial, baseline=old, current=new)


@given(before=st.integers(0, 9), after=st.integers(0, 9))
def test_there_and_back_is_no_change(before: int, after: int) -> None:
    there = changed(instrument(), before=before, after=after).absolute
    back = changed(instrument(), before=after, after=before).absolute

    assert there is not None
    assert back is not None
    assert there + back == 0
