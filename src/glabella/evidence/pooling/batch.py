"""Many meta-analyses at once: REML and Knapp-Hartung for each row of a table.

Every row converges: Newton's steps stay inside a bracket that holds the root of the
score, and halves of the bracket are taken where they would leave it. Rows lie along
the last axis inside this module, so that each sum over studies adds whole rows.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.numeric.arrays import Flags, Floats, sums_of_others
from glabella.evidence.numeric.special import critical
from glabella.evidence.pooling.model import USUAL, Model, Tau2
from glabella.evidence.pooling.model import Test as Interval

MOST_NUMBERS = 50_000_000
"""Effects in one call; more would not fit into the memory of a small machine."""

CHUNK = 4096
"""Rows at a time: enough that NumPy's loops outweigh Python's steps between them."""

GRID = 8
"""Points of the likelihood at which each row is looked at."""

LEAST_SHARE = 1e-2
"""The first point after zero, as a share of the smallest variance of the row."""

CLOSE = 1e-14
NEWTON_STEPS = 50
"""After so many steps only halves are taken, so that the search must end."""

LEAST_STUDIES = 2


@attrs.frozen(eq=False)
class Batch:
    """The answers of m meta-analyses of k studies, each array of shape (m,).

    Args:
        estimates: Pooled effects.
        errors: Their standard errors; by Knapp-Hartung zero where all studies of a row
            found the same.
        low: Lower ends of their intervals.
        high: Upper ends of their intervals.
        tau2: Variances between studies.
        converged: Whether the search for tau2 ended; always, by construction.
    """

    estimates: Floats
    errors: Floats
    low: Floats
    high: Floats
    tau2: Floats
    converged: Flags


class _Slopes(NamedTuple):
    """Score of the restricted likelihood and its derivative, each (m,)."""

    score: Floats
    change: Floats


def pool_many(
    estimates: Floats, variances: Floats, model: Model = USUAL, *, workers: int = 0
) -> Batch:
    """Return REML estimates of many meta-analyses of the same number of studies.

    Args:
        estimates: Shape (m, k).
        variances: Shape (m, k).
        model: REML with any reckoning of uncertainty.
        workers: Threads; by default as many as there are cores.

    Raises:
        InputError: If a number is missing, a variance is not above zero, or there are
            too few studies or too many numbers.
    """
    y, v = _checked(estimates, variances, model)
    starts = range(0, y.shape[0], CHUNK)
    threads = workers or os.cpu_count() or 1

    def solve(start: int) -> Floats:
        rows = slice(start, start + CHUNK)
        return _pooled(np.ascontiguousarray(y[rows].T), np.ascontiguousarray(v[rows].T))

    with ThreadPoolExecutor(threads) as pool:
        found = np.concatenate(list(pool.map(solve, starts)), axis=1)
    at, wald, inflated, tau2, converged = found
    if model.test is Interval.NORMAL:
        inflated = np.ones_like(inflated)
    elif model.test is Interval.KNAPP_HARTUNG_AT_LEAST_ONE:
        inflated = np.maximum(inflated, 1)
    errors = np.sqrt(wald * inflated)
    df = y.shape[1] - 1 if model.test.uses_t else None
    half = critical(model.level, df) * errors
    return Batch(at, errors, at - half, at + half, tau2, converged > 0)


def _checked(
    estimates: Floats, variances: Floats, model: Model
) -> tuple[Floats, Floats]:
    if model.tau2 is not Tau2.RESTRICTED_MAXIMUM_LIKELIHOOD:
        raise InputError(
            f"many analyses at once are made by REML, not by {model.tau2.value}.",
            where="model",
            mending="Pool them one by one, or take REML.",
        )
    shapes = np.shape(estimates), np.shape(variances)
    fits = shapes[0] == shapes[1] and len(shapes[0]) == 2  # noqa: PLR2004 rows, columns
    if not fits or shapes[0][1] < LEAST_STUDIES or not shapes[0][0]:
        raise InputError(
            f"tables of shapes {shapes[0]} and {shapes[1]} are no meta-analyses.",
            where="estimates",
            mending="Give one row for each analysis, and two studies in each at least.",
        )
    if shapes[0][0] * shapes[0][1] > MOST_NUMBERS:
        raise InputError(
            f"{shapes[0][0]:,} analyses of {shapes[0][1]:,} studies are too many.",
            where="estimates",
            mending=f"Give {MOST_NUMBERS:,} numbers at most in one call.",
        )
    y = np.asarray(estimates, dtype=np.float64)
    v = np.asarray(variances, dtype=np.float64)
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise InputError(
            "a number is missing, or a variance is not above zero.",
            where="variances",
            mending="Leave such analyses out.",
        )
    return y, v


def _pooled(y: Floats, v: Floats) -> Floats:
    """Return effect, Wald variance, inflation, tau2, converged; (5, m) of (k, m)."""
    centre = y.mean(axis=0)
    rest = y - centre
    tau2, converged = likeliest_many(rest, v)
    w = 1 / (v + tau2)
    total = w.sum(axis=0)
    shift = (w * rest).sum(axis=0) / total
    spread = (w * (rest - shift) ** 2).sum(axis=0)
    return np.stack(
        [centre + shift, 1 / total, spread / (y.shape[0] - 1), tau2, converged]
    )


def likeliest_many(y: Floats, v: Floats) -> tuple[Floats, Flags]:
    """Return the REML tau2 of each column, and whether its search ended; (m,) each.

    Args:
        y: Estimates, shape (k, m).
        v: Variances, shape (k, m).
    """
    tau2, low, high = _bracket(y, v)
    small = v.min(axis=0)
    converged = np.zeros(tau2.shape, dtype=np.bool_)
    places = np.flatnonzero(high > 0)  # elsewhere zero is the top
    converged[high <= 0] = True
    steps = 0
    while places.size:
        steps += 1
        at, part = tau2[places], (y[:, places], v[:, places])
        score, change = _slopes(*part, at)
        rising = score > 0
        below = np.where(rising, at, low[places])
        above = np.where(rising, high[places], at)
        step = at - score / np.where(change < 0, change, -np.inf)
        inside = (step > below) & (step < above) & (change < 0)
        inside &= steps < NEWTON_STEPS
        following = np.where(inside, step, (below + above) / 2)
        tau2[places], low[places], high[places] = following, below, above
        done = np.abs(following - at) <= CLOSE * (following + small[places])
        converged[places[done]] = True
        places = places[~done]
    return tau2, converged


def _bracket(y: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the best point of a grid and its neighbours on the side of the top.

    Beyond S + v_max, S the plain variance of the estimates, the score is negative.
    Where zero is the top, all three are zero.
    """
    k, m = y.shape
    most = ((y - y.mean(axis=0)) ** 2).sum(axis=0) / (k - 1) + v.max(axis=0)
    least = np.minimum(v.min(axis=0) * LEAST_SHARE, most)
    ratio = (most / least) ** (1 / (GRID - 1))
    grid = np.vstack([np.zeros(m), *(least * ratio**i for i in range(GRID))])
    heights = np.stack([_likelihood(y, v, tau2) for tau2 in grid])
    best = heights.argmax(axis=0)
    columns = np.arange(m)
    at = grid[best, columns]
    before = grid[np.maximum(best - 1, 0), columns]
    after = grid[np.minimum(best + 1, GRID), columns]
    rising = _slopes(y, v, at).score > 0
    return at, np.where(rising, at, before), np.where(rising, after, at)


