"""Scoring: from answers, or a total entered by hand, to a score and its readings."""

from decimal import Decimal

import pytest

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.instruments import (
    AskedIf,
    Band,
    BandSet,
    Comparison,
    Instrument,
    Item,
    SuicideRule,
    TotalRange,
)
from glabella.core.scoring import score
from glabella.core.scoring_rules import (
    DomainMaximumRule,
    GradeRule,
    MeanRule,
    ProductRule,
    ProfileRule,
    RecordRule,
    SubscoresRule,
    TotalOnlyRule,
)
from glabella.core.sources import Basis
from glabella.core.truth import Truth
from tests.core.instrument_builders import (
    NAME,
    RECALLED,
    SEEN,
    cut_off,
    instrument,
    item,
    messages,
    two_forms,
)

# --- answers --------------------------------------------------------------------------


def test_a_missing_answer_is_not_zero() -> None:
    found = score(instrument(), {"a": 3, "b": 0})

    assert found.total is None
    assert found.missing == ("c",)
    assert not found.complete
    assert messages(found) == ["Incomplete (2/3)."]


def test_none_means_not_answered() -> None:
    assert score(instrument(), {"a": None}).missing == ("a", "b", "c")


def test_all_answers_give_a_complete_total() -> None:
    found = score(instrument(), {"a": 3, "b": 0, "c": 2})

    assert (found.total, found.complete, found.missing) == (Decimal(5), True, ())
    assert found.notices == ()


@pytest.mark.parametrize(
    "wrong", [4, -1, Decimal("1.5"), Decimal("NaN"), True, 1.0, "2"]
)
def test_an_impossible_answer_is_refused_with_its_range(wrong: object) -> None:
    with pytest.raises(InputError) as caught:
        score(instrument(), {"a": wrong})  # type: ignore[dict-item]  # what is refused

    assert str(caught.value) == (
        f'trial: "a" is {wrong}, which is not 0 to 3. Give 0 to 3, or leave it out.'
    )


def test_an_answer_between_the_printed_ones_is_refused() -> None:
    printed = item("a", maximum=13, allowed=(Decimal(6), Decimal(8)))
    trial = instrument(items=(printed,))

    with pytest.raises(InputError, match="not 6, 8"):
        score(trial, {"a": 7})

    assert score(trial, {"a": 8}).total == 8


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r'no item "z"\. The items are: a, b, c'):
        score(instrument(), {"z": 1})


def test_an_instrument_without_items_says_so() -> None:
    with pytest.raises(UnknownNameError, match="The items are: none"):
        score(instrument(TotalOnlyRule(), items=()), {"z": 1})


def test_an_unscored_item_neither_counts_nor_is_missed() -> None:
    trial = instrument(items=(item("a"), item("b", is_scored=False)))

    assert score(trial, {"a": 2}).total == 2
    assert score(trial, {"a": 2, "b": 3}).total == 2


def test_answers_that_exclude_each_other_are_refused() -> None:
    capped = instrument(total=TotalRange(Decimal(0), Decimal(6), is_capped=True))

    with pytest.raises(InputError, match="add up to 9, more than 6"):
        score(capped, {"a": 3, "b": 3, "c": 3})


# --- a total entered by hand ----------------------------------------------------------


def test_a_total_alone_is_complete() -> None:
    found = score(instrument(), {}, total=7)

    assert (found.total, found.complete, found.missing) == (Decimal(7), True, ())


def test_a_total_outside_its_range_is_refused() -> None:
    with pytest.raises(InputError, match='"total" is 10, which is not 0 to 9'):
        score(instrument(), {}, total=10)


def test_a_total_without_known_maximum_only_has_to_be_large_enough() -> None:
    trial = instrument(TotalOnlyRule(), items=(), total=TotalRange(Decimal(0), None))

    assert score(trial, {}, total=400).total == 400
    with pytest.raises(InputError, match="not 0 or more"):
        score(trial, {}, total=-1)


def test_items_and_total_together_are_refused() -> None:
    with pytest.raises(InputError, match="the items a are both given"):
        score(instrument(), {"a": 1}, total=5)


def test_an_instrument_without_total_takes_none() -> None:
    with pytest.raises(InputError, match="has no total"):
        score(instrument(RecordRule(()), items=(), total=None), {}, total=5)


