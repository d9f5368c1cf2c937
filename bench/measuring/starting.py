"""Part three: how long a start takes, beside a Python that does nothing."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from measuring.figures import MILLISECONDS
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


def measure(library: Library, *, runs: int = RUNS) -> dict[str, float]:
    """Return the median milliseconds of each start, taken in turns in the same run."""
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
    return {name: median(times[name] for times in rounds[1:]) for name in starts}


def _facts_file(library: Library) -> str:
    """Return the facts of a worked case as a facts file."""
    case = next(c for c in worked_cases(library) if c.protocol == FIRST_PROTOCOL)
    return json.dumps({"on": case.on.isoformat(), "facts": case.facts}, default=str)


def _start(words: Sequence[str]) -> float:
    """Return the milliseconds of one start; a clinical no is as good as a yes."""
    started = perf_counter()
    result = subprocess.run(words, capture_output=True, text=True, check=False)
    seconds = perf_counter() - started
    if result.returncode not in {0, 1}:
        raise RuntimeError(f"{' '.join(words)} failed:\n{result.stdout}{result.stderr}")
    return seconds * 1e9 / MILLISECONDS
