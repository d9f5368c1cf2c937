"""What studies could have seen: power of a meta-analysis, and of one trial."""

from math import sqrt

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import check_level
from glabella.evidence.numeric.special import (
    chi2_quantile,
    critical,
    noncentral_chi2_below,
    noncentral_t_below,
    normal_below,
)

LARGEST_ARM = 1_000_000


def power_of_pooling(
    given: Effects, effect: float, *, tau2: float = 0.0, level: float = 0.95
) -> float:
    """Return the chance that a pooled effect of these studies differs from zero.

    Args:
        given: k effects, of which only the variances count.
        effect: The true effect that is supposed.
        tau2: The variance between studies that is supposed.
        level: One minus the significance level.

    Source: Hedges and Pigott 2001, Psychol Methods 6:203.
    """
    check_level(level)
    _check_variance(tau2)
    shift = effect * sqrt(float((1 / (given.variances + tau2)).sum()))
    return _two_sided(shift, level)


def power_of_heterogeneity(
    given: Effects, tau2: float, *, level: float = 0.95
) -> float:
    """Return the chance that Q shows a variance between studies.

    Q is taken as noncentral chi-squared with (sum w - sum w^2 / sum w) tau2.

    Source: Hedges and Pigott 2001, Psychol Methods 6:203.
    """
    check_level(level)
    _check_variance(tau2)
    if given.k < 2:  # noqa: PLR2004 two studies can differ, one cannot
        raise InputError(
            "one study cannot differ from others.",
            where="studies",
            mending="Give two at least.",
        )
    w = 1 / given.variances
    centre = float(w.sum() - (w**2).sum() / w.sum()) * tau2
    df = given.k - 1
    return 1 - noncentral_chi2_below(chi2_quantile(level, df), df, centre)


def power_of_means(
    n: int, difference: float, sd: float, *, level: float = 0.95
) -> float:
    """Return the chance that a t test of two arms of `n` sees a difference.

    Exact, both tails. Source: Cohen 1988, Statistical Power Analysis, chapter 2.
    """
    check_level(level)
    if not (2 <= n <= LARGEST_ARM and sd > 0):  # noqa: PLR2004 a spread needs two
        raise InputError(
            f"arms of {n} with a standard deviation of {sd} are no trial.",
            where="trial",
            mending=f"Give arms of 2 to {LARGEST_ARM:,} and a spread above zero.",
        )
    df, centre = 2 * n - 2, abs(difference) / sd * sqrt(n / 2)
    t = critical(level, df)
    above = 1 - noncentral_t_below(t, df, centre)
    return above + noncentral_t_below(-t, df, centre)


def power_of_risks(n: int, risks: tuple[float, float], *, level: float = 0.95) -> float:
    """Return the chance that a test of two proportions in arms of `n` sees them differ.

    Both tails, variance pooled under no difference, as in R's power.prop.test.
    Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates, chapter 4.
    """
    check_level(level)
    one, two = risks
    if not (1 <= n <= LARGEST_ARM and 0 < one < 1 and 0 < two < 1):
        raise InputError(
            f"arms of {n} with risks of {one} and {two} are no trial.",
            where="trial",
            mending=f"Give arms of 1 to {LARGEST_ARM:,} and risks between 0 and 1.",
        )
    shift = sqrt(n) * abs(one - two)
    z = critical(level, None) * sqrt((one + two) * (1 - (one + two) / 2))
    spread = sqrt(one * (1 - one) + two * (1 - two))
    upper = float(normal_below((shift - z) / spread))
    return upper + float(normal_below((-shift - z) / spread))


def _two_sided(shift: float, level: float) -> float:
    z = critical(level, None)
    return float(normal_below(shift - z) + normal_below(-shift - z))


def _check_variance(tau2: float) -> None:
    if not 0 <= tau2 < float("inf"):
        raise InputError(
            f"{tau2} is no variance between studies.",
            where="tau2",
            mending="Give zero or more.",
        )
