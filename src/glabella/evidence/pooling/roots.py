"""The variance between studies as the root of an equation, always found.

Newton's steps are taken where they stay inside a bracket that is known to hold the
root, and halves of the bracket otherwise, so that no data set fails to converge.
"""

from collections.abc import Callable

import numpy as np

from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.pooling.problem import Problem, project

NEWTON_STEPS = 100
"""After so many steps only halves are taken, so that the search must end."""

GRID = 24
"""Points at which a likelihood is looked at before its highest top is climbed."""

LEAST_SHARE = 1e-4
"""The first point after zero, as a share of the smallest variance."""

CLOSE = 4 * np.finfo(np.float64).eps
"""Relative distance at which two numbers are one."""

Slope = Callable[[float], tuple[float, float]]
"""A function of tau2 that gives its value and its derivative."""


def upper_bound(of: Problem) -> float:
    """Return a tau2 beyond which every estimating equation here is negative.

    With S = RSS / df of ordinary least squares, P <= 1 / (v_min + tau2) on the
    residuals and tr P >= df / (v_max + tau2), so that S + v_max is enough.
    """
    rest = of.y - of.q @ (of.q.T @ of.y)
    return float((rest**2).sum() / of.df + of.v.max())


def falling_root(slope: Slope, low: float, high: float) -> float:
    """Return where a function turns from positive to negative in a bracket."""
    at, following = high, low
    value, derivative = slope(low)
    if value <= 0:  # the turn lies further in: start from the middle
        following = (low + high) / 2
        value, derivative = slope(following)
    steps = 0
    while abs(following - at) > CLOSE * following and high > low:
        at, steps = following, steps + 1
        low, high = (at, high) if value > 0 else (low, at)
        middle = (low + high) / 2
        newton = at - value / derivative if derivative < 0 else middle
        trusted = low < newton < high and steps < NEWTON_STEPS
        following = newton if trusted else middle
        value, derivative = slope(following)
    return following


def spread_root(of: Problem, target: float) -> float:
    """Return the tau2 at which y'Py equals a target, zero if it never exceeds it."""

    def slope(tau2: float) -> tuple[float, float]:
        solved = project(of, tau2)
        return solved.spread - target, -solved.y_pp_y

    if slope(0.0)[0] <= 0:
        return 0.0
    rest = of.y - of.q @ (of.q.T @ of.y)
    return falling_root(slope, 0.0, float((rest**2).sum() / target))


def likelihoods(of: Problem, tau2: Floats, *, restricted: bool) -> Floats:
    """Return the log likelihood at some tau2, shape (n,), up to a constant.

    Source: Viechtbauer 2005, J Educ Behav Stat 30:261, equations 4 and 8.
    """
    w = 1 / (of.v + tau2[:, None])
    if of.is_mean:
        total = w.sum(axis=1)
        rest = of.y - ((w @ of.y) / total)[:, None]
        penalty = np.log(total / of.k) if restricted else 0
        heights = np.log(w).sum(axis=1) - penalty - (w * rest**2).sum(axis=1)
        return np.asarray(heights / 2)
    gram = np.einsum("nk,kp,kq->npq", w, of.q, of.q)
    cross = (w * of.y) @ of.q
    at = np.linalg.solve(gram, cross[:, :, None])[:, :, 0]
    spread = (w * (of.y - at @ of.q.T) ** 2).sum(axis=1)
    penalty = np.linalg.slogdet(gram)[1] if restricted else 0
    return np.asarray((np.log(w).sum(axis=1) - penalty - spread) / 2)


def likeliest(of: Problem, *, restricted: bool) -> float:
    """Return the tau2 of the highest top of the likelihood, zero included."""

    def slope(tau2: float) -> tuple[float, float]:
        solved = project(of, tau2)
        trace, squares = solved.trace, solved.trace_pp
        if not restricted:
            trace, squares = float(solved.w.sum()), float((solved.w**2).sum())
        return solved.y_pp_y - trace, squares - 2 * solved.y_ppp_y

    high = upper_bound(of)
    least = min(float(of.v.min()), high) * LEAST_SHARE
    grid = np.zeros(GRID + 1)
    grid[1:] = least * (high / least) ** np.linspace(0, 1, GRID)
    best = int(np.argmax(likelihoods(of, grid, restricted=restricted)))
    if slope(float(grid[best]))[0] > 0:
        return falling_root(slope, float(grid[best]), float(grid[min(best + 1, GRID)]))
    if best == 0:
        return 0.0
    return falling_root(slope, float(grid[best - 1]), float(grid[best]))
