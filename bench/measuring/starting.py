"""Part three: how long a start takes, beside a Python that does nothing."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter_ns

from measuring.figures import MILLISECONDS, Durations
from measuring.people import worked_cases

from glabella.protocols.loader import Library

RUNS = 15
NOTHING = "python -c pass"
HELP = "glabella --help"
ASSESS = "glabella assess FILE"
TARGETS_MS = {HELP: 100, ASSESS: 250}
"""What each may take more than nothing."""

FIRST_PROTOCOL = "chronic_migraine"
COMMAND = Path(sys.executable).with_name("glabella")


def measure(library: Library, *, runs: int = RUNS) -> dict[str, Durations]:
    """Return how long each start takes, taken in turns in the same run."""
    with tempfile.TemporaryDirectory() as folder:
        patient = Path(folder) / "patient.json"
        patient.write_text(_facts_file(library), "utf-8")
        starts = {
            NOTHING: [sys.executable, "-c", "pass"],
            HELP: [sys.executable, str(COMMAND), "--help"],
            ASSESS: [sys.executable, str(COMMAND), "assess", str(patient)],
        }
        rounds = [
            {name: _start(words) for name, words in starts.items()}
            for _ in range(runs + 1)
        ]
    # The first round fills caches, of the system and of this project.
    times = {
        name: zip(*(each[name] for each in rounds[1:]), strict=True) for name in starts
    }
    return {name: Durations(*some) for name, some in times.items()}


def _facts_file(library: Library) -> str:
    """Return the facts of a worked case as a facts file."""
    case = next(c for c in worked_cases(library) if c.protocol == FIRST_PROTOCOL)
    return json.dumps({"on": case.on.isoformat(), "facts": case.facts}, default=str)


def _start(words: Sequence[str]) -> tuple[float, float]:
    """Return the milliseconds of one start: by the clock, and of the processor."""
    cpu, wall = _children_seconds(), perf_counter_ns()
    result = subprocess.run(words, capture_output=True, text=True, check=False)
    wall, cpu = perf_counter_ns() - wall, _children_seconds() - cpu
    # A clinical no is as good as a yes.
    if result.returncode not in {0, 1}:
        raise RuntimeError(f"{' '.join(words)} failed:\n{result.stdout}{result.stderr}")
    return wall / MILLISECONDS, cpu * 1000


def _children_seconds() -> float:
    """Return the processor time of all programs that were started and ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
