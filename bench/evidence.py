"""Measure the statistics beside metafor and PyMARE, in one run.

./dev bench evidence               all four parts, a few minutes with R
./dev bench evidence small large   5 effects, 900 effects
./dev bench evidence many          10,000 meta-analyses of 10 studies
./dev bench evidence levels        three levels of 900 effects

Equal answers are asserted before anything is timed. Ratios count; a single figure says
little on a machine that others use. metafor is left out where there is no Rscript.
Everything is also written to bench/results/evidence.json.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from measuring.figures import table
from measuring.machine import Watch, load_before
from measuring.meta import Compared, large, levels, many, small

RESULTS = Path(__file__).parent / "results" / "evidence.json"

TARGET_METAFOR = 300
TARGET_RATE = 60_000

PARTS: dict[str, Callable[[], Compared]] = {
    "small": small,
    "large": large,
    "many": many,
    "levels": levels,
}


def main() -> int:
    """Run the parts that were asked for; 1 if answers differ or a row did not end."""
    names = _names()
    print(
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"{os.cpu_count()} cores; before the run: {load_before().words()}"
    )
    results: dict[str, object] = {}
    failed = False
    for name in names:
        with Watch() as watch:
            found = PARTS[name]()
        _show(found, watch)
        failed |= bool(found.differing)
        results[name] = {"load": watch.values(), **found.values()}
    RESULTS.parent.mkdir(exist_ok=True)
    measured = datetime.now(UTC).isoformat(timespec="seconds")
    RESULTS.write_text(json.dumps({"measured": measured, **results}, indent=1), "utf-8")
    print(f"\nWritten to {RESULTS.relative_to(RESULTS.parents[2])}")
    return 1 if failed else 0


def _names() -> list[str]:
    parser = argparse.ArgumentParser(
        prog="./dev bench evidence",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    words: list[str] = parser.parse_args().parts
    strange = set(words) - set(PARTS)
    if strange:
        parser.error(f"no part {', '.join(sorted(strange))}: use {', '.join(PARTS)}")
    return words or list(PARTS)


def _show(found: Compared, watch: Watch) -> None:
    print(f"\n{found.title}\n(during the run: {watch.words()})")
    rows = [
        (
            name,
            f"{seconds * 1000:,.3f}",
            f"{found.analyses / seconds:,.0f}",
            f"{seconds / found.ours:,.1f}",
        )
        for name, seconds in found.seconds.items()
    ]
    print(table(("", "ms", "analyses/s", "times ours"), rows))
    for text in found.differing:
        print(f"DIFFERS: {text}")
    for text in found.notes:
        print(text)
    ratio = found.seconds.get("metafor", 0) / found.ours
    if ratio:
        print(_verdict(f"{ratio:,.0f} times metafor", ratio >= TARGET_METAFOR, 300))
    if "PyMARE" in found.seconds:
        ratio = found.seconds["PyMARE"] / found.ours
        print(_verdict(f"{ratio:,.0f} times PyMARE", ratio > 1, 1))
    if found.is_batch:
        rate = found.analyses / found.ours
        print(_verdict(f"{rate:,.0f} analyses/s", rate >= TARGET_RATE, TARGET_RATE))


def _verdict(text: str, well: bool, target: int) -> str:  # noqa: FBT001 - a yes or no
    return f"{'ok' if well else 'MISSED'}: {text}, target {target:,}"


if __name__ == "__main__":
    sys.exit(main())
