"""The correction of a standardised mean difference for small samples."""

from enum import Enum
from typing import assert_never

import numpy as np

from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.numeric.special import log_gamma


class Correction(Enum):
    """How J is computed."""

    EXACT = "exact"
    """J = G(m/2) / (sqrt(m/2) G((m-1)/2)). Source: Hedges 1981, J Educ Stat 6:107."""

    APPROXIMATE = "approximate"
    """J = 1 - 3 / (4m - 1). Source: Borenstein et al. 2009, equation 4.23."""

    NONE = "none"
    """No correction: Cohen's d."""


def correction(df: Floats, kind: Correction) -> Floats:
    """Return J for degrees of freedom `df`, shape (k,), each above 1."""
    match kind:
        case Correction.EXACT:
            half = df / 2
            logs = log_gamma(half) - log_gamma(half - 0.5) - np.log(half) / 2
            return np.asarray(np.exp(logs), dtype=np.float64)
        case Correction.APPROXIMATE:
            return 1 - 3 / (4 * df - 1)
        case Correction.NONE:
            return np.ones_like(df)
        case _:
            assert_never(kind)
