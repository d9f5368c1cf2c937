"""Measure the saving of a 31-site session with lot deduction, and a consent as PDF.

./dev bench record              about a minute
./dev bench record --runs 40    fewer sessions

Beside the deed: raw inserts of the same rows of record and stock, in the same run and
database, without laws, digest, trail or seal. No open peer has an equivalent that runs
here. Ratios count. Everything is also written to bench/results/record.json.
"""

import argparse
import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from measuring.figures import Durations, table, time_each
from measuring.machine import Watch, load_before
from measuring.practice import open_practice

RESULTS = Path(__file__).parent / "results" / "record.json"
CONSENT_AIM_MS = 300


def main() -> int:
    """Fill, finish, compare."""
    words = _words()
    print(f"{os.cpu_count()} cores; before the run: {load_before().words()}")
    with tempfile.TemporaryDirectory() as folder:
        open_practice(Path(folder))
        from measuring import sealing  # noqa: PLC0415 the settings must be read first

        bench = sealing.Bench.made(datetime.now(UTC))
        with Watch() as watch:
            deeds = time_each(bench.finish, [bench.open() for _ in range(words.runs)])
            raw = time_each(bench.insert, range(words.runs))
            consents = time_each(bench.consent_pdf, range(words.consents))
    _report({"deed": deeds, "raw inserts": raw, "consent PDF": consents}, watch)
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench record",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--consents", type=int, default=20)
    return parser.parse_args()


def _report(found: dict[str, Durations], watch: Watch) -> None:
    rows = [
        (name, f"{one.median_ms:.1f}", f"{one.p95_ms:.1f}", f"{one.median_cpu_ms:.1f}")
        for name, one in found.items()
    ]
    print(f"\n{watch.words()}")
    print(table(("what", "median ms", "p95 ms", "cpu ms"), rows))
    ratio = found["deed"].median_ms / found["raw inserts"].median_ms
    print(
        f"the deed takes {ratio:.1f} times as long as raw inserts of its rows: it also "
        "asks the laws, names deviations, writes the trail and seals"
    )
    p95 = found["consent PDF"].p95_ms
    verdict = "met" if p95 < CONSENT_AIM_MS else "missed"
    print(f"consent PDF: p95 {p95:.0f} ms (aim {CONSENT_AIM_MS}: {verdict})")
    RESULTS.parent.mkdir(exist_ok=True)
    content = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": watch.values(),
        "ratio": ratio,
        "rows": {name: one.values() for name, one in found.items()},
    }
    RESULTS.write_text(json.dumps(content, indent=1), "utf-8")
    print(f"\nWritten to {RESULTS.relative_to(RESULTS.parents[2])}")


if __name__ == "__main__":
    sys.exit(main())
