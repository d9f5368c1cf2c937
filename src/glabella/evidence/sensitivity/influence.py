"""Which studies move the answer: deletion diagnostics, and Baujat's two measures.

Source: Viechtbauer and Cheung 2010, Res Synth Methods 1:112; Baujat et al. 2002,
Stat Med 21:2641. Index i marks what is computed without study i.
"""

import attrs
import numpy as np

from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Flags, Floats
from glabella.evidence.numeric.special import chi2_below
from glabella.evidence.pooling.fitting import inflation
from glabella.evidence.pooling.model import USUAL, Model
from glabella.evidence.pooling.pool import pool
from glabella.evidence.sensitivity.leave_one_out import leave_one_out

FAR = 3.0
"""Times the usual size at which a leverage or a shift stands out."""

HALF = 0.5
"""Share of the chi-squared distribution beyond which Cook's distance stands out."""


@attrs.frozen(eq=False)
class Influence:
    """Deletion diagnostics, each of shape (k,).

    Args:
        residuals: Externally standardised residuals.
        dffits: Shift of the fitted value, in standard errors.
        cook: Cook's distances.
        covariance_ratios: Variance of the pooled effect without the study over with.
        tau2: The variance between studies without the study.
        q: Q without the study.
        hat: Leverages.
        weights: In percent.
        dfbetas: Shift of the pooled effect, in standard errors.
        influential: Whether a study stands out by any of the usual thresholds.
    """

    residuals: Floats
    dffits: Floats
    cook: Floats
    covariance_ratios: Floats
    tau2: Floats
    q: Floats
    hat: Floats
    weights: Floats
    dfbetas: Floats
    influential: Flags


@attrs.frozen(eq=False)
class Baujat:
    """How much each study adds to disagreement and moves the answer, each (k,).

    Args:
        heterogeneity: Squared Pearson residuals.
        influence: Squared shift of the pooled effect, over its variance.
    """

    heterogeneity: Floats
    influence: Floats


def influence(given: Effects, model: Model = USUAL) -> Influence:
    """Return deletion diagnostics of a pooled effect.

    Raises:
        InputError: If there are fewer than three studies.
    """
    whole, without = pool(given, model), leave_one_out(given, model)
    at = whole.effect.estimate
    left = np.array([each.effect.estimate for each in without])
    variance = np.array([each.effect.se**2 for each in without])
    tau2 = np.array([each.tau2 for each in without])
    gain = np.array([inflation(each.fitted.solved, model.test) for each in without])
    v = given.variances
    spread = gain * (v + tau2) + variance
    hat = whole.fitted.solved.leverages
    dffits = (at - left) / np.sqrt(gain * hat * (tau2 + v))
    bread = 1 / (1 / (v[None, :] + tau2[:, None])).sum(axis=1)
    cook = (at - left) ** 2 / whole.effect.se**2
    dfbetas = (at - left) / np.sqrt(gain * bread)
    return Influence(
        residuals=(given.estimates - left) / np.sqrt(spread),
        dffits=dffits,
        cook=cook,
        covariance_ratios=variance / whole.effect.se**2,
        tau2=tau2,
        q=np.array([each.heterogeneity.q for each in without]),
        hat=hat,
        weights=whole.weights,
        dfbetas=dfbetas,
        influential=_stands_out(dffits, cook, hat, dfbetas),
    )


def _stands_out(dffits: Floats, cook: Floats, hat: Floats, dfbetas: Floats) -> Flags:
    k = hat.size
    far = np.array([chi2_below(float(each), 1) > HALF for each in cook])
    shifted = np.abs(dffits) > FAR * np.sqrt(1 / (k - 1))
    return np.asarray(shifted | far | (hat > FAR / k) | (np.abs(dfbetas) > 1))


def baujat(given: Effects, model: Model = USUAL) -> Baujat:
    """Return what a Baujat plot shows.

    Raises:
        InputError: If there are fewer than three studies.
    """
    whole, without = pool(given, model), leave_one_out(given, model)
    left = np.array([each.effect.estimate for each in without])
    variance = np.array([each.effect.se**2 for each in without])
    at = whole.effect.estimate
    return Baujat(
        heterogeneity=(given.estimates - at) ** 2 / (given.variances + whole.tau2),
        influence=(left - at) ** 2 / variance,
    )
