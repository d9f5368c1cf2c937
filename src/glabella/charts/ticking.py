"""Ticks whose numbers keep clear of each other, however long they are."""

from collections.abc import Callable
from itertools import pairwise

from glabella.charts.lettering import width_of
from glabella.charts.scale import Scale, log_ticks, ticks

_GAP = 6


def ticks_that_fit(
    scale: Scale, most: int, text: Callable[[float], str]
) -> tuple[float, ...]:
    """Return round numbers of a level axis, as many as fit side by side.

    Args:
        scale: The axis, from left to right.
        most: How many at most, about.
        text: What is written under a tick.
    """
    found = _of(scale, max(most, 2))
    for count in range(max(most, 2) - 1, 1, -1):
        if _is_clear(found, scale, text):
            return found
        found = _of(scale, count)
    return found if _is_clear(found, scale, text) else found[:: max(len(found) - 1, 1)]


def _of(scale: Scale, count: int) -> tuple[float, ...]:
    if scale.log:
        return log_ticks(scale.low, scale.high, count)
    return ticks(scale.low, scale.high, count)


def _is_clear(
    found: tuple[float, ...], scale: Scale, text: Callable[[float], str]
) -> bool:
    boxes = ((scale.at(n), width_of(text(n), "tick") / 2) for n in found)
    return all(
        one + half + _GAP <= two - other
        for (one, half), (two, other) in pairwise(boxes)
    )
