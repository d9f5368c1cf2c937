"""Trim and fill: how many studies seem to be missing on one side.

Source: Duval and Tweedie 2000, Biometrics 56:455 and J Am Stat Assoc 95:89.
"""

from enum import Enum

import attrs
import numpy as np

from glabella.evidence.bias.asymmetry import egger_side
from glabella.evidence.effects.effect import Effects, effects
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.pooling.model import Model, Test
from glabella.evidence.pooling.pool import Pooled, pool

NORMAL_REML = Model(test=Test.NORMAL)


class Missing(Enum):
    """How missing studies are counted."""

    L0 = "L0"
    """From the sum of ranks on the fuller side."""

    R0 = "R0"
    """From the longest run of the largest ranks on the fuller side."""


class Side(Enum):
    """On which side studies are missing."""

    LEFT = "left"
    RIGHT = "right"


@attrs.frozen(eq=False)
class Filled:
    """The studies with those that seem to be missing.

    Args:
        missing: How many.
        side: On which side.
        filled: The studies, the mirror images of some after them.
        pooled: Of all of them.
    """

    missing: int
    side: Side
    filled: Effects
    pooled: Pooled


def trim_and_fill(
    given: Effects, model: Model = NORMAL_REML, *, counting: Missing = Missing.L0
) -> Filled:
    """Return the studies, filled up until both sides are alike.

    Raises:
        InputError: If there are fewer than three studies, or all are as precise.
    """
    rising = egger_side(given, model) >= 0
    side = Side.LEFT if rising else Side.RIGHT
    sign = 1.0 if rising else -1.0
    order = np.argsort(sign * given.estimates, kind="stable")
    y, v = sign * given.estimates[order], given.variances[order]
    missing, centre = _count(y, v, model, counting)
    if not missing:
        return Filled(0, side, given, pool(given, model))
    mirrored = sign * (2 * centre - y[-missing:])
    filled = effects(
        np.concatenate([given.estimates, mirrored]),
        np.concatenate([given.variances, v[-missing:]]),
        labels=(*given.labels, *(f"filled {i + 1}" for i in range(missing))),
        measure=given.measure,
    )
    return Filled(missing, side, filled, pool(filled, model))


def _count(y: Floats, v: Floats, model: Model, counting: Missing) -> tuple[int, float]:
    """Return how many are missing on the left, and the centre without their images.

    The search ends with the first number that comes back.
    """
    missing, centre, seen = 0, 0.0, set[int]()
    while missing not in seen:
        seen.add(missing)
        kept = slice(0, y.size - missing)
        centre = pool(effects(y[kept], v[kept]), model).effect.estimate
        missing = min(_missing(_signed_ranks(y - centre), counting), y.size - 2)
    return missing, centre


def _signed_ranks(rest: Floats) -> Floats:
    order = np.argsort(np.abs(rest), kind="stable")
    ranks = np.empty(rest.size)
    ranks[order] = np.arange(1, rest.size + 1)
    return np.asarray(np.sign(rest) * ranks)


def _missing(ranks: Floats, counting: Missing) -> int:
    k = ranks.size
    if counting is Missing.R0:
        below = ranks[ranks < 0]
        found = k - float(-below.min() if below.size else 0) - 1
    else:
        found = (4 * float(ranks[ranks > 0].sum()) - k * (k + 1)) / (2 * k - 1)
    return max(0, round(found))
