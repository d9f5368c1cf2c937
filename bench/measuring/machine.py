"""What else the machine did while something was measured.

Vocabulary: *foreign load* is the share of all cores that other programs used; *steal*
is the share that the host of a virtual machine kept for others.
"""

import os
import resource
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import attrs

STAT = Path("/proc/stat")
TICKS = os.sysconf("SC_CLK_TCK")


@attrs.frozen
class Ticks:
    """Seconds of all cores together since the machine started."""

    busy: float
    stolen: float
    own: float


@attrs.define
class Watch:
    """Notes foreign load and steal from the first line of a `with` to its last."""

    helper: int | None = None
    """The process id of a program that counts as our own."""
    seconds: float = 0
    foreign_percent: float | None = None
    steal_percent: float | None = None
    _start: float = attrs.field(default=0, init=False, repr=False)
    _before: Ticks | None = attrs.field(default=None, init=False, repr=False)

    def __enter__(self) -> Self:
        """Look at the counters."""
        self._start = time.perf_counter()
        self._before = _ticks(self.helper)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Look again and keep the difference."""
        self.seconds = time.perf_counter() - self._start
        after = _ticks(self.helper)
        if self._before is None or after is None:
            return
        whole = max(self.seconds * (os.cpu_count() or 1), 1e-9) / 100
        busy = after.busy - self._before.busy
        own = after.own - self._before.own
        self.foreign_percent = max(busy - own, 0) / whole
        self.steal_percent = (after.stolen - self._before.stolen) / whole

    def words(self) -> str:
        """Return both shares for a person."""
        if self.foreign_percent is None or self.steal_percent is None:
            return "not known: this system has no /proc/stat"
        return (
            f"{self.foreign_percent:.0f} % foreign, {self.steal_percent:.0f} % stolen"
        )

    def values(self) -> dict[str, float | None]:
        """Return both shares for a file."""
        return {
            "seconds": self.seconds,
            "foreign_percent": self.foreign_percent,
            "steal_percent": self.steal_percent,
        }


def load_before(seconds: float = 1) -> Watch:
    """Return what the machine does while nothing is measured."""
    with Watch() as watch:
        time.sleep(seconds)
    return watch


def _ticks(helper: int | None) -> Ticks | None:
    """Return the counters; Source: proc(5), the line "cpu" of /proc/stat."""
    try:
        words = STAT.read_text("ascii").splitlines()[0].split()[1:]
    except OSError:
        return None
    user, nice, system, _, _, irq, softirq, steal, *_ = map(int, words)
    busy = user + nice + system + irq + softirq
    return Ticks(busy / TICKS, steal / TICKS, _own() + _of_process(helper))


def _own() -> float:
    """Return the processor time of this program and of the ones it waited for."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _of_process(process: int | None) -> float:
    if process is None:
        return 0
    try:
        text = Path(f"/proc/{process}/stat").read_text("ascii")
    except OSError:
        return 0
    fields = text.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
