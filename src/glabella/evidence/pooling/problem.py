"""The weighted regression that every model of this room solves.

Vocabulary: k studies, p coefficients; W is the diagonal of weights 1 / (v + tau2);
X has shape (k, p) and is kept as an orthonormal basis Q times a triangle R, so that
year numbers and the like lose no digits; P = W - W X (X'WX)^-1 X'W.
"""

from functools import cached_property

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Floats, sums_of_others

RANK_TOLERANCE = 1e-10
"""A column that adds less than this share of its length adds nothing."""


MOST_UNLIKE = 1e8
"""Times the smallest variance beyond which a regression has no digits left."""


@attrs.frozen(eq=False)
class Problem:
    """Studies and what may explain their differences.

    Args:
        y: Estimates, shape (k,).
        v: Sampling variances, shape (k,).
        q: Orthonormal basis of the columns of X, shape (k, p).
        r: The triangle with X = q r, shape (p, p).
        is_mean: Whether the one column is constant, so that sums need no subtraction.
    """

    y: Floats
    v: Floats
    q: Floats
    r: Floats
    is_mean: bool = False

    @cached_property
    def back(self) -> Floats:
        """From the basis to the columns of X: the inverse of r, shape (p, p)."""
        return inverse_of(self.r)

    @property
    def k(self) -> int:
        """The number of studies."""
        return int(self.q.shape[0])

    @property
    def p(self) -> int:
        """The number of coefficients."""
        return int(self.q.shape[1])

    @property
    def df(self) -> int:
        """What is left for the variance between studies."""
        return self.k - self.p


def problem(given: Effects, design: Floats | None = None) -> Problem:
    """Return the problem of some effects and a design.

    Args:
        given: k effects.
        design: Shape (k, p); None for one mean.

    Raises:
        InputError: If the columns of the design are not independent.
    """
    if design is None:
        root = np.full((1, 1), given.k**0.5)
        column = np.full((given.k, 1), given.k**-0.5)
        return Problem(given.estimates, given.variances, column, root, is_mean=True)
    k, p = design.shape
    _check_alike(given.variances, p)
    q, r = np.linalg.qr(design)
    least = RANK_TOLERANCE * np.sqrt((design**2).sum(axis=0))
    if k >= p and (np.abs(np.diag(r)) > least).all():
        return Problem(given.estimates, given.variances, q, r)
    raise InputError(
        f"{k} studies cannot tell {p} coefficients apart.",
        where="moderators",
        mending="Leave out a moderator that others determine, or add studies.",
    )


def _check_alike(v: Floats, p: int) -> None:
    """Refuse a regression in which one study outweighs all digits of the others."""
    if p > 1 and v.max() > MOST_UNLIKE * v.min():
        raise InputError(
            f"the variances run from {v.min():.3g} to {v.max():.3g}.",
            where="variances",
            mending="Look for a standard error in the place of a variance.",
        )


@attrs.frozen(eq=False)
class Projection:
    """The problem solved by weighted least squares.

    Args:
        of: The problem.
        w: Weights, shape (k,).
    """

    of: Problem
    w: Floats

    @cached_property
    def inverse(self) -> Floats:
        """(Q'WQ)^-1, shape (p, p)."""
        return inverse_of(self._gram(self.w))

    @cached_property
    def residuals(self) -> Floats:
        """What the fit leaves of y, shape (k,); two rounds keep the last digits."""
        rest = self.of.y
        for _ in range(2):
            rest = rest - self.of.q @ self._coefficients(rest)
        return rest

    def _coefficients(self, y: Floats) -> Floats:
        return self.inverse @ (self.of.q.T @ (self.w * y))

    @cached_property
    def coefficients(self) -> Floats:
        """The coefficients of X, shape (p,)."""
        fitted = self.of.y - self.residuals
        return self.of.back @ (self.of.q.T @ fitted)

    @cached_property
    def covariance(self) -> Floats:
        """(X'WX)^-1, shape (p, p)."""
        return self.of.back @ self.inverse @ self.of.back.T

    @cached_property
    def py(self) -> Floats:
        """P y, shape (k,)."""
        return self.w * self.residuals

    @property
    def spread(self) -> float:
        """The form y'Py, the weighted sum of squared residuals."""
        return float((self.py * self.residuals).sum())

    @property
    def y_pp_y(self) -> float:
        """The form y'PPy."""
        return float((self.py**2).sum())

    @property
    def y_ppp_y(self) -> float:
        """The form y'PPPy."""
        rest = self.py - self.of.q @ self._coefficients(self.py)
        return float((self.w * rest**2).sum())

    @property
    def trace(self) -> float:
        """The trace of P."""
        w = self.w
        if self.of.is_mean:
            return float((w * sums_of_others(w)).sum() / w.sum())
        return float(w.sum() - np.vdot(self.inverse, self._gram(w**2)))

    def trace_with(self, one: Floats, other: Floats) -> float:
        """Return the trace of P D P E for diagonals D and E, each of shape (k,).

        For a mean, P_ii = w_i (S - w_i) / S and P_ij = -w_i w_j / S with S = sum w.
        """
        w = self.w
        if self.of.is_mean:
            own = w**2 * sums_of_others(w) ** 2 * one * other
            crossed = w**2 * one * sums_of_others(w**2 * other)
            return float((own + crossed).sum() / w.sum() ** 2)
        edges = np.vdot(self.inverse, self._gram(w**3 * one * other))
        left = self.inverse @ self._gram(w**2 * one)
        right = self.inverse @ self._gram(w**2 * other)
        middle = float((left * right.T).sum())
        return float((w**2 * one * other).sum() - 2 * edges + middle)

    @property
    def trace_pp(self) -> float:
        """The trace of PP."""
        ones = np.ones_like(self.w)
        return self.trace_with(ones, ones)

    @property
    def leverages(self) -> Floats:
        """The diagonal of X (X'WX)^-1 X'W, shape (k,)."""
        q = self.of.q
        return np.asarray(((q @ self.inverse) * q).sum(axis=1) * self.w)

    def _gram(self, d: Floats) -> Floats:
        q = self.of.q
        return np.asarray((q.T * d) @ q, dtype=np.float64)


def inverse_of(matrix: Floats) -> Floats:
    """Return the inverse of a small matrix; one number needs no factoring."""
    if matrix.size == 1:
        return 1 / matrix
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def project(of: Problem, tau2: float) -> Projection:
    """Return the problem solved with weights 1 / (v + tau2)."""
    return Projection(of, 1 / (of.v + tau2))
