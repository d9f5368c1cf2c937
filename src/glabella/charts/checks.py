"""What every chart refuses: numbers that cannot be drawn, and ends before starts."""

import math
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from glabella.core.errors import InputError

Number: TypeAlias = int | float | Decimal


class ChartError(InputError):
    """Values that no chart can show truthfully."""


def must_be_finite(*numbers: Number | None, where: str) -> None:
    """Refuse what is not a number or not finite; nothing recorded (None) is fine.

    Raises:
        ChartError: If a number is infinite or not a number at all.
    """
    for number in numbers:
        if number is not None and not math.isfinite(number):
            raise ChartError(
                f"{number} cannot be drawn.",
                where=where,
                mending="Give a finite number, or None for what is unknown.",
            )


def must_be_ordered(low: Number | None, high: Number | None, *, where: str) -> None:
    """Refuse an interval whose low end lies above its high end.

    Raises:
        ChartError: If both ends are known and the wrong way round.
    """
    if low is not None and high is not None and low > high:
        raise ChartError(
            f"the low end {low} lies above the high end {high}.",
            where=where,
            mending="Give the lower number first.",
        )


def must_follow(start: date, end: date | None, *, where: str) -> None:
    """Refuse a stretch of time that ends before it begins.

    Raises:
        ChartError: If the end is known and lies before the start.
    """
    if end is not None and end < start:
        raise ChartError(
            f"{end} lies before {start}.",
            where=where,
            mending="Give the earlier day first.",
        )
