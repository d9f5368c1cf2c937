"""Pooling counts without effects of single studies: Mantel-Haenszel and Peto."""

from math import log, sqrt

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.counts import (
    log_odds_ratio,
    log_risk_ratio,
    peto_log_odds_ratio,
    risk_difference,
)
from glabella.evidence.effects.effect import Effects, Measure
from glabella.evidence.effects.zero_cells import Tables, ZeroCells
from glabella.evidence.numeric.arrays import check_level
from glabella.evidence.numeric.special import chi2_above
from glabella.evidence.pooling.fitting import Coefficient, coefficient
from glabella.evidence.pooling.heterogeneity import Heterogeneity

FOR_Q = ZeroCells(drop_empty=True)
"""Single effects for Q: a half to empty cells, tables without any event left out."""


@attrs.frozen
class PooledCounts:
    """One effect from fourfold tables, a common effect by construction.

    Args:
        effect: The pooled effect, a logarithm for ratios.
        heterogeneity: Q of the single effects around it, and what follows.
        measure: The scale.
    """

    effect: Coefficient
    heterogeneity: Heterogeneity
    measure: Measure


def mantel_haenszel(
    counted: Tables,
    measure: Measure,
    *,
    rule: ZeroCells = FOR_Q,
    level: float = 0.95,
) -> PooledCounts:
    """Return the Mantel-Haenszel estimate; counts are taken as they are.

    Args:
        counted: Fourfold tables.
        measure: Odds ratio, risk ratio or risk difference.
        rule: For the single effects in Q only.
        level: Coverage of the interval.

    Raises:
        InputError: If the measure is another one, or no event tells the arms apart.

    Source: Robins, Breslow and Greenland 1986, Biometrics 42:311 (odds ratio);
    Greenland and Robins 1985, Biometrics 41:55 (risk ratio); Sato et al. 1989,
    Biometrics 45:1323 (risk difference).
    """
    check_level(level)
    if measure is Measure.LOG_ODDS_RATIO:
        found, single = _odds_ratio(counted), log_odds_ratio(counted, rule=rule)
    elif measure is Measure.LOG_RISK_RATIO:
        found, single = _risk_ratio(counted), log_risk_ratio(counted, rule=rule)
    elif measure is Measure.RISK_DIFFERENCE:
        found, single = _risk_difference(counted), risk_difference(counted, rule=rule)
    else:
        raise InputError(
            f"Mantel-Haenszel does not pool {measure.value}.",
            where="measure",
            mending="Take OR, RR or RD.",
        )
    effect = coefficient("pooled effect", *found, df=None, level=level)
    return PooledCounts(effect, _around(single, effect.estimate), measure)


def peto(counted: Tables, *, level: float = 0.95) -> PooledCounts:
    """Return Peto's one-step log odds ratio.

    Source: Yusuf et al. 1985, Prog Cardiovasc Dis 27:335.

    Raises:
        InputError: If nobody, or everybody, had the event.
    """
    check_level(level)
    told = counted.keep(~counted.uninformative)
    if not told.n.size:
        raise _no_event("Peto's odds ratio")
    single = peto_log_odds_ratio(told)
    w = 1 / single.variances
    estimate = float((w * single.estimates).sum() / w.sum())
    se = 1 / sqrt(float(w.sum()))
    effect = coefficient("pooled effect", estimate, se, df=None, level=level)
    around = _around(single, estimate)
    return PooledCounts(effect, around, Measure.PETO_LOG_ODDS_RATIO)


def _odds_ratio(t: Tables) -> tuple[float, float]:
    p, q = (t.a + t.d) / t.n, (t.b + t.c) / t.n
    r, s = t.a * t.d / t.n, t.b * t.c / t.n
    rs, ss = float(r.sum()), float(s.sum())
    if rs == 0 or ss == 0:
        raise _no_event("the Mantel-Haenszel odds ratio")
    mixed = float((p * s + q * r).sum()) / (rs * ss)
    ends = float((p * r).sum()) / rs**2 + float((q * s).sum()) / ss**2
    return log(rs / ss), sqrt((ends + mixed) / 2)


def _risk_ratio(t: Tables) -> tuple[float, float]:
    r, s = float((t.a * t.n2 / t.n).sum()), float((t.c * t.n1 / t.n).sum())
    if r == 0 or s == 0:
        raise _no_event("the Mantel-Haenszel risk ratio")
    spread = t.n1 * t.n2 * (t.a + t.c) / t.n**2 - t.a * t.c / t.n
    return log(r / s), sqrt(float(spread.sum()) / (r * s))


def _risk_difference(t: Tables) -> tuple[float, float]:
    weight = float((t.n1 * t.n2 / t.n).sum())
    estimate = float(((t.a * t.n2 - t.c * t.n1) / t.n).sum()) / weight
    one, two = t.n1 / t.n, t.n2 / t.n
    slant = t.c * one**2 - t.a * two**2 + one * two * (t.n2 - t.n1) / 2
    level = (t.a * t.d + t.c * t.b) / t.n
    spread = estimate * float(slant.sum()) + float(level.sum()) / 2
    if spread <= 0:
        raise _no_event("the Mantel-Haenszel risk difference")
    return estimate, sqrt(spread) / weight


def _around(single: Effects, estimate: float) -> Heterogeneity:
    """Return Q of single effects around a pooled one, and what follows from it."""
    rest = single.estimates - estimate
    q = float(np.sum(rest**2 / single.variances))
    df = single.k - 1
    if df == 0:
        return Heterogeneity(0.0, 0, 1.0, 0.0, 1.0)
    i2 = max(0.0, 100 * (q - df) / q) if q > 0 else 0.0
    return Heterogeneity(q, df, chi2_above(q, df), i2, q / df)


def _no_event(what: str) -> InputError:
    return InputError(
        f"{what} has no value: an arm never had the event, or always.",
        where="events",
        mending="Pool the risk difference, or another measure.",
    )
