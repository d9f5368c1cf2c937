"""Does the effect hang on precision: Egger's test, PET and PEESE."""

from math import sqrt

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Floats, check_level
from glabella.evidence.pooling.fitting import Coefficient, coefficient, fit
from glabella.evidence.pooling.model import Model, Test
from glabella.evidence.pooling.problem import problem, project

FEWEST = 3
"""Two coefficients and a residual."""

NORMAL_REML = Model(test=Test.NORMAL)

SUGGESTIVE = 0.1
"""PET's two-sided p below which PEESE is preferred (one-sided 0.05)."""


@attrs.frozen
class Asymmetry:
    """A regression of effects on their precision.

    Args:
        limit: The effect expected of an infinitely precise study.
        slope: What imprecision adds.
    """

    limit: Coefficient
    slope: Coefficient


def egger(given: Effects, *, level: float = 0.95) -> Asymmetry:
    """Return Egger's regression on the standard error, weights 1 / v, t test.

    Source: Egger et al. 1997, BMJ 315:629, in the form of Sterne and Egger 2005.

    Raises:
        InputError: If there are fewer than three studies, or all are as precise.
    """
    return _least_squares(given, given.standard_errors, level=level)


def egger_mixed(given: Effects, model: Model = NORMAL_REML) -> Asymmetry:
    """Return the same as a meta-regression with a variance between studies.

    Source: Sterne and Egger 2005, in Rothstein et al., Publication Bias, chapter 6.
    """
    _check_spread(given)
    x = np.column_stack([np.ones(given.k), given.standard_errors])
    limit, slope = fit(given, model, x).coefficients(NAMES)
    return Asymmetry(limit, slope)


def pet(given: Effects, *, level: float = 0.95) -> Asymmetry:
    """Return the precision-effect test: the limit of Egger's regression.

    Source: Stanley and Doucouliagos 2014, Res Synth Methods 5:60.
    """
    return egger(given, level=level)


def peese(given: Effects, *, level: float = 0.95) -> Asymmetry:
    """Return the estimate with standard error: the same on the variance."""
    return _least_squares(given, given.variances, level=level)


def pet_peese(given: Effects, *, level: float = 0.95) -> Asymmetry:
    """Return PEESE where PET sees an effect (p < 0.1 and in its direction), else PET.

    The direction is that of the plain average of the studies.
    """
    tested = pet(given, level=level)
    is_there = tested.limit.p < SUGGESTIVE
    is_same_way = tested.limit.estimate * float(given.estimates.mean()) > 0
    return peese(given, level=level) if is_there and is_same_way else tested


NAMES = ("limit", "slope")


def _least_squares(given: Effects, precision: Floats, *, level: float) -> Asymmetry:
    """Return weighted least squares with one dispersion for all."""
    check_level(level)
    _check_spread(given)
    of = problem(given, np.column_stack([np.ones(given.k), precision]))
    solved = project(of, 0.0)
    dispersion = solved.spread / of.df
    rows = zip(NAMES, solved.coefficients, np.diag(solved.covariance), strict=True)
    limit, slope = (
        coefficient(name, float(b), sqrt(dispersion * float(v)), df=of.df, level=level)
        for name, b, v in rows
    )
    return Asymmetry(limit, slope)


def _check_spread(given: Effects) -> None:
    errors = given.standard_errors
    if given.k < FEWEST or np.ptp(errors) <= 1e-9 * errors.max():
        raise InputError(
            "the studies are too few, or all as precise as each other.",
            where="studies",
            mending="Three of different precision are needed.",
        )


def egger_side(given: Effects, model: Model) -> float:
    """Return the slope on the standard error, which says where studies are missing."""
    _check_spread(given)
    x = np.column_stack([np.ones(given.k), given.standard_errors])
    return float(fit(given, model, x).estimates[1])