def _likelihood(y: Floats, v: Floats, tau2: Floats) -> Floats:
    """Return the restricted log likelihood up to a constant, shape (m,)."""
    spread = v + tau2
    w = 1 / spread
    total = w.sum(axis=0)
    rest = y - (w * y).sum(axis=0) / total
    size = np.log(spread).sum(axis=0) + np.log(total)
    return np.asarray(-(size + (w * rest**2).sum(axis=0)) / 2, dtype=np.float64)


def _slopes(y: Floats, v: Floats, tau2: Floats) -> _Slopes:
    """Return y'PPy - tr P and its derivative tr PP - 2 y'PPPy.

    P_ii = w_i (S - w_i) / S and P_ij = -w_i w_j / S with S = sum w; no difference of
    large sums is taken.
    """
    w = 1 / (v + tau2)
    squares = w * w
    total = w.sum(axis=0)
    py = w * (y - (w * y).sum(axis=0) / total)
    rest = py - (w * py).sum(axis=0) / total
    own = w * sums_of_others(w) / total
    crossed = (squares * sums_of_others(squares)).sum(axis=0) / total**2
    trace_pp = (own * own).sum(axis=0) + crossed
    score = (py * py).sum(axis=0) - own.sum(axis=0)
    return _Slopes(score, trace_pp - 2 * (w * rest * rest).sum(axis=0))
