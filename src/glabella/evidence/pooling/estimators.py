"""Eight estimators of the variance between studies, with their standard errors.

Source of all equations: Viechtbauer 2005, J Educ Behav Stat 30:261, and Viechtbauer
et al. 2015, Psychol Methods 20:360, in the form with moderators that metafor uses.
"""

from collections.abc import Callable
from math import sqrt

import numpy as np

from glabella.evidence.pooling.model import Tau2
from glabella.evidence.pooling.problem import Problem, Projection, project
from glabella.evidence.pooling.roots import likeliest, spread_root


def estimate_tau2(of: Problem, how: Tau2) -> tuple[float, float | None]:
    """Return tau2 and its standard error; (0, None) for a common effect."""
    if how is Tau2.COMMON:
        return 0.0, None
    return ESTIMATORS[how](of)


def dersimonian_laird(of: Problem) -> tuple[float, float]:
    """Moments, weights 1 / v."""
    at = project(of, 0.0)
    tau2 = max(0.0, (at.spread - of.df) / at.trace)
    return tau2, _quadratic_error(of, at, tau2=tau2, scale=at.trace)


def hedges(of: Problem) -> tuple[float, float]:
    """Moments, equal weights."""
    at = Projection(of, np.ones_like(of.v))
    tau2 = max(0.0, (at.spread - float((of.v * (1 - at.leverages)).sum())) / of.df)
    return tau2, _quadratic_error(of, at, tau2=tau2, scale=of.df)


def hunter_schmidt(of: Problem) -> tuple[float, float]:
    """Moments, weights 1 / v, divided by the sum of weights."""
    at = project(of, 0.0)
    weight = float(at.w.sum())
    tau2 = max(0.0, (at.spread - of.k) / weight)
    return tau2, _quadratic_error(of, at, tau2=tau2, scale=weight)


def sidik_jonkman(of: Problem) -> tuple[float, float]:
    """From a crude first guess, the variance of the estimates."""
    guess = float(np.var(of.y))
    at = project(of, guess)
    tau2 = guess * at.spread / of.df
    return tau2, guess * _quadratic_error(of, at, tau2=tau2, scale=of.df)


def maximum_likelihood(of: Problem) -> tuple[float, float]:
    """The highest top of the likelihood."""
    tau2 = likeliest(of, restricted=False)
    return tau2, sqrt(2 / float((project(of, tau2).w ** 2).sum()))


def restricted_maximum_likelihood(of: Problem) -> tuple[float, float]:
    """The highest top of the likelihood of the residuals."""
    tau2 = likeliest(of, restricted=True)
    return tau2, sqrt(2 / project(of, tau2).trace_pp)


def paule_mandel(of: Problem) -> tuple[float, float]:
    """The tau2 at which y'Py equals its expectation k - p.

    Empirical Bayes solves the same equation (Viechtbauer et al. 2015, page 363).
    """
    tau2 = spread_root(of, of.df)
    weight = float(project(of, tau2).w.sum())
    return tau2, sqrt(2 * of.k**2 / of.df) / weight


def _quadratic_error(
    of: Problem, at: Projection, *, tau2: float, scale: float
) -> float:
    """Return the standard error of y'Py / scale, from the variance of a form.

    Var(y'Py) = 2 tr(PVPV) + 4 tau2 tr(PVP) + 2 tau2^2 tr(PP).
    """
    ones = np.ones_like(of.v)
    form = at.trace_with(of.v, of.v) + 2 * tau2 * at.trace_with(of.v, ones)
    return sqrt(2 * (form + tau2**2 * at.trace_with(ones, ones))) / scale


Estimator = Callable[[Problem], tuple[float, float]]

ESTIMATORS: dict[Tau2, Estimator] = {
    Tau2.DERSIMONIAN_LAIRD: dersimonian_laird,
    Tau2.HEDGES: hedges,
    Tau2.HUNTER_SCHMIDT: hunter_schmidt,
    Tau2.SIDIK_JONKMAN: sidik_jonkman,
    Tau2.MAXIMUM_LIKELIHOOD: maximum_likelihood,
    Tau2.RESTRICTED_MAXIMUM_LIKELIHOOD: restricted_maximum_likelihood,
    Tau2.EMPIRICAL_BAYES: paule_mandel,
    Tau2.PAULE_MANDEL: paule_mandel,
}
