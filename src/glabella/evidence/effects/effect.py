"""Effects: what each study found, and how uncertain it is."""

from enum import Enum

import attrs
import numpy as np

from glabella.evidence.numeric.arrays import (
    Floats,
    Numbers,
    floats,
    require,
    same_length,
)

SMALLEST, LARGEST = 1e-60, 1e60
"""Variances beyond these limits leave no digit of a weighted sum."""

MOST_ERRORS = 1e10
"""No effect lies so many standard errors from zero; beyond it somebody slipped."""


class Measure(Enum):
    """On which scale an effect is measured."""

    MEAN_DIFFERENCE = "MD"
    STANDARDISED_MEAN_DIFFERENCE = "SMD"
    LOG_RISK_RATIO = "RR"
    LOG_ODDS_RATIO = "OR"
    RISK_DIFFERENCE = "RD"
    PETO_LOG_ODDS_RATIO = "PETO"
    GENERIC = "GEN"

    @property
    def is_log(self) -> bool:
        """Whether estimates are logarithms of what a reader expects."""
        return self in LOGARITHMIC


LOGARITHMIC = frozenset(
    {Measure.LOG_RISK_RATIO, Measure.LOG_ODDS_RATIO, Measure.PETO_LOG_ODDS_RATIO}
)


@attrs.frozen(eq=False)
class Effects:
    """Estimates and sampling variances of k studies.

    Args:
        estimates: Shape (k,), on the scale of the measure (logarithms for ratios).
        variances: Shape (k,), the squares of the standard errors.
        labels: The names of the studies, k of them.
        measure: The scale.
    """

    estimates: Floats
    variances: Floats
    labels: tuple[str, ...]
    measure: Measure = Measure.GENERIC

    @property
    def k(self) -> int:
        """The number of studies."""
        return self.estimates.size

    @property
    def standard_errors(self) -> Floats:
        """The square roots of the variances, shape (k,)."""
        return np.sqrt(self.variances)

    def take(self, chosen: Floats | list[int] | slice) -> "Effects":
        """Return the effects of some studies, in the order asked."""
        places = np.arange(self.k)[chosen]
        return Effects(
            self.estimates[places],
            self.variances[places],
            tuple(self.labels[place] for place in places),
            self.measure,
        )


def effects(
    estimates: Numbers,
    variances: Numbers,
    *,
    labels: tuple[str, ...] = (),
    measure: Measure = Measure.GENERIC,
) -> Effects:
    """Return effects, checked.

    Args:
        estimates: One for each study.
        variances: One for each study.
        labels: Names of the studies; "study 1" and so on if there are none.
        measure: The scale.

    Raises:
        InputError: If a number is missing, or a variance is zero, negative or absurd.
    """
    y = floats(estimates, name="estimates")
    v = floats(variances, name="variances")
    k = same_length(estimates=y, variances=v)
    require(v > 0, name="variances", law="must be above zero")
    require((v > SMALLEST) & (v < LARGEST), name="variances", law="has no usable size")
    far = np.abs(y) < MOST_ERRORS * np.sqrt(v)
    require(far, name="estimates", law="is too far from zero for its variance")
    names = labels or tuple(f"study {place + 1}" for place in range(k))
    same_length(estimates=y, labels=np.zeros(len(names)))
    return Effects(y, v, names, measure)
