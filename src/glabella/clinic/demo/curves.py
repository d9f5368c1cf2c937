"""Published mean courses that the synthetic people follow, with scatter around them."""

import random
from itertools import pairwise

# Headache days in the month before and in months 1, 2 and 3 after an injection:
# 18.95, 10.55, 9.31, 11.97 (standard deviation about 3), one cycle, 80 people;
# evidence library, time course cm_monthly_wearoff, source wearoff_scielo2021.
HEADACHE_DAYS = (18.95, 10.55, 9.31, 11.97)

# Share of the first score that is left: 47.1 % less at week 6, and no return by week 16
# (HAM-D17, one session); evidence library, time course hamd_wollmer, wollmer2012.
# The weeks between are not stored there; a straight line stands in for them.
MOOD_LEFT = ((0, 1.0), (42, 0.529), (112, 0.5))


def between(course: tuple[tuple[int, float], ...], day: int) -> float:
    """Return the value of a course on a day, on a straight line between its points."""
    for (start, low), (end, high) in pairwise(course):
        if start <= day <= end:
            return low + (high - low) * (day - start) / (end - start)
    return course[-1][1]


def headache_chance(days_after: int | None, *, gain: float) -> float:
    """Return how likely a day is a headache day, so long after the last injection.

    Args:
        gain: 1 for the published mean, 0 for no change.
    """
    before = HEADACHE_DAYS[0]
    if days_after is None:
        return before / 30
    # Each number is the count of a whole month, so it holds for each of its days.
    month = min(days_after // 30 + 1, 3)
    return max(0.5, before - gain * (before - HEADACHE_DAYS[month])) / 30


def phq9_items(
    first: int, days_after: int | None, *, gain: float, chance: random.Random
) -> list[int]:
    """Return nine answers whose sum follows the course; the ninth stays at zero."""
    left = 1.0 if days_after is None else between(MOOD_LEFT, days_after)
    wanted = round(first * (1 - gain * (1 - left)) + chance.gauss(0, 1.5))
    total = max(0, min(24, wanted))
    items = [total // 8] * 8
    for place in chance.sample(range(8), total % 8):
        items[place] += 1
    return [*(min(3, item) for item in items), 0]
