"""Several outcomes of each study, pooled together.

M_c = V_c + S_c T S_c' in study c, where S_c picks the outcomes that it reports and T is
any covariance of the m outcomes between studies.
"""

from collections.abc import Sequence
from math import log, pi

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.numeric.arrays import Floats, Places, check_level, floats
from glabella.evidence.numeric.climbing import highest
from glabella.evidence.pooling.fitting import Coefficient, coefficient
from glabella.evidence.structure.clusters import Working, places_of

LEAST_OUTCOMES = 2


@attrs.frozen(eq=False)
class Multivariate:
    """The effects of several outcomes.

    Args:
        coefficients: One for each outcome, in order of appearance; normal intervals.
        covariance: T between studies, shape (m, m).
        q: Q of the residuals, weights V^-1.
        log_likelihood: At the estimates, restricted or not as asked.
        working: The model as its studies see it, for robust variances.
    """

    coefficients: tuple[Coefficient, ...]
    covariance: Floats
    q: float
    log_likelihood: float
    working: Working

    @property
    def correlations(self) -> Floats:
        """T as correlations, shape (m, m); zero where an outcome does not vary."""
        spread = np.sqrt(np.diag(self.covariance))
        both = np.outer(spread, spread)
        start = np.eye(spread.size)
        found = np.divide(self.covariance, both, out=start, where=both > 0)
        return np.asarray(found, dtype=np.float64)


@attrs.frozen(eq=False)
class _Studies:
    """The studies: outcomes as numbers 0 to m - 1, sampling covariances."""

    y: Floats
    outcome: Places
    m: int
    places: tuple[Places, ...]
    v: tuple[Floats, ...]
    restricted: bool

    @property
    def x(self) -> Floats:
        """One column for each outcome, shape (k, m)."""
        return np.eye(self.m)[self.outcome]


@attrs.frozen(eq=False)
class _Solved:
    bread: Floats
    estimates: Floats
    residuals: Floats
    log_likelihood: float
    spread: float
    slope: Floats
    covariances: tuple[Floats, ...]


@attrs.frozen(eq=False)
class OutcomeEffects:
    """Effects of several outcomes in each study.

    Args:
        estimates: Shape (k,).
        studies: The study of each estimate.
        outcomes: The outcome of each estimate.
        covariances: V of each study, in order of appearance, shape (k_c, k_c).
    """

    estimates: Floats
    studies: Sequence[object]
    outcomes: Sequence[str]
    covariances: Sequence[Floats]


def multivariate(
    given: OutcomeEffects, *, restricted: bool = True, level: float = 0.95
) -> Multivariate:
    """Return the pooled effects of several outcomes.

    Args:
        given: The estimates with study, outcome and covariances.
        restricted: REML, otherwise ML.
        level: Coverage of the intervals.

    Raises:
        InputError: If there is one outcome, or a covariance matrix is none.

    Source: Berkey et al. 1998, Stat Med 17:2537; Jackson et al. 2011, Stat Med 30:2481.
    """
    check_level(level)
    known = _known(given, restricted=restricted)
    t = _between(known)
    solved = _solve(known, t)
    errors = np.sqrt(np.diag(solved.bread))
    rows = zip(dict.fromkeys(given.outcomes), solved.estimates, errors, strict=True)
    return Multivariate(
        coefficients=tuple(
            coefficient(name, float(b), float(se), df=None, level=level)
            for name, b, se in rows
        ),
        covariance=t,
        q=_solve(known, np.zeros_like(t)).spread,
        log_likelihood=solved.log_likelihood,
        working=Working(
            x=known.x,
            estimates=solved.estimates,
            residuals=solved.residuals,
            bread=solved.bread,
            places=known.places,
            covariances=solved.covariances,
        ),
    )


