"""The answer without each study in turn, and as studies came in."""

import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects
from glabella.evidence.pooling.model import USUAL, Model, Tau2, Test
from glabella.evidence.pooling.pool import Pooled, pool

FEWEST = 3
"""Two studies less one leave one."""


def leave_one_out(given: Effects, model: Model = USUAL) -> tuple[Pooled, ...]:
    """Return the pooled effect without each study in turn, in the order given.

    Raises:
        InputError: If there are fewer than three studies.
    """
    check_enough(given)
    places = np.arange(given.k)
    return tuple(pool(given.take(places != each), model) for each in range(given.k))


def cumulative(given: Effects, model: Model = USUAL) -> tuple[Pooled, ...]:
    """Return the pooled effect of the first study, the first two, and so on.

    The first step is the first study alone, with its own normal interval.
    """
    alone = Model(Tau2.COMMON, Test.NORMAL, model.level)
    first = pool(given.take(slice(0, 1)), alone)
    steps = (pool(given.take(slice(0, n)), model) for n in range(2, given.k + 1))
    return (first, *steps)


def check_enough(given: Effects) -> None:
    """Refuse to leave a study out of two.

    Raises:
        InputError: If there are fewer than three studies.
    """
    if given.k < FEWEST:
        raise InputError(
            f"{given.k} studies cannot be told apart by leaving one out.",
            where="studies",
            mending="Three are needed.",
        )
