"""Meta-regression: what explains the differences between studies."""

from collections.abc import Mapping

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Floats, Numbers, floats
from glabella.evidence.numeric.special import chi2_above, f_above
from glabella.evidence.pooling.fitting import Coefficient, Fit, fit
from glabella.evidence.pooling.heterogeneity import Heterogeneity
from glabella.evidence.pooling.model import USUAL, Model, Tau2

INTERCEPT = "intercept"


@attrs.frozen
class Omnibus:
    """A test of several coefficients at once.

    Args:
        statistic: Chi-squared, or F where `df2` is a number.
        df1: Coefficients tested.
        df2: Degrees of freedom of F; None for chi-squared.
        p: Its p value.
    """

    statistic: float
    df1: int
    df2: float | None
    p: float


@attrs.frozen(eq=False)
class Regression:
    """Coefficients of moderators.

    Args:
        coefficients: The intercept first, then the moderators in the order given.
        moderators: The test of all moderators together.
        tau2: What they leave of the variance between studies.
        r2: The share of it that they explain, in percent; None for a common effect.
        heterogeneity: Q and I2 of what they leave.
        fitted: The model behind it.
    """

    coefficients: tuple[Coefficient, ...]
    moderators: Omnibus
    tau2: float
    r2: float | None
    heterogeneity: Heterogeneity
    fitted: Fit


def regress(
    given: Effects, moderators: Mapping[str, Numbers], model: Model = USUAL
) -> Regression:
    """Return the regression of effects on moderators, with an intercept.

    Args:
        given: k effects.
        moderators: Numbers by name, each of shape (k,).
        model: The choice of model.

    Raises:
        InputError: If there are none, they do not pair up, or cannot be told apart.

    Source: Viechtbauer 2010, J Stat Softw 36(3); Knapp and Hartung 2003.
    """
    fitted = fit(given, model, design(given.k, moderators))
    names = (INTERCEPT, *moderators)
    return Regression(
        coefficients=fitted.coefficients(names),
        moderators=omnibus(fitted, np.eye(len(names))[1:]),
        tau2=fitted.tau2,
        r2=_explained(given, model, fitted.tau2),
        heterogeneity=fitted.heterogeneity,
        fitted=fitted,
    )


def design(k: int, moderators: Mapping[str, Numbers]) -> Floats:
    """Return an intercept and the moderators as columns, shape (k, 1 + m)."""
    columns = [np.ones(k)]
    for name, values in moderators.items():
        column = floats(values, name=f'moderator "{name}"')
        if column.size != k:
            raise InputError(
                f"{column.size} values for {k} studies.",
                where=f'moderator "{name}"',
                mending="Give one number for each study.",
            )
        columns.append(column)
    if len(columns) == 1:
        raise InputError(
            "no moderator is given.",
            where="moderators",
            mending="Pool the studies instead, or name one.",
        )
    return np.column_stack(columns)


def omnibus(fitted: Fit, contrasts: Floats) -> Omnibus:
    """Return the test that some contrasts of the coefficients are all zero.

    Args:
        fitted: A model with p coefficients.
        contrasts: Shape (m, p).
    """
    at = contrasts @ fitted.estimates
    spread = contrasts @ fitted.covariance @ contrasts.T
    wald = float(at @ np.linalg.solve(spread, at))
    m, df = contrasts.shape[0], fitted.df
    if df is None:
        return Omnibus(wald, m, None, chi2_above(wald, m))
    return Omnibus(wald / m, m, df, f_above(wald / m, m, df))


def _explained(given: Effects, model: Model, left: float) -> float | None:
    if model.tau2 is Tau2.COMMON:
        return None
    whole = fit(given, model).tau2
    return max(0.0, 100 * (whole - left) / whole) if whole > 0 else 0.0
