"""What Hypothesis draws for the statistics, and how near numbers must be."""

import numpy as np
from hypothesis import strategies as st

from glabella.evidence.effects.arms import count_arm
from glabella.evidence.effects.effect import Effects, effects
from glabella.evidence.effects.zero_cells import Tables, tables
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.pooling.model import Model, Tau2, Test

RANDOM = [how for how in Tau2 if how is not Tau2.COMMON]


def models() -> st.SearchStrategy[Model]:
    """Every model that there is."""
    # Knapp-Hartung refuses studies that all found the same.
    tests = st.sampled_from([Test.NORMAL, Test.KNAPP_HARTUNG_AT_LEAST_ONE])
    random = st.builds(Model, st.sampled_from(RANDOM), tests)
    return random | st.just(Model(Tau2.COMMON, Test.NORMAL))


@st.composite
def studies(draw: st.DrawFn, least: int = 2, most: int = 8) -> Effects:
    """Some studies of ordinary size and spread."""
    k = draw(st.integers(least, most))
    y = draw(st.lists(st.integers(-3000, 3000), min_size=k, max_size=k))
    v = draw(st.lists(st.integers(1, 5000), min_size=k, max_size=k))
    return effects([each / 1000 for each in y], [each / 1000 for each in v])


@st.composite
def fourfold(draw: st.DrawFn, least: int = 1) -> Tables:
    """Tables without an empty cell."""
    k = draw(st.integers(1, 5))
    cell = st.lists(st.integers(least, 60), min_size=k, max_size=k)
    a, b, c, d = (np.array(draw(cell), dtype=np.float64) for _ in range(4))
    return tables(count_arm(a, a + b), count_arm(c, c + d))


def near(one: object, other: object, *, within: float = 1e-6) -> bool:
    """Return whether numbers or arrays are the same for a reader."""
    first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    return bool(np.allclose(first, second, rtol=within, atol=1e-9))


def scaled(given: Effects, factor: float, shift: float = 0.0) -> Effects:
    """Return the same effects in another unit, from another zero."""
    y: Floats = given.estimates * factor + shift
    return effects(y, given.variances * factor**2)
