"""How much the studies disagree: Q, I2, H2, and an interval for tau2."""

import attrs

from glabella.evidence.numeric.special import chi2_above, chi2_quantile
from glabella.evidence.pooling.model import Tau2
from glabella.evidence.pooling.problem import Problem, Projection
from glabella.evidence.pooling.roots import spread_root


@attrs.frozen
class Heterogeneity:
    """The disagreement of studies beyond chance.

    Args:
        q: Cochran's Q, of the residuals where there are moderators.
        df: Its degrees of freedom.
        p: Its p value.
        i2: The share of variation that is not chance, in percent.
        h2: Total variation over sampling variation.
    """

    q: float
    df: int
    p: float
    i2: float
    h2: float


def heterogeneity(
    of: Problem, plain: Projection, *, tau2: float, how: Tau2
) -> Heterogeneity:
    """Return Q and what follows from it and from tau2.

    Args:
        of: The problem.
        plain: Its solution with weights 1 / v.
        tau2: The variance between studies.
        how: Its estimator; for a common effect I2 and H2 follow from Q.

    Source: Higgins and Thompson 2002, Stat Med 21:1539; with tau2 as in metafor.
    """
    if of.df == 0:
        return Heterogeneity(0.0, 0, 1.0, 0.0, 1.0)
    q = plain.spread
    if how is Tau2.COMMON:
        i2 = max(0.0, 100 * (q - of.df) / q) if q > 0 else 0.0
        h2 = q / of.df
    else:
        typical = of.df / plain.trace
        i2 = 100 * tau2 / (typical + tau2)
        h2 = tau2 / typical + 1
    return Heterogeneity(q, of.df, chi2_above(q, of.df), i2, h2)


def q_profile(of: Problem, *, level: float) -> tuple[float, float]:
    """Return the Q-profile interval of tau2.

    Source: Viechtbauer 2007, Stat Med 26:37.
    """
    tail = (1 - level) / 2
    low = spread_root(of, chi2_quantile(1 - tail, of.df))
    high = spread_root(of, chi2_quantile(tail, of.df))
    return low, high
