"""A selection model: studies with a large p value may have been left in the drawer.

The weight of a study is a step function of its one-sided p value. Source: Vevea and
Hedges 1995, Psychometrika 60:419; Hedges 1992, Stat Sci 7:246.
"""

from collections.abc import Sequence
from math import log, pi, sqrt

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Floats, Places
from glabella.evidence.numeric.climbing import highest
from glabella.evidence.numeric.special import (
    chi2_above,
    normal_below,
    normal_quantile,
)
from glabella.evidence.pooling.fitting import Coefficient, coefficient
from glabella.evidence.pooling.model import Model, Tau2, Test
from glabella.evidence.pooling.pool import pool

USUAL_STEPS = (0.025,)
"""One step: two-sided p below 0.05 in the expected direction."""

NO_VARIANCE = 1e-8
"""A variance between studies below this share of the smallest other one is zero."""

STEP = 1e-3
"""Of the differences that give the curvature, relative to the parameter's scale."""


@attrs.frozen
class Selection:
    """A pooled effect corrected by a selection model.

    Args:
        effect: The effect before selection.
        tau2: The variance between studies before selection.
        chances: Of each interval of p after the first, how likely a study was published
            compared with one in the first.
        chance_errors: Their standard errors.
        statistic: Of the likelihood ratio test against no selection.
        p: Its p value.
        log_likelihood: At the estimates.
        counts: Studies in each interval of p.
    """

    effect: Coefficient
    tau2: float
    chances: tuple[float, ...]
    chance_errors: tuple[float, ...]
    statistic: float
    p: float
    log_likelihood: float
    counts: tuple[int, ...]


@attrs.frozen(eq=False)
class _Studies:
    """Effects turned so that small p values lie high.

    Args:
        y: Effects, shape (k,).
        v: Variances, shape (k,).
        group: In which interval of p each lies, shape (k,).
        limits: The effect of each study at which p equals a step, shape (s, k).
    """

    y: Floats
    v: Floats
    group: Places
    limits: Floats


def selection(
    given: Effects,
    *,
    steps: Sequence[float] = USUAL_STEPS,
    greater: bool = True,
    level: float = 0.95,
) -> Selection:
    """Return a step-function selection model with a variance between studies.

    Args:
        given: k effects.
        steps: One-sided p values at which the chance of publication changes.
        greater: Whether large effects are what was hoped for; otherwise small ones.
        level: Coverage of the interval.

    Raises:
        InputError: If a step is no p value, or no study lies between two steps.
    """
    sign = 1.0 if greater else -1.0
    known, counts = _known(given, steps, sign)
    plain = pool(given, Model(Tau2.MAXIMUM_LIKELIHOOD, Test.NORMAL, level))
    start = sign * plain.effect.estimate
    scale = plain.tau2 + float(known.v.mean())
    n = len(counts) - 1

    def slope(at: Floats) -> tuple[float, Floats]:
        values = _natural(at, scale)
        value, gradient = _likelihood(known, values)
        back = np.array([scale**0.5, 2 * at[1] * scale, *values[2:]])
        return value, gradient * back

    first = [start / scale**0.5, max(plain.tau2 / scale, 0.1) ** 0.5]
    starts = [np.array([*first, *([log(chance)] * n)]) for chance in (1.0, 0.3)]
    top, best = highest(slope, starts)
    at = _natural(top, scale)
    errors = _errors(known, at)
    none = np.array([start, plain.tau2, *np.ones(n)])
    statistic = max(0.0, 2 * (best - _likelihood(known, none)[0]))
    effect = coefficient(
        "effect before selection", sign * float(at[0]), errors[0], df=None, level=level
    )
    return Selection(
        effect=effect,
        tau2=float(at[1]),
        chances=tuple(at[2:].tolist()),
        chance_errors=tuple(errors[2:]),
        statistic=statistic,
        p=chi2_above(statistic, n),
        log_likelihood=best,
        counts=counts,
    )


