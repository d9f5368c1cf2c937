"""Kleene's strong logic, table by table, and the laws that follow."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.errors import TruthValueError
from glabella.core.truth import NO, UNKNOWN, YES, Truth, all_of, any_of, at_least

TRUTHS = st.sampled_from(Truth)
LISTS = st.lists(TRUTHS, max_size=6)


def settled(truths: list[Truth]) -> list[list[Truth]]:
    """Return every way in which the unknowns could turn out."""
    options = [[YES, NO] if truth is UNKNOWN else [truth] for truth in truths]
    return [list(way) for way in product(*options)]


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (YES, NO, NO, YES),
        (UNKNOWN, YES, UNKNOWN, YES),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NO, NO, UNKNOWN),
        (NO, YES, NO, YES),
        (NO, UNKNOWN, NO, UNKNOWN),
        (NO, NO, NO, NO),
    ],
)
def test_tables(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert (left & right, left | right) == (both, either)


def test_not() -> None:
    assert [~YES, ~UNKNOWN, ~NO] == [NO, UNKNOWN, YES]


def test_a_truth_has_no_place_in_an_if() -> None:
    with pytest.raises(TruthValueError, match="no yes-or-no value"):
        bool(UNKNOWN)


def test_plain_answers_become_truths() -> None:
    assert [Truth.of(value) for value in (True, False, None)] == [YES, NO, UNKNOWN]


def test_words_for_people() -> None:
    assert [str(truth) for truth in Truth] == ["yes", "no", "unknown"]


@given(TRUTHS, TRUTHS)
def test_de_morgan(left: Truth, right: Truth) -> None:
    assert ~(left & right) == ~left | ~right
    assert ~(left | right) == ~left & ~right


@given(LISTS)
def test_all_and_any_are_what_every_outcome_agrees_on(truths: list[Truth]) -> None:
    ways = settled(truths)

    assert all_of(truths) is agreed([Truth.of(all(t is YES for t in w)) for w in ways])
    assert any_of(truths) is agreed([Truth.of(any(t is YES for t in w)) for w in ways])


@given(st.integers(0, 7), LISTS)
def test_at_least_is_what_every_outcome_agrees_on(
    least: int, truths: list[Truth]
) -> None:
    counts = [Truth.of(way.count(YES) >= least) for way in settled(truths)]

    assert at_least(least, truths) is agreed(counts)


def agreed(outcomes: list[Truth]) -> Truth:
    return outcomes[0] if len(set(outcomes)) == 1 else UNKNOWN
