"""GOSH: the answer of every choice of studies, or of a sample of choices.

Source: Olkin, Dahabreh and Trikalinos 2012, Res Synth Methods 3:214.
"""

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Flags, Floats
from glabella.evidence.pooling.model import USUAL, Model
from glabella.evidence.pooling.pool import pool

LEAST = 2
"""Studies in a choice."""

MOST_CHOICES = 1_000_000
"""More choices than a plot can show or a reader wait for."""


@attrs.frozen(eq=False)
class Gosh:
    """The answers of n choices of studies.

    Args:
        chosen: Which studies, shape (n, k).
        estimates: Pooled effects, shape (n,).
        i2: Shares of variation that are not chance, in percent, shape (n,).
        complete: Whether these are all choices of two studies and more.
    """

    chosen: Flags
    estimates: Floats
    i2: Floats
    complete: bool


def gosh(
    given: Effects, model: Model = USUAL, *, most: int = 10_000, seed: int = 1
) -> Gosh:
    """Return the answers of all choices of two studies and more, or of a sample.

    Args:
        given: k effects.
        model: The choice of model.
        most: If there are more choices than this, so many are drawn.
        seed: Of the draw, so that it can be repeated.

    Raises:
        InputError: If there are fewer than three studies, or `most` is absurd.
    """
    if given.k <= LEAST or not 1 <= most <= MOST_CHOICES:
        raise InputError(
            f"{most:,} choices of {given.k} studies cannot be shown.",
            where="GOSH",
            mending=f"Three studies are needed, and {MOST_CHOICES:,} choices at most.",
        )
    complete = 2**given.k - given.k - 1 <= most
    chosen = _all(given.k) if complete else _sample(given.k, most, seed)
    found = [pool(given.take(row.nonzero()[0]), model) for row in chosen]
    return Gosh(
        chosen=chosen,
        estimates=np.array([each.effect.estimate for each in found]),
        i2=np.array([each.heterogeneity.i2 for each in found]),
        complete=complete,
    )


def _all(k: int) -> Flags:
    numbers = np.arange(2**k)[:, None] >> np.arange(k) & 1
    chosen = numbers.astype(np.bool_)
    return np.asarray(chosen[chosen.sum(axis=1) >= LEAST])


def _sample(k: int, n: int, seed: int) -> Flags:
    """Return choices whose sizes are as likely as each other, shape (n, k)."""
    chance = np.random.default_rng(seed)
    sizes = chance.integers(LEAST, k + 1, size=n)
    ranks = chance.random((n, k)).argsort(axis=1).argsort(axis=1)
    return np.asarray(ranks < sizes[:, None])
