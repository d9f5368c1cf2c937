"""Durations as figures: median, 95th percentile, and a table for a terminal."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from time import perf_counter_ns, thread_time_ns
from typing import TypeVar

import attrs

Input = TypeVar("Input")

MILLISECONDS = 1e6
"""Nanoseconds in a millisecond."""


@attrs.frozen
class Durations:
    """Durations of one deed in milliseconds: by the clock and of the processor."""

    wall_ms: tuple[float, ...]
    cpu_ms: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        """The duration that half of them stay below."""
        return median(self.wall_ms)

    @property
    def p95_ms(self) -> float:
        """The duration that 95 of 100 stay below."""
        return sorted(self.wall_ms)[int(len(self.wall_ms) * 0.95)]

    @property
    def median_cpu_ms(self) -> float:
        """The same as the median, of processor time: what others do counts less."""
        return median(self.cpu_ms)

    def values(self) -> dict[str, float]:
        """Return the figures for a file."""
        return {
            "runs": len(self.wall_ms),
            "median_ms": self.median_ms,
            "p95_ms": self.p95_ms,
            "median_cpu_ms": self.median_cpu_ms,
        }


def time_each(deed: Callable[[Input], object], inputs: Iterable[Input]) -> Durations:
    """Return how long a deed takes on each input, each timed alone on one core."""
    wall, cpu = [], []
    for item in inputs:
        wall_start, cpu_start = perf_counter_ns(), thread_time_ns()
        deed(item)
        cpu_end, wall_end = thread_time_ns(), perf_counter_ns()
        wall.append((wall_end - wall_start) / MILLISECONDS)
        cpu.append((cpu_end - cpu_start) / MILLISECONDS)
    return Durations(tuple(wall), tuple(cpu))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a table: words to the left, figures to the right."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
