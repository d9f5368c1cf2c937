"""Edges that no reference and no law comes across."""

import math

import numpy as np
import pytest

from glabella.core.errors import InputError
from glabella.evidence.bias.asymmetry import peese, pet, pet_peese
from glabella.evidence.effects.ancova import ancova, ancova_effects
from glabella.evidence.effects.changes import twice_measured
from glabella.evidence.effects.effect import Measure, effects
from glabella.evidence.meaning.risks import treated_risk
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.numeric.climbing import NoTopError, highest
from glabella.evidence.pooling.batch import pool_many
from glabella.evidence.pooling.model import COMMON_EFFECT, Model, Test
from glabella.evidence.pooling.pool import pool
from glabella.evidence.pooling.regression import regress
from glabella.evidence.pooling.roots import falling_root
from glabella.evidence.structure.three_level import three_level

# The small studies find more; what is left at infinite precision is clear, or is not.
CLEAR = effects([1.0, 1.1, 1.15, 1.4], [0.001, 0.002, 0.01, 0.09])
UNCLEAR = effects([0.0, 0.3, -0.3, 1.4], [0.001, 0.02, 0.05, 0.9])
AGAINST = effects([-0.5, 2.0, 3.1, 4.2], [0.0001, 0.02, 0.05, 0.09])


def test_pet_peese_takes_peese_where_pet_sees_an_effect() -> None:
    assert pet(CLEAR).limit.p < 0.1
    assert pet_peese(CLEAR) == peese(CLEAR)


def test_pet_peese_stays_with_pet_where_it_sees_none() -> None:
    assert pet(UNCLEAR).limit.p > 0.1
    assert pet_peese(UNCLEAR) == pet(UNCLEAR)


def test_pet_peese_stays_with_pet_where_it_points_the_other_way() -> None:
    assert pet(AGAINST).limit.p < 0.1
    assert pet_peese(AGAINST) == pet(AGAINST)


def test_adjusted_differences_can_be_pooled() -> None:
    treated = twice_measured([20, 30], ([5, 6], [3, 4]), ([1, 2], [1, 2]), 0.5)
    control = twice_measured([20, 30], ([5, 5], [4, 5]), ([1, 2], [1, 2]), 0.5)

    found = ancova_effects(treated, control, ("A", "B"))

    assert found.labels == ("A", "B")
    assert found.estimates.tolist() == [
        each.estimate for each in ancova(treated, control)
    ]
    assert found.estimates.tolist() == pytest.approx([-1, -1.5])


def test_a_ridge_has_no_top() -> None:
    """Its slope is one on either side, however near."""

    def slope(at: Floats) -> tuple[float, Floats]:
        return -float(np.abs(at - 0.3).sum()), -np.sign(at - 0.3)

    with pytest.raises(NoTopError, match="has no top"):
        highest(slope, [np.zeros(2)])


def test_clusters_that_do_not_differ_have_no_variance_between_them() -> None:
    given = effects([0.0, 1.0, 1.0, 0.0, 0.9, 0.1], [0.01] * 6)

    found = three_level(given, "aabbcc")

    assert found.between == 0
    assert found.within > 0.1


def test_a_turn_further_in_is_found() -> None:
    """The function rises from below zero before it falls: the fall counts."""

    def slope(at: float) -> tuple[float, float]:
        return (at - 1) * (3 - at), 4 - 2 * at

    assert falling_root(slope, 0.0, 4.0) == pytest.approx(3)


def test_many_at_once_take_every_reckoning_of_uncertainty() -> None:
    y, v = np.array([[0.1, 0.5, 0.9]]), np.array([[0.04, 0.05, 0.03]])

    for test in Test:
        model = Model(test=test)
        alone = pool(effects(y[0], v[0]), model).effect
        many = pool_many(y, v, model, workers=1)
        assert (many.low[0], many.high[0]) == pytest.approx((alone.low, alone.high))


def test_many_at_once_bear_rows_whose_studies_agree() -> None:
    found = pool_many(np.full((2, 3), 0.5), np.full((2, 3), 0.04))

    assert (found.errors.tolist(), found.tau2.tolist()) == ([0, 0], [0, 0])


def test_a_common_effect_explains_no_variance_between_studies() -> None:
    given = effects([0.1, 0.5, 0.9, 1.2], [0.04, 0.05, 0.03, 0.02])

    found = regress(given, {"dose": [1, 2, 3, 4]}, COMMON_EFFECT)

    assert (found.r2, found.tau2, found.moderators.df2) == (None, 0, None)


@pytest.mark.parametrize(
    ("measure", "effect", "expected"),
    [
        (Measure.LOG_ODDS_RATIO, math.log(4), 0.8),
        (Measure.PETO_LOG_ODDS_RATIO, math.log(4), 0.8),
        (Measure.LOG_RISK_RATIO, math.log(1.5), 0.75),
        (Measure.LOG_RISK_RATIO, math.log(4), 1),
        (Measure.RISK_DIFFERENCE, 0.2, 0.7),
        (Measure.RISK_DIFFERENCE, -0.8, 0),
    ],
)
def test_a_treated_risk_follows_from_the_untreated_one(
    measure: Measure, effect: float, expected: float
) -> None:
    assert treated_risk(0.5, effect, measure) == pytest.approx(expected)


def test_a_difference_of_means_says_nothing_about_a_risk() -> None:
    with pytest.raises(InputError, match="MD says nothing about a risk"):
        treated_risk(0.5, 1, Measure.MEAN_DIFFERENCE)