def test_only_a_total_makes_a_total_only_instrument_complete() -> None:
    trial = instrument(TotalOnlyRule(), items=())

    assert score(trial, {}).total is None
    assert not score(trial, {}).complete


# --- rules ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ({"a": 1, "b": 2, "c": 3}, "2.00"),
        ({"a": 1, "b": 1, "c": 3}, "1.67"),
        ({"a": 1, "b": 2}, "1.50"),
        ({"a": 1}, None),
        ({}, None),
    ],
)
def test_a_mean_may_miss_as_many_answers_as_published(
    answers: dict[str, int], total: str | None
) -> None:
    found = score(instrument(MeanRule(max_missing=1)), answers)

    assert found.total == (None if total is None else Decimal(total))


def test_a_mean_says_how_many_answers_it_rests_on() -> None:
    found = score(instrument(MeanRule(max_missing=1)), {"a": 1, "b": 2})

    assert not found.complete
    assert messages(found) == [
        "Mean of the answered items (2/3), as the published rule allows."
    ]


def test_the_worst_of_each_domain_counts() -> None:
    trial = instrument(DomainMaximumRule((("a", "b"), ("c",))))

    assert score(trial, {"a": 1, "b": 3, "c": 2}).total == 5
    assert score(trial, {"a": 1, "c": 2}).total is None


def test_factors_multiply_and_the_rest_is_added() -> None:
    trial = instrument(ProductRule(("a", "b"), ("c",)))

    assert score(trial, {"a": 3, "b": 2, "c": 1}).total == 7
    assert score(trial, {"a": 3, "b": 2}).total is None


def test_a_grade_keeps_its_printed_label() -> None:
    trial = instrument(GradeRule("a", ("0", "1", "1+", "2")), items=(item("a"),))

    found = score(trial, {"a": 2})

    assert (found.total, found.label) == (Decimal(2), "1+")
    assert score(trial, {}).label is None


def test_a_profile_is_a_row_of_digits_without_a_total() -> None:
    trial = instrument(ProfileRule(("a", "b")), total=None)

    found = score(trial, {"a": 2, "b": 1, "c": 3})

    assert (found.total, found.label) == (None, "21")
    assert found.subscores == {"a": 2, "b": 1, "c": 3}
    assert score(trial, {"a": 2}).label is None


def test_sub_scores_need_not_add_up() -> None:
    found = score(instrument(SubscoresRule(adds_up=False)), {"a": 1, "b": 2, "c": 3})

    assert found.total is None
    assert found.subscores == {"a": 1, "b": 2, "c": 3}


def test_a_total_of_sub_scores_needs_the_form() -> None:
    answers = {"a": 1, "b": 2, "c": 3}

    assert score(two_forms(), answers).total is None
    assert "Name the form." in messages(score(two_forms(), answers))[-1]
    assert score(two_forms(), answers, form="small").total == 6


def test_each_form_has_its_own_maximum() -> None:
    with pytest.raises(InputError, match="form small"):
        score(two_forms(), {"b": 3}, form="small")

    assert score(two_forms(), {}, total=9, form="large").total == 9
    with pytest.raises(InputError, match="not 0 to 8"):
        score(two_forms(), {}, total=9, form="small")


def test_an_entered_total_needs_the_form_too() -> None:
    with pytest.raises(InputError, match="Name one of: small, large"):
        score(two_forms(), {}, total=5)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="The forms are: small, large"):
        score(two_forms(), {}, form="medium")
    with pytest.raises(UnknownNameError, match="The forms are: none"):
        score(instrument(), {}, form="medium")


def test_a_record_says_that_nothing_is_computed() -> None:
    found = score(instrument(RecordRule(()), items=(), total=None), {})

    assert messages(found) == [
        "Results are recorded only; nothing is computed from them."
    ]


# --- bands and cut-offs ---------------------------------------------------------------


def bands(basis: Basis = SEEN, *, low_basis: Basis | None = None) -> BandSet:
    """Return low (0 to 4, of its own basis if given) and high (from 5, open above)."""
    low = Band("low", NAME, Decimal(0), Decimal(4), low_basis)
    return BandSet("two", "1", NAME, (low, Band("high", NAME, Decimal(5), None)), basis)


