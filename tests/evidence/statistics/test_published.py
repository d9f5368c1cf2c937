"""Published numbers, computed again from what the same papers print.

Recalled, not read, are the counts of Wollmer 2012 in the pooled odds ratios (the totals
that Magid 2015 prints agree with them), the intervals of the two trials behind Herd
2018, and the data of the book. Everything else is as printed or follows from it.
"""

import math

import pytest

from glabella.evidence.effects.arms import count_arm, mean_arm
from glabella.evidence.effects.effect import Effects, Measure
from glabella.evidence.effects.means import (
    BOOK,
    COHEN,
    mean_difference,
    standardised_mean_difference,
)
from glabella.evidence.effects.reported import from_interval, smd_from_f
from glabella.evidence.effects.zero_cells import Tables, tables
from glabella.evidence.meaning.fragility import Trial, fisher_exact
from glabella.evidence.pooling.model import COMMON_EFFECT, Model, Tau2, Test
from glabella.evidence.pooling.pool import Pooled, pool
from glabella.evidence.synthesis import Choices, effects_of_counts

DL = Model(Tau2.DERSIMONIAN_LAIRD, Test.NORMAL)
RESPONSE = tables(
    count_arm([9, 17, 6], [15, 33, 11]), count_arm([2, 6, 0], [15, 41, 19])
)
REMISSION = tables(
    count_arm([5, 9, 2], [15, 33, 11]), count_arm([2, 3, 0], [15, 41, 19])
)


def odds_ratio(counted: Tables) -> Pooled:
    measure, rule = Measure.LOG_ODDS_RATIO, Choices().rule
    return pool(effects_of_counts(counted, measure, rule), DL)


@pytest.mark.parametrize(
    ("counted", "printed", "q"), [(RESPONSE, 8.3, 1.531), (REMISSION, 4.6, 0.391)]
)
def test_parsaik_2016_pools_what_three_trials_counted(
    counted: Tables, printed: float, q: float
) -> None:
    found = odds_ratio(counted)

    assert round(math.exp(found.effect.estimate), 1) == printed
    assert (round(found.heterogeneity.q, 3), found.tau2) == (q, 0)


def test_wollmer_2012_prints_d_with_its_f() -> None:
    """F(1, 28) = 12.30 of two arms of 15; the paper says d = 1.28."""
    found = smd_from_f([12.30], ([15], [15]), sign=[1], variant=COHEN)

    assert round(float(found.estimates[0]), 2) == 1.28


def test_dodick_2019_is_significant_as_printed() -> None:
    found = mean_difference(mean_arm(688, -1.6, 2.2), mean_arm(696, -1.1, 2.2))

    assert pool(found, COMMON_EFFECT).effect.p < 0.001
    assert round(float(found.standard_errors[0]), 4) == 0.1183


def test_finzi_2014_bounds_hold_by_fisher_s_test() -> None:
    response = fisher_exact(Trial(17, 33, 6, 41))
    remission = fisher_exact(Trial(9, 33, 3, 41))

    assert (round(response, 5), round(remission, 4)) == (0.00094, 0.0277)


@pytest.mark.parametrize(
    ("model", "low", "high"), [(DL, -2.8, -1.1), (COMMON_EFFECT, -2.6, -1.3)]
)
def test_the_interval_of_herd_2018_is_that_of_random_effects(
    model: Model, low: float, high: float
) -> None:
    """It prints [-2.8, -1.1]; a common effect would have been narrower."""
    trials: Effects = from_interval([-1.5, -2.4], ([-2.40, -3.31], [-0.59, -1.48]))

    effect = pool(trials, model).effect

    assert (round(effect.low, 1), round(effect.high, 1)) == (low, high)


def test_the_book_s_first_data_set_comes_out_as_in_the_book() -> None:
    """Borenstein, Hedges, Higgins and Rothstein 2009, chapter 14."""
    treated = mean_arm(
        [60, 65, 40, 200, 50, 85], [94, 98, 98, 94, 98, 96], [22, 21, 28, 19, 21, 21]
    )
    control = mean_arm(
        [60, 65, 40, 200, 45, 85], [92, 92, 88, 82, 88, 92], [20, 22, 26, 17, 22, 22]
    )
    found = standardised_mean_difference(treated, control, variant=BOOK)

    common, random = pool(found, COMMON_EFFECT), pool(found, DL)
    assert round(common.heterogeneity.q, 3) == 12.003
    assert (round(random.effect.estimate, 4), round(random.tau2, 4)) == (0.3582, 0.0373)
