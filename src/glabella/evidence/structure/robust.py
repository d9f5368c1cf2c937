"""Variances that stay right where effects of a cluster hang together unmodelled."""

from collections.abc import Sequence
from enum import Enum

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.numeric.arrays import Floats, check_level
from glabella.evidence.pooling.fitting import Coefficient, Fit, coefficient
from glabella.evidence.structure.clusters import Working, places_of

NOTHING = 1e-12
"""An eigenvalue below this share of the largest is zero."""


class Correction(Enum):
    """What is done for few clusters; n clusters, p coefficients."""

    CR0 = "CR0"
    """Nothing; t with n - p degrees of freedom."""

    CR1 = "CR1"
    """Times n / (n - p); t with n - p degrees of freedom. The default of metafor."""

    CR2 = "CR2"
    """Bias-reduced residuals; t with Satterthwaite's degrees of freedom.

    Source: Pustejovsky and Tipton 2018, J Bus Econ Stat 36:672.
    """


@attrs.frozen(eq=False)
class Robust:
    """Coefficients with cluster-robust variances.

    Args:
        coefficients: With t tests and intervals.
        covariance: Shape (p, p).
        clusters: Their number.
        correction: For few clusters.
    """

    coefficients: tuple[Coefficient, ...]
    covariance: Floats
    clusters: int
    correction: Correction


def working_of(fitted: Fit, clusters: Sequence[object]) -> Working:
    """Return a model of independent effects as its clusters see it."""
    places = places_of(clusters, fitted.problem.k)
    spread = fitted.problem.v + fitted.tau2
    return Working(
        x=fitted.problem.q @ fitted.problem.r,
        estimates=fitted.estimates,
        residuals=fitted.solved.residuals,
        bread=fitted.solved.covariance,
        places=places,
        covariances=tuple(np.diag(spread[each]) for each in places),
    )


def robust(
    working: Working,
    names: tuple[str, ...],
    *,
    correction: Correction = Correction.CR2,
    level: float = 0.95,
) -> Robust:
    """Return coefficients with variances robust to dependence within clusters.

    Args:
        working: A model as its clusters see it.
        names: Of its p coefficients.
        correction: For few clusters.
        level: Coverage of the intervals.

    Raises:
        InputError: If there are no more clusters than coefficients.

    Source: Hedges, Tipton and Johnson 2010, Res Synth Methods 1:39.
    """
    check_level(level)
    n, p = len(working.places), working.estimates.size
    if n <= p:
        raise InputError(
            f"{n} clusters are too few for {p} coefficients.",
            where="clusters",
            mending="Leave out moderators, or take the model's own variances.",
        )
    adjusted = correction is Correction.CR2
    scores = _scores(working, adjusted=adjusted)
    totals = np.stack([(residual @ score) for residual, score in scores])
    covariance = totals.T @ totals
    if correction is Correction.CR1:
        covariance = covariance * n / (n - p)
    df = _satterthwaite(working, scores) if adjusted else np.full(p, float(n - p))
    errors = np.sqrt(np.diag(covariance))
    rows = zip(names, working.estimates, errors, df, strict=True)
    return Robust(
        coefficients=tuple(
            coefficient(name, float(b), float(se), df=float(d), level=level)
            for name, b, se, d in rows
        ),
        covariance=covariance,
        clusters=n,
        correction=correction,
    )


def _scores(working: Working, *, adjusted: bool) -> list[tuple[Floats, Floats]]:
    """Return residuals and A' M^-1 X bread of each cluster, (k_c,) and (k_c, p)."""
    found = []
    for places, covariance in zip(working.places, working.covariances, strict=True):
        x = working.x[places]
        score = np.linalg.solve(covariance, x) @ working.bread
        if adjusted:
            score = _adjustment(covariance, x, working.bread) @ score
        found.append((working.residuals[places], score))
    return found


def _adjustment(covariance: Floats, x: Floats, bread: Floats) -> Floats:
    """Return A = D' (D (M - X bread X') D')^-1/2 D with M = D'D."""
    d = np.linalg.cholesky(covariance).T
    values, vectors = np.linalg.eigh(d @ (covariance - x @ bread @ x.T) @ d.T)
    least = NOTHING * float(values.max())
    powers = np.where(values > least, np.maximum(values, least) ** -0.5, 0.0)
    return np.asarray(d.T @ ((vectors * powers) @ vectors.T) @ d, dtype=np.float64)


def _satterthwaite(working: Working, scores: list[tuple[Floats, Floats]]) -> Floats:
    """Return tr(P)^2 / tr(PP) for each coefficient, shape (p,).

    P_ij = [i = j] S_i' M_i S_i - S_i' X_i bread X_j' S_j, S_i a column of a score.
    """
    parts = zip(working.places, scores, strict=True)
    pulls = np.stack([score.T @ working.x[places] for places, (_, score) in parts])
    pairs = zip(working.covariances, scores, strict=True)
    own = np.stack([((m @ score) * score).sum(axis=0) for m, (_, score) in pairs])
    found = []
    for at in range(working.estimates.size):
        pull = pulls[:, at, :]
        p = np.diag(own[:, at]) - pull @ working.bread @ pull.T
        found.append(float(np.trace(p)) ** 2 / float((p**2).sum()))
    return np.array(found)
