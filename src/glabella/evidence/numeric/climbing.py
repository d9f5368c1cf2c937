"""The top of a smooth function of a few numbers, from several starts."""

from collections.abc import Callable, Iterable

import numpy as np
from scipy import optimize  # type: ignore[import-untyped]  # SciPy ships no types

from glabella.core.errors import GlabellaError
from glabella.evidence.numeric.arrays import Floats

FLAT = 1e-10
"""A gradient below this is no slope."""

NEARLY_FLAT = 1e-4
"""Where digits run out before FLAT is reached, this is still a top."""

Slope = Callable[[Floats], tuple[float, Floats]]
"""A function of shape (n,) that gives its value and its gradient, shape (n,)."""


class NoTopError(GlabellaError):
    """A likelihood without a top that can be found."""


def highest(slope: Slope, starts: Iterable[Floats]) -> tuple[Floats, float]:
    """Return where a function is highest, and its value there.

    BFGS climbs from each start, and once more from the best end, so that steps
    shortened by a curvature of old are taken anew.

    Raises:
        NoTopError: If every climb ends on a slope.
    """

    def down(at: Floats) -> tuple[float, Floats]:
        value, gradient = slope(at)
        return -value, -gradient

    ends = [_climb(down, start) for start in starts]
    best = min(ends, key=lambda end: end[1])
    again = _climb(down, best[0])
    found = min((best, again), key=lambda end: end[1])
    if not float(np.abs(slope(found[0])[1]).max()) < NEARLY_FLAT:
        raise NoTopError("the likelihood has no top: simplify the model.")
    return found[0], -found[1]


def _climb(
    down: Callable[[Floats], tuple[float, Floats]], start: Floats
) -> tuple[Floats, float]:
    end = optimize.minimize(down, start, jac=True, method="BFGS", options=OPTIONS)
    return np.asarray(end.x, dtype=np.float64), float(end.fun)


OPTIONS = {"gtol": FLAT, "maxiter": 2000}
