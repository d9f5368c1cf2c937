"""Between the scale that is pooled and the one that is printed."""

from math import exp, log

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Measure

LARGEST_EXPONENT = 700.0
"""Beyond it a double has no exponential."""


def printed(value: float, measure: Measure) -> float:
    """Return an effect as it is printed: a ratio as a ratio.

    Raises:
        InputError: If the ratio is beyond any number.
    """
    if not measure.is_log:
        return value
    if abs(value) > LARGEST_EXPONENT:
        raise InputError(
            f"a log ratio of {value:.3g} cannot be printed as a ratio.",
            where="effects",
            mending="Are the effects logarithms already?",
        )
    return exp(value)


def pooled_scale(value: float, measure: Measure) -> float:
    """Return a printed effect as it is pooled: a ratio as its logarithm.

    Raises:
        InputError: If a ratio is not above zero.
    """
    if not measure.is_log:
        return value
    if value <= 0:
        raise InputError(
            f"{value} is no ratio.",
            where="effects",
            mending="Give ratios above zero, or choose a difference as the measure.",
        )
    return log(value)


def no_effect(measure: Measure) -> float:
    """Return the printed effect that means no difference."""
    return 1.0 if measure.is_log else 0.0
