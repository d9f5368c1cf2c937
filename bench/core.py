"""Measure the core: assessments, a peer on the same criteria, and starting up.

./dev bench core                   all three parts, about two minutes
./dev bench core assess            one patient against all protocols
./dev bench core cql               the same criteria by cql-execution
./dev bench core start             glabella beside a Python that does nothing

Ratios and medians count; a single figure says little on a machine that others use.
Everything is also written to bench/results/core.json.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from measuring import assessing, starting
from measuring.comparing import (
    TARGET_RATIO,
    Comparison,
    compare_cases,
    compare_facts,
    compare_records,
)
from measuring.criteria_text import FORMS
from measuring.figures import table
from measuring.machine import Watch, load_before
from measuring.peer import Peer, PeerError, versions
from measuring.records import bundles, size_of

from glabella.protocols.loader import Library, load

SHOWN = 5
"""How many differing answers are printed."""

RESULTS = Path(__file__).parent / "results" / "core.json"

Values = dict[str, object]


def main() -> int:
    """Run the parts that were asked for; 1 if one could not run or answers differ."""
    words = _words()
    library = load()
    print(
        f"{len(library.protocols)} protocols, {platform.python_implementation()} "
        f"{platform.python_version()}, {os.cpu_count()} cores; before the run: "
        f"{load_before().words()}"
    )
    results: dict[str, Values] = {}
    failed = False
    for name in words.parts or PARTS:
        try:
            results[name] = PARTS[name](library, words.patients)
            failed |= bool(results[name].get("differing"))
        except PeerError as error:
            print(f"\n{name}: not measured. {error}", file=sys.stderr)
            failed = True
    RESULTS.parent.mkdir(exist_ok=True)
    measured = datetime.now(UTC).isoformat(timespec="seconds")
    RESULTS.write_text(json.dumps({"measured": measured, **results}, indent=1), "utf-8")
    print(f"\nWritten to {RESULTS.relative_to(RESULTS.parents[2])}")
    return 1 if failed else 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench core",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument(
        "--patients", type=int, default=2000, help="invented patients for the peer"
    )
    words = parser.parse_args()
    strange = set(words.parts) - set(PARTS)
    if strange:
        parser.error(f"no part {', '.join(sorted(strange))}: use {', '.join(PARTS)}")
    return words


def _assess(library: Library, _: int) -> Values:
    with Watch() as watch:
        found = assessing.measure(library)
    _title(f"One patient against all {len(library.protocols)} protocols", watch)
    rows = [
        (name, *(f"{n:.2f}" for n in (d.median_ms, d.p95_ms, d.median_cpu_ms)))
        for name, d in found.items()
    ]
    print(table(("ms on one core", "median", "p95", "cpu median"), rows))
    for name in assessing.TARGETED:
        median_ms = found[name].median_ms
        is_fast = median_ms < assessing.TARGET_MS
        print(_verdict(f"{name}: {median_ms:.2f} ms", is_fast, "< 2 ms"))
    return {"load": watch.values()} | {name: d.values() for name, d in found.items()}


def _cql(library: Library, patients: int) -> Values:
    records = bundles(patients)
    with Peer() as peer, Watch(helper=peer.process) as watch:
        found = {
            f"records, {form}": compare_records(peer, library, records, form=form)
            for form in FORMS
        }
        found["plain facts (tuple)"] = compare_facts(peer, library, records)
        oracle, silent = compare_cases(peer, library)
    parts = ", ".join(f"{name} {version}" for name, version in versions().items())
    _title(f"The same criteria by {parts}", watch)
    usual = next(iter(found.values()))
    print(f"{size_of(records):.0f} resources a patient, {usual.criteria} criteria")
    _print_comparisons(found)
    _print_oracle(oracle, silent)
    ratio = f"records, as CQL is usually written: {usual.ratio:.0f} times the peer"
    print(_verdict(ratio, usual.ratio >= TARGET_RATIO, f">= {TARGET_RATIO}"))
    differences = [d for each in (*found.values(), oracle) for d in each.differences]
    print(_verdict(f"{len(differences)} answers differ", not differences, "none"))
    print("".join(f"  {difference}\n" for difference in differences[:SHOWN]), end="")
    return {
        "load": watch.values(),
        "differing": len(differences),
        "oracle": oracle.values(),
        **{name: comparison.values() for name, comparison in found.items()},
    }


def _print_comparisons(found: dict[str, Comparison]) -> None:
    rows = [
        (
            name,
            f"{c.patients:,}",
            f"{c.peer_rate:,.0f}",
            f"{c.our_rate:,.0f}",
            f"{c.ratio:.1f}",
            f"{c.cpu_ratio:.1f}",
            "/".join(str(c.answers[word]) for word in ("yes", "no", "unknown")),
        )
        for name, c in found.items()
    ]
    head = ("", "patients", "peer/s", "ours/s", "ratio", "cpu ratio", "yes/no/unknown")
    print(table(head, rows))


def _print_oracle(oracle: Comparison, silent: tuple[str, ...]) -> None:
    """Tell how many answers were compared beside the timed ones."""
    print(
        f"oracle: {oracle.criteria} criteria of all protocols on {oracle.patients:,} "
        f"worked cases and their variants: {oracle.answers.total():,} answers"
    )
    if silent:
        print(f"criteria that CQL cannot say: {', '.join(silent)}")


def _start(library: Library, _: int) -> Values:
    with Watch() as watch:
        found = starting.measure(library)
    _title(f"Starting, medians of {starting.RUNS}", watch)
    base = found[starting.NOTHING]
    rows = [
        (
            name,
            f"{each.median_ms:.0f}",
            f"{each.median_ms - base.median_ms:+.0f}",
            f"{each.median_cpu_ms - base.median_cpu_ms:+.0f}",
        )
        for name, each in found.items()
    ]
    print(table(("ms", "median", "more", "cpu more"), rows))
    for name, most in starting.TARGETS_MS.items():
        more = found[name].median_ms - base.median_ms
        print(_verdict(f"{name}: {more:.0f} ms more", more <= most, f"<= {most} ms"))
    return {"load": watch.values()} | {name: d.values() for name, d in found.items()}


def _title(text: str, watch: Watch) -> None:
    print(f"\n{text}\n(during the run: {watch.words()})")


def _verdict(text: str, well: bool, target: str) -> str:  # noqa: FBT001 - a yes or no
    return f"{'ok' if well else 'MISSED'}: {text}, target {target}"


PARTS: dict[str, Callable[[Library, int], Values]] = {
    "assess": _assess,
    "cql": _cql,
    "start": _start,
}

if __name__ == "__main__":
    sys.exit(main())
