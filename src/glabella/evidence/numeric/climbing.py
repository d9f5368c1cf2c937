"""The top of a smooth function of a few numbers, from several starts."""

from collections.abc import Callable, Iterable

import numpy as np
from scipy import optimize  # type: ignore[import-untyped]  # SciPy ships no types

from glabella.core.errors import GlabellaError
from glabella.evidence.numeric.arrays import Floats

FLAT = 1e-5
"""A gradient at which the climb ends and Newton's steps begin."""

NEARLY_FLAT = 1e-4
"""Where Newton's steps cannot go on, this is still a top."""

POLISH = 4
"""Newton's steps at the top; each doubles the digits that are right."""

STEP = 1e-5
"""Of the differences that give the curvature, relative to a parameter or to one."""

Slope = Callable[[Floats], tuple[float, Floats]]
"""A function of shape (n,) that gives its value and its gradient, shape (n,)."""


class NoTopError(GlabellaError):
    """A likelihood without a top that can be found."""


def highest(slope: Slope, starts: Iterable[Floats]) -> tuple[Floats, float]:
    """Return where a function is highest, and its value there.

    BFGS climbs from each start; Newton's steps from the best end reach the last digits.

    Raises:
        NoTopError: If every climb ends on a slope.
    """

    def down(at: Floats) -> tuple[float, Floats]:
        value, gradient = slope(at)
        return -value, -gradient

    ends = [
        optimize.minimize(down, start, jac=True, method="BFGS", options={"gtol": FLAT})
        for start in starts
    ]
    best = min(ends, key=lambda end: float(end.fun))
    at = np.asarray(best.x, dtype=np.float64)
    for _ in range(POLISH):
        at = _nearer(slope, at)
    value, gradient = slope(at)
    if float(np.abs(gradient).max()) >= NEARLY_FLAT:
        raise NoTopError("the likelihood has no top: simplify the model.")
    return at, value


def _nearer(slope: Slope, at: Floats) -> Floats:
    """Return the end of one Newton step, or the start if it is no flatter there."""
    gradient = slope(at)[1]
    sizes = STEP * np.maximum(np.abs(at), 1)
    steps = np.diag(sizes)
    rows = [(slope(at + each)[1] - slope(at - each)[1]) for each in steps]
    curvature = np.array(rows) / (2 * sizes[:, None])
    following = at - np.linalg.lstsq((curvature + curvature.T) / 2, gradient)[0]
    flatter = np.abs(slope(following)[1]).max() < np.abs(gradient).max()
    return np.asarray(following if flatter else at, dtype=np.float64)
