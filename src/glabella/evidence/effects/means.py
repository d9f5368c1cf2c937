"""Differences of means between two arms: as measured, and in standard deviations."""

from enum import Enum
from typing import assert_never

import attrs

from glabella.evidence.effects.arms import MeanArm, pooled_sd
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.hedges import Correction, correction
from glabella.evidence.numeric.arrays import Floats, require

FEWEST_FREEDOM = 1
"""J needs more than one degree of freedom."""


class Spread(Enum):
    """Whose standard deviation the variance of a mean difference takes."""

    SEPARATE = "separate"
    """Each arm its own: sd1^2/n1 + sd2^2/n2."""

    POOLED = "pooled"
    """One for both: sp^2 (1/n1 + 1/n2)."""


class SmdVariance(Enum):
    """Which formula gives the variance of a standardised mean difference."""

    LARGE_SAMPLE = "LS"
    """1/n1 + 1/n2 + g^2 / 2N. Source: Hedges 1982, the default of metafor."""

    BOOK = "LS2"
    """J^2 (1/n1 + 1/n2 + d^2 / 2N). Source: Borenstein et al. 2009, ch. 4."""

    UNBIASED = "UB"
    """1/n1 + 1/n2 + (1 - (m-2) / (m J^2)) g^2. Source: Hedges 1983."""


@attrs.frozen
class SmdVariant:
    """Which standardised mean difference is meant; the default is metafor's."""

    correction: Correction = Correction.EXACT
    variance: SmdVariance = SmdVariance.LARGE_SAMPLE


BOOK = SmdVariant(Correction.APPROXIMATE, SmdVariance.BOOK)
"""As printed in Borenstein et al. 2009, Introduction to Meta-Analysis, chapter 4."""

HEDGES = SmdVariant()
"""As in metafor: exact J, large-sample variance."""

COHEN = SmdVariant(Correction.NONE, SmdVariance.LARGE_SAMPLE)
"""Without correction for small samples."""


def mean_difference(
    treated: MeanArm,
    control: MeanArm,
    *,
    spread: Spread = Spread.SEPARATE,
    labels: tuple[str, ...] = (),
) -> Effects:
    """Return treated minus control in the unit of measurement.

    Source: Borenstein et al. 2009, equations 4.2 to 4.5.
    """
    if spread is Spread.SEPARATE:
        v = treated.sd**2 / treated.n + control.sd**2 / control.n
    else:
        v = pooled_sd(treated, control) ** 2 * (1 / treated.n + 1 / control.n)
    y = treated.mean - control.mean
    return effects(y, v, labels=labels, measure=Measure.MEAN_DIFFERENCE)


def standardised_mean_difference(
    treated: MeanArm,
    control: MeanArm,
    *,
    variant: SmdVariant = HEDGES,
    labels: tuple[str, ...] = (),
) -> Effects:
    """Return treated minus control in pooled standard deviations."""
    d = (treated.mean - control.mean) / pooled_sd(treated, control)
    return smd_from_d(
        d, n_treated=treated.n, n_control=control.n, variant=variant, labels=labels
    )


def smd_from_d(
    d: Floats,
    *,
    n_treated: Floats,
    n_control: Floats,
    variant: SmdVariant = HEDGES,
    labels: tuple[str, ...] = (),
) -> Effects:
    """Return standardised mean differences from uncorrected ones.

    Args:
        d: Cohen's d, shape (k,).
        n_treated: Sizes of the treated arms, shape (k,).
        n_control: Sizes of the control arms, shape (k,).
        variant: Which correction and which variance.
        labels: Names of the studies.
    """
    df = n_treated + n_control - 2
    require(df > FEWEST_FREEDOM, name="arm sizes", law="are too small for a J")
    j = correction(df, variant.correction)
    g = j * d
    base = 1 / n_treated + 1 / n_control
    n = n_treated + n_control
    match variant.variance:
        case SmdVariance.LARGE_SAMPLE:
            v = base + g**2 / (2 * n)
        case SmdVariance.BOOK:
            v = j**2 * (base + d**2 / (2 * n))
        case SmdVariance.UNBIASED:
            v = base + (1 - (df - 2) / (df * j**2)) * g**2
        case _:
            assert_never(variant.variance)
    measure = Measure.STANDARDISED_MEAN_DIFFERENCE
    return effects(g, v, labels=labels, measure=measure)