def _known(given: OutcomeEffects, *, restricted: bool) -> _Studies:
    y, outcomes = floats(given.estimates, name="estimates"), given.outcomes
    covariances = given.covariances
    places = places_of(given.studies, y.size)
    names = list(dict.fromkeys(outcomes))
    if len(outcomes) != y.size or len(names) < LEAST_OUTCOMES:
        raise InputError(
            f"{len(names)} outcomes are named for {y.size} effects.",
            where="outcomes",
            mending="Name the outcome of each effect; two outcomes at least.",
        )
    index = np.array([names.index(each) for each in outcomes])
    v = tuple(np.asarray(each, dtype=np.float64) for each in covariances)
    if len(v) != len(places):
        raise InputError(
            f"{len(v)} covariance matrices for {len(places)} studies.",
            where="covariances",
            mending="Give one for each study, in order of appearance.",
        )
    for number, (one, members) in enumerate(zip(v, places, strict=True)):
        _check_matrix(one, size=members.size, number=number)
    return _Studies(y, index, len(names), places, v, restricted)


def _check_matrix(v: Floats, *, size: int, number: int) -> None:
    is_square = v.shape == (size, size) and bool(np.isfinite(v).all())
    if is_square and np.allclose(v, v.T) and np.linalg.eigvalsh(v).min() > 0:
        return
    raise InputError(
        "the covariances of a study's effects are none.",
        where=f"covariance matrix {number + 1}",
        mending=f"Give a symmetric, positive matrix of {size} rows.",
    )


def _between(known: _Studies) -> Floats:
    """Return the likeliest T, by its Cholesky root so that it stays a covariance."""
    m = known.m
    below = np.tril_indices(m)
    means = [known.y[known.outcome == each].mean() for each in range(m)]
    spread = float(np.mean((known.y - np.array(means)[known.outcome]) ** 2))
    scale = spread + float(np.mean([np.trace(v) / len(v) for v in known.v]))

    def root_of(at: Floats) -> Floats:
        root = np.zeros((m, m))
        root[below] = at * scale**0.5
        return root

    def slope(at: Floats) -> tuple[float, Floats]:
        root = root_of(at)
        solved = _solve(known, root @ root.T)
        return solved.log_likelihood, (solved.slope @ root)[below] * scale**0.5

    starts = [np.eye(m)[below] * share for share in (0.3, 0.7)]
    starts.append((np.eye(m) * 0.3 + 0.3)[below])
    at, _ = highest(slope, starts)
    root = root_of(at)
    return np.asarray(root @ root.T, dtype=np.float64)


def _solve(known: _Studies, t: Floats) -> _Solved:
    """Return the regression at a given T, with the slope G of dl = tr(G dT) / 2."""
    picks = [known.outcome[places] for places in known.places]
    pairs = zip(known.v, picks, strict=True)
    covariances = tuple(v + t[np.ix_(pick, pick)] for v, pick in pairs)
    inverses = [np.linalg.inv(each) for each in covariances]
    gram, cross = np.zeros((known.m, known.m)), np.zeros(known.m)
    for pick, places, inverse in zip(picks, known.places, inverses, strict=True):
        gram[np.ix_(pick, pick)] += inverse
        cross[pick] += inverse @ known.y[places]
    bread = np.asarray(np.linalg.inv(gram), dtype=np.float64)
    estimates = bread @ cross
    residuals = known.y - estimates[known.outcome]
    slope, size, spread = np.zeros_like(t), 0.0, 0.0
    for pick, places, inverse in zip(picks, known.places, inverses, strict=True):
        py = inverse @ residuals[places]
        spread += float(py @ residuals[places])
        size -= float(np.linalg.slogdet(inverse)[1])
        p = inverse
        if known.restricted:
            p = inverse - inverse @ bread[np.ix_(pick, pick)] @ inverse
        slope[np.ix_(pick, pick)] += np.outer(py, py) - p
    value = _log_likelihood(known, bread, size=size, spread=spread)
    return _Solved(bread, estimates, residuals, value, spread, slope, covariances)


def _log_likelihood(
    known: _Studies, bread: Floats, *, size: float, spread: float
) -> float:
    """Return the log likelihood with the constant of metafor, + log|X'X| / 2."""
    k = known.y.size
    if not known.restricted:
        return -(k * log(2 * pi) + size + spread) / 2
    counts = np.bincount(known.outcome)
    penalty = -float(np.linalg.slogdet(bread)[1]) - float(np.log(counts).sum())
    return -((k - known.m) * log(2 * pi) + size + penalty + spread) / 2
