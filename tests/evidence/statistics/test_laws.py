"""What must hold for any studies: order, units and signs change nothing else."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.evidence.effects.arms import mean_arm
from glabella.evidence.effects.counts import (
    log_odds_ratio,
    log_risk_ratio,
    peto_log_odds_ratio,
    risk_difference,
)
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.means import standardised_mean_difference
from glabella.evidence.effects.reported import from_interval
from glabella.evidence.effects.zero_cells import Tables
from glabella.evidence.numeric.special import critical
from glabella.evidence.pooling.batch import pool_many
from glabella.evidence.pooling.fitting import fit
from glabella.evidence.pooling.mantel_haenszel import mantel_haenszel, peto
from glabella.evidence.pooling.model import COMMON_EFFECT, USUAL, Model, Tau2, Test
from glabella.evidence.pooling.pool import pool
from glabella.evidence.pooling.problem import problem
from glabella.evidence.pooling.roots import likelihoods
from glabella.evidence.sensitivity.gosh import gosh
from glabella.evidence.sensitivity.leave_one_out import cumulative, leave_one_out
from glabella.evidence.structure.three_level import three_level
from tests.evidence.statistics.builders import (
    RANDOM,
    fourfold,
    models,
    near,
    scaled,
    studies,
)


@given(studies(), models(), st.randoms(use_true_random=False))
def test_the_order_of_studies_means_nothing(
    drawn: Effects, model: Model, chance: Random
) -> None:
    places = list(range(drawn.k))
    chance.shuffle(places)

    one, other = pool(drawn, model), pool(drawn.take(places), model)

    assert near(one.effect.estimate, other.effect.estimate)
    assert near(one.effect.se, other.effect.se)
    assert near(one.tau2, other.tau2)
    assert near(one.weights[places], other.weights)


@given(studies(), models(), st.sampled_from([1e-6, 0.01, -1, 12, 1e5]))
def test_units_and_signs_only_change_the_scale(
    drawn: Effects, model: Model, factor: float
) -> None:
    one, other = pool(drawn, model), pool(scaled(drawn, factor), model)

    assert near(one.effect.estimate, other.effect.estimate / factor)
    assert near(one.effect.se, other.effect.se / abs(factor))
    assert near(one.tau2, other.tau2 / factor**2)
    assert near(one.heterogeneity.i2, other.heterogeneity.i2, within=1e-5)
    assert near(one.heterogeneity.q, other.heterogeneity.q)


@given(studies(), models(), st.integers(-50, 50))
def test_another_zero_moves_the_effect_and_nothing_else(
    drawn: Effects, model: Model, shift: int
) -> None:
    one, other = pool(drawn, model), pool(scaled(drawn, 1, shift), model)

    assert near(one.effect.estimate + shift, other.effect.estimate)
    assert near(one.tau2, other.tau2)
    assert near(one.effect.se, other.effect.se)


@given(st.integers(-3000, 3000), st.integers(2, 9), st.sampled_from(RANDOM))
def test_studies_that_agree_have_nothing_between_them(
    value: int, k: int, how: Tau2
) -> None:
    alike = effects([value / 1000] * k, np.arange(1, k + 1))
    found = pool(alike, Model(how, Test.KNAPP_HARTUNG_AT_LEAST_ONE))

    assert near(found.effect.estimate, value / 1000)
    assert near([found.tau2, found.heterogeneity.q, found.heterogeneity.i2], [0, 0, 0])


@pytest.mark.parametrize("size", [1e-50, 1e-30, 1e30, 1e50])
@given(drawn=studies(), how=st.sampled_from(RANDOM))
def test_tiny_and_huge_variances_keep_their_digits(
    drawn: Effects, how: Tau2, size: float
) -> None:
    model = Model(how, Test.NORMAL)
    one, other = pool(drawn, model), pool(scaled(drawn, size**0.5), model)

    assert near(one.effect.estimate, other.effect.estimate / size**0.5)
    assert near(one.tau2, other.tau2 / size)


@given(studies(), st.sampled_from([1e-8, 1e8]))
def test_one_study_of_another_size_is_borne(drawn: Effects, size: float) -> None:
    v = drawn.variances.copy()
    v[0] *= size

    found = pool(effects(drawn.estimates, v), Model(test=Test.NORMAL))

    low, high = drawn.estimates.min(), drawn.estimates.max()
    assert low - 1e-9 <= found.effect.estimate <= high + 1e-9
    assert found.tau2 >= 0


LIKELIEST = [Tau2.RESTRICTED_MAXIMUM_LIKELIHOOD, Tau2.MAXIMUM_LIKELIHOOD]


@given(studies(), st.sampled_from(LIKELIEST))
def test_no_tau2_is_likelier_than_the_likeliest(drawn: Effects, how: Tau2) -> None:
    restricted = how is Tau2.RESTRICTED_MAXIMUM_LIKELIHOOD
    tau2 = fit(drawn, Model(how, Test.NORMAL)).tau2
    of = problem(drawn)
    others = np.concatenate([[0.0], np.geomspace(1e-5, 100, 300)])

    best = likelihoods(of, np.array([tau2]), restricted=restricted)[0]

    assert best >= likelihoods(of, others, restricted=restricted).max() - 1e-9


@given(st.data())
def test_many_at_once_are_what_each_is_alone(data: st.DataObject) -> None:
    k = data.draw(st.integers(2, 6))
    drawn = [data.draw(studies(k, k)) for _ in range(4)]

    found = pool_many(
        np.stack([each.estimates for each in drawn]),
        np.stack([each.variances for each in drawn]),
        Model(test=Test.KNAPP_HARTUNG_AT_LEAST_ONE),
    )

    never_narrower = Model(test=Test.KNAPP_HARTUNG_AT_LEAST_ONE)
    alone = [pool(each, never_narrower) for each in drawn]
    assert found.converged.all()
    assert near(found.tau2, [each.tau2 for each in alone])
    assert near(found.errors, [each.effect.se for each in alone])
    assert near(found.high, [each.effect.high for each in alone])


@given(fourfold())
def test_swapped_arms_turn_the_sign(drawn: Tables) -> None:
    turned = Tables(drawn.c, drawn.d, drawn.a, drawn.b, drawn.labels)

    for way in (log_odds_ratio, log_risk_ratio, risk_difference, peto_log_odds_ratio):
        one, other = way(drawn), way(turned)
        assert near(one.estimates, -other.estimates)
        assert near(one.variances, other.variances)
    for measure in (Measure.LOG_ODDS_RATIO, Measure.LOG_RISK_RATIO):
        pooled = mantel_haenszel(drawn, measure), mantel_haenszel(turned, measure)
        assert near(pooled[0].effect.estimate, -pooled[1].effect.estimate)
        assert near(pooled[0].effect.se, pooled[1].effect.se)
    assert near(peto(drawn).effect.estimate, -peto(turned).effect.estimate)


@given(fourfold())
def test_an_odds_ratio_does_not_ask_which_event_counts(drawn: Tables) -> None:
    turned = Tables(drawn.b, drawn.a, drawn.d, drawn.c, drawn.labels)

    assert near(log_odds_ratio(drawn).estimates, -log_odds_ratio(turned).estimates)
    assert near(log_odds_ratio(drawn).variances, log_odds_ratio(turned).variances)


@given(st.integers(3, 60), st.integers(-90, 90), st.integers(1, 50), st.integers(2, 90))
def test_a_standardised_difference_has_no_unit(
    n: int, difference: int, sd: int, factor: int
) -> None:
    plain = standardised_mean_difference(
        mean_arm(n, difference, sd), mean_arm(n + 1, 0, sd)
    )
    larger = standardised_mean_difference(
        mean_arm(n, difference * factor, sd * factor), mean_arm(n + 1, 0, sd * factor)
    )

    assert near(plain.estimates, larger.estimates)
    assert near(plain.variances, larger.variances)


@given(studies(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_an_interval_gives_its_variance_back(drawn: Effects, level: float) -> None:
    half = critical(level, None) * drawn.standard_errors
    ends = drawn.estimates - half, drawn.estimates + half

    found = from_interval(drawn.estimates, ends, level=level)

    assert near(found.variances, drawn.variances)


@given(studies(3), models())
def test_the_last_step_is_the_whole(drawn: Effects, model: Model) -> None:
    whole = pool(drawn, model)

    assert near(cumulative(drawn, model)[-1].effect.estimate, whole.effect.estimate)
    without_last = leave_one_out(drawn, model)[-1]
    assert near(
        without_last.effect.estimate, cumulative(drawn, model)[-2].effect.estimate
    ) or (drawn.k == 3)


def test_the_first_step_is_the_first_study() -> None:
    drawn = effects([0.4, 0.1, 0.9], [0.04, 0.09, 0.01])

    first = cumulative(drawn)[0].effect

    assert (first.estimate, first.se) == (0.4, 0.2)


@given(studies(4, 7), st.randoms(use_true_random=False))
def test_three_levels_do_not_ask_for_an_order(drawn: Effects, chance: Random) -> None:
    clusters = [place % 3 for place in range(drawn.k)]
    places = list(range(drawn.k))
    chance.shuffle(places)

    one = three_level(drawn, clusters)
    other = three_level(drawn.take(places), [clusters[place] for place in places])

    assert near(one.log_likelihood, other.log_likelihood)


@pytest.mark.parametrize("how", RANDOM)
def test_two_studies_are_enough(how: Tau2) -> None:
    found = pool(effects([0.1, 0.9], [0.04, 0.05]), Model(how))

    assert found.effect.low < found.effect.estimate < found.effect.high
    assert found.prediction is not None


def test_one_study_is_its_own_common_effect() -> None:
    found = pool(effects([0.4], [0.04]), COMMON_EFFECT)

    assert (found.effect.estimate, found.effect.se) == (0.4, 0.2)
    assert (found.heterogeneity.q, found.heterogeneity.p, found.k) == (0.0, 1.0, 1)
    assert (found.tau2_interval, found.prediction, found.tau2_se) == (None, None, None)


def test_a_common_effect_has_no_disagreement_where_studies_are_alike() -> None:
    found = pool(effects([0.4, 0.4], [0.04, 0.05]), COMMON_EFFECT)

    assert found.heterogeneity.i2 == 0
    assert near(found.heterogeneity.h2, 0)


def test_a_sample_of_choices_repeats_with_its_seed() -> None:
    drawn = effects(np.linspace(0, 1, 9), np.full(9, 0.05))

    one, other = gosh(drawn, most=50, seed=3), gosh(drawn, most=50, seed=3)

    assert not one.complete
    assert np.array_equal(one.estimates, other.estimates)
    assert one.chosen.sum(axis=1).min() >= 2
    assert not np.array_equal(one.estimates, gosh(drawn, most=50, seed=4).estimates)


def test_two_tops_of_a_likelihood_are_both_looked_at() -> None:
    """Between two very precise studies and vague ones the likelihood has two tops."""
    drawn = effects([0.0, 0.0, 3.0, 3.2, -4.0], [1e-6, 1e-6, 4.0, 4.0, 1e-4])

    found = pool(drawn, USUAL)

    grid = np.geomspace(1e-9, 1e3, 4000)
    of = problem(drawn)
    best = likelihoods(of, np.array([found.tau2]), restricted=True)[0]
    assert best >= likelihoods(of, grid, restricted=True).max() - 1e-9
