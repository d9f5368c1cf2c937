"""Distributions: the one door to SciPy's special functions, typed and named.

Tails are computed as tails, never as one minus the rest, so that small p values keep
their digits.
"""

import numpy as np
from scipy import special  # type: ignore[import-untyped]  # SciPy ships no types

from glabella.evidence.numeric.arrays import Floats


def normal_below(z: Floats | float) -> Floats:
    """Return the share of the standard normal distribution below `z`."""
    return np.asarray(special.ndtr(z), dtype=np.float64)


def normal_quantile(share: Floats | float) -> Floats:
    """Return the point below which a share of the standard normal lies."""
    return np.asarray(special.ndtri(share), dtype=np.float64)


def t_below(t: float, df: float) -> float:
    """Return the share of Student's t distribution below `t`."""
    return float(special.stdtr(df, t))


def t_quantile(share: float, df: float) -> float:
    """Return the point below which a share of Student's t lies."""
    return float(special.stdtrit(df, share))


def noncentral_t_below(t: float, df: float, centre: float) -> float:
    """Return the share of the noncentral t distribution below `t`."""
    return float(special.nctdtr(df, centre, t))


def chi2_above(x: float, df: float) -> float:
    """Return the share of the chi-squared distribution above `x`."""
    return float(special.chdtrc(df, x))


def chi2_below(x: float, df: float) -> float:
    """Return the share of the chi-squared distribution below `x`."""
    return float(special.chdtr(df, x))


def chi2_quantile(share: float, df: float) -> float:
    """Return the point below which a share of chi-squared lies."""
    return float(special.chdtri(df, 1.0 - share))


def noncentral_chi2_below(x: float, df: float, centre: float) -> float:
    """Return the share of the noncentral chi-squared distribution below `x`."""
    return float(special.chndtr(x, df, centre))


def f_above(f: float, df1: float, df2: float) -> float:
    """Return the share of the F distribution above `f`."""
    return float(special.fdtrc(df1, df2, f))


def log_gamma(x: Floats | float) -> Floats:
    """Return the logarithm of the gamma function."""
    return np.asarray(special.gammaln(x), dtype=np.float64)


def two_sided(statistic: float, df: float | None) -> float:
    """Return the two-sided p value of z, or of t where `df` is given."""
    far = -abs(statistic)
    if df is None:
        return float(2 * normal_below(far))
    return 2 * t_below(far, df)


def critical(level: float, df: float | None) -> float:
    """Return the two-sided critical value of z, or of t where `df` is given.

    Args:
        level: Coverage of the interval, such as 0.95.
        df: Degrees of freedom; None for the normal distribution.
    """
    share = 0.5 + level / 2
    return float(normal_quantile(share)) if df is None else t_quantile(share, df)