def _natural(at: Floats, scale: float) -> Floats:
    """Return effect, tau2 and chances from what the search moves."""
    return np.array([at[0] * scale**0.5, at[1] ** 2 * scale, *np.exp(at[2:])])


def _known(
    given: Effects, steps: Sequence[float], sign: float
) -> tuple[_Studies, tuple[int, ...]]:
    ends = np.array(sorted(set(steps)))
    if not ends.size or ends[0] <= 0 or ends[-1] >= 1:
        raise InputError(
            f"{list(steps)} are no p values to step at.",
            where="steps",
            mending="Give one-sided p values between 0 and 1, such as 0.025.",
        )
    y, errors = sign * given.estimates, given.standard_errors
    p = normal_below(-y / errors)
    group = np.searchsorted(ends, p, side="left")
    counts = np.bincount(group, minlength=ends.size + 1)
    if (counts == 0).any():
        told = ", ".join(str(count) for count in counts)
        raise InputError(
            f"an interval of p values holds no study: {told} studies.",
            where="steps",
            mending="Choose fewer steps, so that each interval holds a study.",
        )
    limits = normal_quantile(1 - ends)[:, None] * errors
    known = _Studies(y, given.variances, group.astype(np.intp), limits)
    return known, tuple(counts.tolist())


def _likelihood(known: _Studies, at: Floats) -> tuple[float, Floats]:
    """Return the log likelihood and its gradient at (effect, tau2, chances).

    A = d_N + sum_s (d_s - d_{s+1}) T_s with d_1 = 1 and T_s the chance that a study
    finds more than limit s; a study counts f(y) d / A.
    """
    mu, tau2, chances = float(at[0]), float(at[1]), np.array([1.0, *at[2:]])
    spread = np.sqrt(known.v + tau2)
    far = (mu - known.limits) / spread
    above = normal_below(far)
    dense = np.exp(-(far**2) / 2) / sqrt(2 * pi)
    falls = -np.diff(chances)[:, None]
    kept = chances[-1] + (falls * above).sum(axis=0)
    rest = (known.y - mu) / spread
    value = (
        np.log(chances[known.group]) - rest**2 / 2 - np.log(spread) - np.log(kept)
    ).sum() - known.y.size * log(2 * pi) / 2
    by_mu = (rest - (falls * dense).sum(axis=0) / kept) / spread
    by_spread = (rest**2 - 1 + (falls * dense * far).sum(axis=0) / kept) / spread
    between = np.diff(np.vstack([above, np.ones_like(spread)]), axis=0)
    counts = np.bincount(known.group, minlength=chances.size)[1:]
    by_chances = counts / chances[1:] - (between / kept).sum(axis=1)
    gradient = [by_mu.sum(), (by_spread / (2 * spread)).sum(), *by_chances]
    return float(value), np.array(gradient)


def _errors(known: _Studies, at: Floats) -> list[float]:
    """Return standard errors from the curvature; a tau2 of zero counts as known."""
    is_zero = at[1] <= NO_VARIANCE * known.v.min()
    free = [each for each in range(at.size) if each != 1 or not is_zero]
    rows = [_bend(known, at, each)[free] for each in free]
    curvature = np.array(rows)
    covariance = np.linalg.inv(-(curvature + curvature.T) / 2)
    errors = np.zeros(at.size)
    errors[free] = np.sqrt(np.diag(covariance))
    return errors.tolist()


def _bend(known: _Studies, at: Floats, which: int) -> Floats:
    """Return the derivative of the gradient, fourth order, shape (n,)."""
    step = np.zeros_like(at)
    step[which] = STEP * max(abs(float(at[which])), float(known.v.min()) ** 0.5)
    if which == 1:
        step[which] = STEP * float(at[which])
    near = _likelihood(known, at + step)[1] - _likelihood(known, at - step)[1]
    wide = _likelihood(known, at + 2 * step)[1] - _likelihood(known, at - 2 * step)[1]
    return np.asarray((8 * near - wide) / (12 * step[which]), dtype=np.float64)
