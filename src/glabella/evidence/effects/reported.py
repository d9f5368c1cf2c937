"""Effects from what a report prints instead of means: t, F, p, or an interval."""

import numpy as np

from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.means import HEDGES, SmdVariant, smd_from_d
from glabella.evidence.numeric.arrays import (
    Floats,
    Numbers,
    check_level,
    floats,
    require,
    same_length,
)
from glabella.evidence.numeric.special import normal_quantile, t_quantile

Sizes = tuple[Numbers, Numbers]
"""Sizes of the treated and the control arms."""


def smd_from_t(
    t: Numbers,
    sizes: Sizes,
    *,
    variant: SmdVariant = HEDGES,
    labels: tuple[str, ...] = (),
) -> Effects:
    """Return standardised mean differences from t of two independent groups.

    Source: Borenstein in Cooper, Hedges and Valentine 2009, table 12.1.
    """
    values = floats(t, name="t")
    n1, n2 = _sizes(sizes, values)
    d = values * np.sqrt(1 / n1 + 1 / n2)
    return smd_from_d(d, n_treated=n1, n_control=n2, variant=variant, labels=labels)


def smd_from_f(
    f: Numbers,
    sizes: Sizes,
    *,
    sign: Numbers,
    variant: SmdVariant = HEDGES,
    labels: tuple[str, ...] = (),
) -> Effects:
    """Return the same from F with one degree of freedom in the numerator.

    Args:
        f: Shape (k,), not negative.
        sizes: Sizes of both arms.
        sign: 1 where treated is above control, -1 where below: F does not tell.
        variant: Which correction and which variance.
        labels: Names of the studies.
    """
    values = floats(f, name="F")
    require(values >= 0, name="F", law="must not be negative")
    t = _signs(sign, values) * np.sqrt(values)
    return smd_from_t(t, sizes, variant=variant, labels=labels)


def smd_from_p(
    p: Numbers,
    sizes: Sizes,
    *,
    sign: Numbers,
    variant: SmdVariant = HEDGES,
    labels: tuple[str, ...] = (),
) -> Effects:
    """Return the same from exact two-sided p values of t tests."""
    values = floats(p, name="p")
    require((values > 0) & (values <= 1), name="p", law="must be above 0, at most 1")
    n1, n2 = _sizes(sizes, values)
    rows = zip(values, n1 + n2 - 2, strict=True)
    t = np.array([-t_quantile(float(each) / 2, float(df)) for each, df in rows])
    signs = _signs(sign, values)
    return smd_from_t(signs * t, (n1, n2), variant=variant, labels=labels)


def from_interval(
    estimate: Numbers,
    interval: tuple[Numbers, Numbers],
    *,
    level: float = 0.95,
    measure: Measure = Measure.GENERIC,
    labels: tuple[str, ...] = (),
) -> Effects:
    """Return effects from estimates with Wald intervals.

    Ratios are given as printed and taken to logarithms here.

    Raises:
        InputError: If an interval is turned round or leaves its estimate out.
    """
    check_level(level)
    at = floats(estimate, name="estimates")
    low, high = (floats(end, name="intervals") for end in interval)
    same_length(estimates=at, low=low, high=high)
    inside = (low < high) & (low <= at) & (at <= high)
    require(inside, name="intervals", law="does not hold the estimate")
    if measure.is_log:
        require(low > 0, name="intervals", law="must be above zero for a ratio")
        at, low, high = np.log(at), np.log(low), np.log(high)
    z = float(normal_quantile(0.5 + level / 2))
    v = ((high - low) / (2 * z)) ** 2
    return effects(at, v, labels=labels, measure=measure)


def _sizes(sizes: Sizes, values: Floats) -> tuple[Floats, Floats]:
    n1, n2 = (floats(n, name="arm sizes") for n in sizes)
    same_length(values=values, treated=n1, control=n2)
    for n in (n1, n2):
        require(n >= 1, name="arm sizes", law="must be above zero")
    return n1, n2


def _signs(sign: Numbers, values: Floats) -> Floats:
    signs = floats(sign, name="signs")
    same_length(values=values, signs=signs)
    require(np.abs(signs) == 1, name="signs", law="must be 1 or -1")
    return signs
