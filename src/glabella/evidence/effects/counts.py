"""Ratios and differences of risks, from fourfold tables."""

import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.zero_cells import (
    AS_COUNTED,
    HALF_TO_ZEROS,
    Tables,
    ZeroCells,
    corrected,
)
from glabella.evidence.numeric.arrays import Flags


def log_risk_ratio(counted: Tables, *, rule: ZeroCells = HALF_TO_ZEROS) -> Effects:
    """Return log risk ratios. Source: Borenstein et al. 2009, equations 5.1 to 5.4."""
    t = corrected(counted, rule)
    _refuse((t.a == 0) | (t.c == 0), t)
    y = np.log(t.a / t.n1) - np.log(t.c / t.n2)
    v = 1 / t.a - 1 / t.n1 + 1 / t.c - 1 / t.n2
    _refuse(v <= 0, t)
    return effects(y, v, labels=t.labels, measure=Measure.LOG_RISK_RATIO)


def log_odds_ratio(counted: Tables, *, rule: ZeroCells = HALF_TO_ZEROS) -> Effects:
    """Return log odds ratios. Source: Borenstein et al. 2009, equations 5.8 to 5.11."""
    t = corrected(counted, rule)
    _refuse(t.with_zero, t)
    y = np.log(t.a * t.d) - np.log(t.b * t.c)
    v = 1 / t.a + 1 / t.b + 1 / t.c + 1 / t.d
    return effects(y, v, labels=t.labels, measure=Measure.LOG_ODDS_RATIO)


def risk_difference(counted: Tables, *, rule: ZeroCells = HALF_TO_ZEROS) -> Effects:
    """Return risk differences. Source: Borenstein et al. 2009, equations 5.13, 5.14."""
    t = corrected(counted, rule)
    y = t.a / t.n1 - t.c / t.n2
    v = t.a * t.b / t.n1**3 + t.c * t.d / t.n2**3
    _refuse(v <= 0, t)
    return effects(y, v, labels=t.labels, measure=Measure.RISK_DIFFERENCE)


def peto_log_odds_ratio(counted: Tables, *, rule: ZeroCells = AS_COUNTED) -> Effects:
    """Return Peto's log odds ratios, (O - E) / V with variance 1 / V.

    Source: Yusuf et al. 1985, Prog Cardiovasc Dis 27:335.
    """
    t = corrected(counted, rule)
    _refuse(t.uninformative, t)
    events, others = t.a + t.c, t.b + t.d
    expected = events * t.n1 / t.n
    information = events * others * (t.n1 / t.n) * (t.n2 / t.n) / (t.n - 1)
    y = (t.a - expected) / information
    measure = Measure.PETO_LOG_ODDS_RATIO
    return effects(y, 1 / information, labels=t.labels, measure=measure)


def _refuse(without: Flags, t: Tables) -> None:
    """Refuse tables whose empty cells leave no effect with a variance."""
    bad = np.flatnonzero(without)
    if bad.size:
        raise InputError(
            f'"{t.labels[bad[0]]}" has empty cells, and so no effect or no variance.',
            where="events",
            mending="Choose a rule for zero cells, or leave the study out.",
        )
