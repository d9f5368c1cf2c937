"""Three levels: effects within studies (or other clusters), and studies among others.

M = D + s1 Z Z' with D the diagonal of v + s2, so that all forms need one pass over the
effects: by Sherman and Morrison, M_c^-1 = W - s1 / (1 + s1 sum w) W 1 1' W in each
cluster.
"""

from collections.abc import Mapping, Sequence
from math import log, pi

import attrs
import numpy as np

from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Floats, Numbers, Places, check_level
from glabella.evidence.numeric.climbing import highest
from glabella.evidence.pooling.fitting import Coefficient, coefficient
from glabella.evidence.pooling.problem import Problem, problem, project
from glabella.evidence.pooling.regression import INTERCEPT, design
from glabella.evidence.structure.clusters import Working, places_of

SHARES = ((0.5, 0.5), (0.95, 0.05), (0.05, 0.95))
"""How the starts divide the variance between both levels."""


@attrs.frozen(eq=False)
class ThreeLevel:
    """Coefficients with variances on two levels.

    Args:
        coefficients: The intercept first, then the moderators; normal intervals.
        between: The variance between clusters.
        within: The variance between effects of one cluster.
        q: Q of the residuals, weights 1 / v.
        log_likelihood: At the estimates, restricted or not as asked.
        working: The model as its clusters see it, for robust variances.
    """

    coefficients: tuple[Coefficient, ...]
    between: float
    within: float
    q: float
    log_likelihood: float
    working: Working


@attrs.frozen(eq=False)
class _Levels:
    """The problem with its clusters: `index` says which cluster an effect is of."""

    of: Problem
    index: Places
    n: int
    restricted: bool

    def sums(self, values: Floats) -> Floats:
        """Return sums within clusters, shape (n,) of (k,)."""
        return np.asarray(np.bincount(self.index, values, self.n), dtype=np.float64)


@attrs.frozen(eq=False)
class _Solved:
    """The regression at given variances; `gain` is s1 / (1 + s1 sum w), shape (n,)."""

    levels: _Levels
    w: Floats
    gain: Floats
    inverse: Floats
    residuals: Floats

    def weigh(self, values: Floats) -> Floats:
        """Return M^-1 times a column, shape (k,)."""
        weighed = self.w * values
        taken = self.gain * self.levels.sums(weighed)
        return weighed - self.w * taken[self.levels.index]


def three_level(
    given: Effects,
    clusters: Sequence[object],
    *,
    moderators: Mapping[str, Numbers] | None = None,
    restricted: bool = True,
    level: float = 0.95,
) -> ThreeLevel:
    """Return a three-level model.

    Args:
        given: k effects.
        clusters: The study of each effect.
        moderators: Numbers by name, each of shape (k,).
        restricted: REML, otherwise ML.
        level: Coverage of the intervals.

    Raises:
        InputError: If clusters or moderators do not fit the effects.

    Source: Konstantopoulos 2011, Res Synth Methods 2:61.
    """
    check_level(level)
    places = places_of(clusters, given.k)
    x = design(given.k, moderators) if moderators else np.ones((given.k, 1))
    of = problem(given, x)
    index = np.empty(given.k, dtype=np.intp)
    for number, members in enumerate(places):
        index[members] = number
    levels = _Levels(of, index, len(places), restricted)
    between, within = _variances(levels)
    solved = _solve(levels, between, within)
    back = np.linalg.inv(of.r)
    bread = back @ solved.inverse @ back.T
    fitted = of.q.T @ (of.y - solved.residuals)
    at = np.asarray(np.linalg.solve(of.r, fitted), dtype=np.float64)
    names = (INTERCEPT, *(moderators or ()))
    rows = zip(names, at.tolist(), np.sqrt(np.diag(bread)).tolist(), strict=True)
    return ThreeLevel(
        coefficients=tuple(
            coefficient(name, b, se, df=None, level=level) for name, b, se in rows
        ),
        between=between,
        within=within,
        q=project(of, 0.0).spread,
        log_likelihood=_log_likelihood(solved, of.v + within),
        working=Working(
            x=x,
            estimates=at,
            residuals=solved.residuals,
            bread=bread,
            places=places,
            covariances=tuple(
                np.diag(of.v[each] + within) + between for each in places
            ),
        ),
    )


def _variances(levels: _Levels) -> tuple[float, float]:
    """Return the likeliest variances, zero where no positive one is likelier.

    The search is over square roots, so that no step leaves the allowed range.
    """
    of = levels.of
    rest = of.y - of.q @ (of.q.T @ of.y)
    scale = float((rest**2).sum() / max(of.df, 1) + of.v.mean())

    def slope(roots: Floats) -> tuple[float, Floats]:
        between, within = (roots**2 * scale).tolist()
        solved = _solve(levels, between, within)
        value = _log_likelihood(solved, of.v + within)
        return value, 2 * roots * scale * _gradient(solved)

    starts = [np.sqrt(np.array(share) / 2) for share in SHARES]
    roots, best = highest(slope, starts)
    for zero in ((0, 1), (1, 0), (0, 0)):
        flat = roots * np.array(zero)
        if slope(flat)[0] >= best:
            roots, best = flat, slope(flat)[0]
    between, within = (roots**2 * scale).tolist()
    return between, within


def _solve(levels: _Levels, between: float, within: float) -> _Solved:
    of = levels.of
    w = 1 / (of.v + within)
    gain = between / (1 + between * levels.sums(w))
    columns = np.column_stack([of.q, of.y]).T
    totals = np.stack([levels.sums(w * column) for column in columns])
    form = (columns * w) @ columns.T - (totals * gain) @ totals.T
    p = of.p
    inverse = np.asarray(np.linalg.inv(form[:p, :p]), dtype=np.float64)
    residuals = of.y - of.q @ (inverse @ form[:p, p])
    return _Solved(levels, w, gain, inverse, residuals)


def _log_likelihood(solved: _Solved, d: Floats) -> float:
    """Return the log likelihood; |M| = prod d prod (1 + s1 sum w)."""
    levels = solved.levels
    of = levels.of
    spread = float(solved.residuals @ solved.weigh(solved.residuals))
    shrunk = 1 - solved.gain * levels.sums(solved.w)
    size = float(np.log(d).sum() - np.log(shrunk).sum())
    if not levels.restricted:
        return -(of.k * log(2 * pi) + size + spread) / 2
    penalty = -float(np.linalg.slogdet(solved.inverse)[1])
    return -(of.df * log(2 * pi) + size + penalty + spread) / 2


def _gradient(solved: _Solved) -> Floats:
    """Return (y'P K P y - tr(P K)) / 2 for K = Z Z' and K = I, shape (2,)."""
    levels, w, gain = solved.levels, solved.w, solved.gain
    py = solved.weigh(solved.residuals)
    sums, squares = levels.sums(w), levels.sums(w**2)
    shrunk = sums - gain * sums**2
    traces = np.array([shrunk.sum(), (w.sum() - (gain * squares).sum())])
    if levels.restricted:
        weighed = np.stack([solved.weigh(column) for column in levels.of.q.T])
        totals = np.stack([levels.sums(row) for row in weighed])
        traces[0] -= np.vdot(solved.inverse, totals @ totals.T)
        traces[1] -= np.vdot(solved.inverse, weighed @ weighed.T)
    forms = np.array([(levels.sums(py) ** 2).sum(), (py**2).sum()])
    return np.asarray((forms - traces) / 2, dtype=np.float64)
