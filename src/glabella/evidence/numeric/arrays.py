"""Arrays of numbers, checked at the border: no silent NaN gets past this module."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from glabella.core.errors import InputError

Floats = npt.NDArray[np.float64]
"""An array of numbers; the docstring that takes it says its shape."""

Flags = npt.NDArray[np.bool_]
"""An array of yes and no."""

Places = npt.NDArray[np.intp]
"""An array of positions."""

Numbers = Iterable[float] | Floats | float
"""What a caller may hand over where an array is wanted."""

MOST_STUDIES = 1_000_000
"""More rows than any meta-analysis has; beyond it somebody slipped."""


def floats(values: Numbers, *, name: str) -> Floats:
    """Return numbers as an array of shape (k,), each finite.

    Args:
        values: Numbers, one for each study.
        name: What they are, for the message.

    Raises:
        InputError: If there is none, too many, or one is not a finite number.
    """
    given = values if isinstance(values, np.ndarray | float | int) else list(values)
    try:
        array = np.atleast_1d(np.asarray(given, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{name} holds something that is no number.",
            where=name,
            mending="Give numbers only; leave out studies without one.",
        ) from error
    _check_size(array, name)
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise InputError(
            f"{name} of study {bad[0] + 1} is missing or not finite.",
            where=name,
            mending="Leave the study out, or give its number.",
        )
    return array


def _check_size(array: Floats, name: str) -> None:
    if array.ndim != 1 or not array.size:
        raise InputError(
            f"{name} is not a row of at least one number.",
            where=name,
            mending="Give one number for each study.",
        )
    if array.size > MOST_STUDIES:
        raise InputError(
            f"{name} has {array.size:,} numbers; {MOST_STUDIES:,} is the most.",
            where=name,
            mending="Was a number of rows meant as a number of patients?",
        )


def same_length(**arrays: Floats) -> int:
    """Return the number of studies that all arrays have.

    Raises:
        InputError: If they differ.
    """
    sizes = {name: array.size for name, array in arrays.items()}
    if len(set(sizes.values())) > 1:
        told = ", ".join(f"{size} of {name}" for name, size in sizes.items())
        raise InputError(
            f"the studies do not pair up: {told}.",
            where=next(iter(sizes)),
            mending="Give each study one number of each kind.",
        )
    return next(iter(sizes.values()))


def require(well: Flags, *, name: str, law: str) -> None:
    """Refuse the first study for which a law does not hold.

    Args:
        well: Whether the law holds, shape (k,).
        name: The quantity, such as "variances".
        law: What must be so, such as "must be above zero".
    """
    bad = np.flatnonzero(~well)
    if bad.size:
        raise InputError(
            f"{name} of study {bad[0] + 1} {law}.",
            where=name,
            mending="Look the number up in the source, or leave the study out.",
        )


def check_level(level: float) -> None:
    """Refuse a coverage that is none.

    Raises:
        InputError: If the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise InputError(
            f"{level} is no coverage of an interval.",
            where="level",
            mending="Give a number between 0 and 1, usually 0.95.",
        )


def sums_of_others(values: Floats) -> Floats:
    """Return for each row the sum of all other rows, without subtracting anything.

    Args:
        values: Not negative, shape (k,) or (k, m).

    A sum less one of its terms loses every digit where that term outweighs the rest.
    """
    found = np.zeros_like(values)
    found[1:] = values[:-1].cumsum(axis=0)
    found[:-1] += values[:0:-1].cumsum(axis=0)[::-1]
    return found