@pytest.mark.parametrize(("total", "band"), [(0, "low"), (4, "low"), (5, "high")])
def test_a_band_includes_both_ends(total: int, band: str) -> None:
    found = score(instrument(band_sets=(bands(),)), {}, total=total)

    assert found.band is not None
    assert found.band.id == band
    assert found.band_basis == SEEN


def test_without_total_there_is_no_band() -> None:
    found = score(instrument(band_sets=(bands(),)), {})

    assert (found.band, found.band_basis) == (None, None)


def test_a_recalled_band_is_called_unverified() -> None:
    unsure_set = instrument(band_sets=(bands(RECALLED),))
    unsure_band = instrument(band_sets=(bands(SEEN, low_basis=RECALLED),))

    for trial in (unsure_set, unsure_band):
        assert messages(score(trial, {}, total=3)) == [
            "The band is unverified: recalled, not read in a source."
        ]
    assert score(unsure_band, {}, total=6).notices == ()


def test_an_unknown_band_set_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="The band sets are: two"):
        score(instrument(band_sets=(bands(),)), {}, band_set="three")


@pytest.mark.parametrize(
    ("comparison", "truths"),
    [
        (Comparison.BELOW, ["yes", "no", "no"]),
        (Comparison.AT_MOST, ["yes", "yes", "no"]),
        (Comparison.AT_LEAST, ["no", "yes", "yes"]),
    ],
)
def test_a_cut_off_is_held_against_the_total(
    comparison: Comparison, truths: list[str]
) -> None:
    trial = instrument(cut_offs=(cut_off(comparison=comparison),))

    found = [score(trial, {}, total=total).cut_offs[0].truth for total in (1, 2, 3)]

    assert [str(truth) for truth in found] == truths
    assert score(trial, {}).cut_offs[0].truth is Truth.UNKNOWN


def test_a_recalled_cut_off_may_not_decide() -> None:
    trial = instrument(cut_offs=(cut_off(basis=RECALLED),))

    reading = score(trial, {}, total=1).cut_offs[0]

    assert (reading.truth, reading.may_decide) == (Truth.YES, False)


# --- suicide items --------------------------------------------------------------------


def with_suicide_item(last: Item | None = None) -> Instrument:
    """Return an instrument whose item c alarms from 1 on."""
    items = (item("a"), item("b"), last or item("c"))
    return instrument(items=items, suicide=SuicideRule(("c",), Decimal(1), SEEN))


@pytest.mark.parametrize(
    ("answers", "value", "positive", "word"),
    [
        ({"c": 1}, 1, Truth.YES, "today"),
        ({"c": 0}, 0, Truth.NO, "does not exclude"),
        ({"a": 3}, None, Truth.UNKNOWN, "not fully answered"),
    ],
)
def test_a_suicide_item_is_read_even_alone(
    answers: dict[str, int], value: int | None, positive: Truth, word: str
) -> None:
    """Not one of the three sentences says that there is no risk."""
    found = score(with_suicide_item(), answers)

    assert found.suicide_item is not None
    assert found.suicide_item.value == value
    assert found.suicide_item.positive is positive
    assert word in messages(found)[0]


def test_a_suicide_item_may_stand_beside_a_total() -> None:
    found = score(with_suicide_item(), {"c": 2}, total=5)

    assert found.suicide_item is not None
    assert (found.total, found.suicide_item.positive) == (Decimal(5), Truth.YES)


def test_a_total_below_its_own_suicide_item_is_refused() -> None:
    with pytest.raises(InputError, match='"total" is 1, which is not 2 to 9'):
        score(with_suicide_item(), {"c": 2}, total=1)


def test_a_closed_question_is_neither_missing_nor_unknown() -> None:
    closed = item("c", asked_if=AskedIf("b", Decimal(1)))
    trial = with_suicide_item(closed)

    found = score(trial, {"a": 0, "b": 0})

    assert found.complete
    assert found.suicide_item is not None
    assert found.suicide_item.positive is Truth.NO


def test_an_answer_to_a_closed_question_still_counts() -> None:
    """An alarming answer must not vanish behind a wrong opening one."""
    closed = item("c", asked_if=AskedIf("b", Decimal(1)))
    trial = with_suicide_item(closed)

    found = score(trial, {"a": 0, "b": 0, "c": 1})

    assert found.suicide_item is not None
    assert found.suicide_item.positive is Truth.YES
    assert messages(found)[-1] == "Item c was answered although it was not to be asked."
