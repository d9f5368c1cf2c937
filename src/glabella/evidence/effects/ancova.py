"""Analysis of covariance from what a table prints: final values given the baseline.

Exact: from sizes, means, standard deviations and correlations of both arms follows
what the regression of individual data on arm and baseline gives, to the last digit.
"""

from math import sqrt

import attrs
import numpy as np

from glabella.evidence.effects.changes import TwiceMeasured
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.numeric.arrays import Floats


@attrs.frozen
class Adjusted:
    """Treated minus control at the same baseline.

    Args:
        estimate: In the unit of measurement.
        se: Its standard error.
        df: Degrees of freedom of its t test.
        slope: Of the final value on the baseline, within arms.
        imbalance: Treated minus control at baseline.
    """

    estimate: float
    se: float
    df: int
    slope: float
    imbalance: float


def ancova(treated: TwiceMeasured, control: TwiceMeasured) -> tuple[Adjusted, ...]:
    """Return the adjusted difference of each of k studies.

    Source: Cochran 1957, Biometrics 13:261, equations for one covariate.
    """
    sums = [_sums(group) for group in (treated, control)]
    xx, xy, yy = (sums[0][i] + sums[1][i] for i in range(3))
    imbalance = treated.before - control.before
    df = treated.n + control.n - 3
    slope = xy / xx
    residual = (yy - slope * xy) / df
    v = residual * (1 / treated.n + 1 / control.n + imbalance**2 / xx)
    estimate = treated.after - control.after - slope * imbalance
    rows = zip(estimate, v, df, slope, imbalance, strict=True)
    return tuple(
        Adjusted(float(e), sqrt(float(w)), int(d), float(s), float(i))
        for e, w, d, s, i in rows
    )


def ancova_effects(
    treated: TwiceMeasured, control: TwiceMeasured, labels: tuple[str, ...] = ()
) -> Effects:
    """Return the adjusted differences as effects for pooling."""
    found = ancova(treated, control)
    y = np.array([each.estimate for each in found])
    v = np.array([each.se**2 for each in found])
    return effects(y, v, labels=labels, measure=Measure.MEAN_DIFFERENCE)


def _sums(group: TwiceMeasured) -> tuple[Floats, Floats, Floats]:
    """Return the sums of squares and products within an arm, each of shape (k,)."""
    df = group.n - 1
    both = group.correlation * group.sd_before * group.sd_after
    return df * group.sd_before**2, df * both, df * group.sd_after**2
