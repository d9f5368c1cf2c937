"""A model fitted to studies: coefficients with intervals, tau2, heterogeneity."""

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.numeric.special import critical, two_sided
from glabella.evidence.pooling.estimators import estimate_tau2
from glabella.evidence.pooling.heterogeneity import (
    Heterogeneity,
    heterogeneity,
    q_profile,
)
from glabella.evidence.pooling.model import Model, Tau2, Test
from glabella.evidence.pooling.problem import Problem, Projection, problem, project

NO_SPREAD = 1e-20
"""Squared residuals over variances below this are nothing but rounding."""


@attrs.frozen
class Coefficient:
    """One number of a model, with its uncertainty.

    Args:
        name: What it stands for.
        estimate: Its value, on the scale of the effects.
        se: Its standard error.
        low: Lower end of its interval.
        high: Upper end of its interval.
        statistic: Estimate over standard error: z, or t where `df` is a number.
        p: Two-sided p value.
        df: Degrees of freedom; None for the normal distribution.
    """

    name: str
    estimate: float
    se: float
    low: float
    high: float
    statistic: float
    p: float
    df: float | None


def coefficient(
    name: str, estimate: float, se: float, *, df: float | None, level: float
) -> Coefficient:
    """Return a coefficient with its test and interval."""
    half = critical(level, df) * se
    statistic = estimate / se
    p = two_sided(statistic, df)
    low, high = estimate - half, estimate + half
    return Coefficient(name, estimate, se, low, high, statistic, p, df)


@attrs.frozen(eq=False)
class Fit:
    """A model fitted to effects.

    Args:
        effects: What was fitted.
        model: The choice of model.
        problem: The regression behind it.
        solved: Its solution with weights 1 / (v + tau2).
        tau2: The variance between studies.
        tau2_se: Its standard error; None for a common effect.
        covariance: Of the coefficients, shape (p, p), as the test wants it.
        heterogeneity: Q, I2, H2.
    """

    effects: Effects
    model: Model
    problem: Problem
    solved: Projection
    tau2: float
    tau2_se: float | None
    covariance: Floats
    heterogeneity: Heterogeneity

    @property
    def df(self) -> float | None:
        """Degrees of freedom of the tests; None for the normal distribution."""
        return self.problem.df if self.model.test.uses_t else None

    @property
    def estimates(self) -> Floats:
        """The coefficients, shape (p,)."""
        return self.solved.coefficients

    @property
    def weights(self) -> Floats:
        """The weights of the studies in percent, shape (k,)."""
        return np.asarray(100 * self.solved.w / self.solved.w.sum())

    def coefficients(self, names: tuple[str, ...]) -> tuple[Coefficient, ...]:
        """Return the coefficients with tests and intervals."""
        errors = np.sqrt(np.diag(self.covariance))
        rows = zip(names, self.estimates, errors, strict=True)
        df, level = self.df, self.model.level
        return tuple(
            coefficient(name, float(at), float(se), df=df, level=level)
            for name, at, se in rows
        )

    def tau2_interval(self) -> tuple[float, float] | None:
        """Return the Q-profile interval of tau2; None for a common effect."""
        if self.model.tau2 is Tau2.COMMON:
            return None
        return q_profile(self.problem, level=self.model.level)


def fit(given: Effects, model: Model, design: Floats | None = None) -> Fit:
    """Return a model fitted to effects.

    Args:
        given: k effects.
        model: The choice of model.
        design: Shape (k, p); None for one mean.

    Raises:
        InputError: If there are too few studies for the model.
    """
    of = problem(given, design)
    _check_enough(of, model)
    tau2, tau2_se = estimate_tau2(of, model.tau2)
    solved = project(of, tau2)
    return Fit(
        effects=given,
        model=model,
        problem=of,
        solved=solved,
        tau2=tau2,
        tau2_se=tau2_se,
        covariance=inflation(solved, model.test) * solved.covariance,
        heterogeneity=heterogeneity(of, project(of, 0.0), tau2=tau2, how=model.tau2),
    )


def inflation(solved: Projection, test: Test) -> float:
    """Return what the test multiplies the covariance of Wald's test with.

    Source: Knapp and Hartung 2003, Stat Med 22:2693; the truncation at one is ad hoc.

    Raises:
        InputError: If all studies found the same, and nothing is left to reckon with.
    """
    if test is Test.NORMAL:
        return 1.0
    inflated = solved.spread / solved.of.df
    if test is Test.KNAPP_HARTUNG and inflated < NO_SPREAD:
        raise InputError(
            "all studies found the same, so that Knapp-Hartung has no variance.",
            where="model",
            mending="Take the normal interval, or Knapp-Hartung never narrower.",
        )
    return max(inflated, 1.0) if test is Test.KNAPP_HARTUNG_AT_LEAST_ONE else inflated


def _check_enough(of: Problem, model: Model) -> None:
    if of.df or (model.tau2 is Tau2.COMMON and not model.test.uses_t):
        return
    raise InputError(
        f"{of.k} {'study' if of.k == 1 else 'studies'} and {of.p} "
        f"{'coefficient' if of.p == 1 else 'coefficients'} leave nothing from which "
        "to estimate how much studies differ.",
        where="studies",
        mending="Show the study alone, take the common-effect model, or add studies.",
    )
