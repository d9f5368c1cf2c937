"""The share of true effects beyond the least that matters to a person."""

from math import exp, pi, sqrt

import attrs

from glabella.core.errors import InputError
from glabella.evidence.numeric.special import normal_below
from glabella.evidence.pooling.pool import Pooled


@attrs.frozen
class Beyond:
    """Shares of true effects on both sides of a limit.

    Args:
        above: The share above it.
        below: The share below it.
        se: The standard error of both.
    """

    above: float
    below: float
    se: float


def share_beyond(pooled: Pooled, least: float) -> Beyond:
    """Return which share of true effects lies beyond a limit, effects being normal.

    Args:
        pooled: Random effects.
        least: The minimal important difference, on the pooled scale.

    Raises:
        InputError: If studies do not differ: then all or none lie beyond.

    Source: Mathur and VanderWeele 2019, Stat Med 38:1336.
    """
    if pooled.tau2 <= 0 or pooled.tau2_se is None:
        raise InputError(
            "the studies do not differ beyond chance: all true effects are one.",
            where="tau2",
            mending="Compare the pooled effect with the limit.",
        )
    spread = sqrt(pooled.tau2)
    shift = least - pooled.effect.estimate
    z = shift / spread
    below, above = float(normal_below(z)), float(normal_below(-z))
    slope = pooled.tau2_se**2 * shift**2 / (4 * pooled.tau2**3)
    dense = exp(-(z**2) / 2) / sqrt(2 * pi)
    return Beyond(above, below, dense * sqrt(pooled.effect.se**2 / pooled.tau2 + slope))
