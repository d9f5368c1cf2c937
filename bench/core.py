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

from measuring import assessing, comparing, starting
from measuring.comparing import Comparison
from measuring.criteria_text import FORMS
from measuring.figures import table
from measuring.machine import Watch, load_before
from measuring.peer import Peer, PeerError, versions
from measuring.records import bundles, size_of

from glabella.protocols.loader import Library, load

RESULTS = Path(__file__).parent / "results" / "core.json"

FAST, USUAL = FORMS
FEWER = 5
"""The slower form of the peer's library gets one patient in so many."""

Values = dict[str, object]


def main() -> int:
    """Run the parts that were asked for; 1 if one could not run."""
    words = _words()
    library = load()
    print(
        f"{len(library.protocols)} protocols, {platform.python_implementation()} "
        f"{platform.python_version()}, {os.cpu_count()} cores; before the run: "
        f"{load_before().words()}"
    )
    results: Values = {"measured": datetime.now(UTC).isoformat(timespec="seconds")}
    failed = False
    for name in words.parts or PARTS:
        try:
            results[name] = PARTS[name](library, words.patients)
        except PeerError as error:
            print(f"\n{name}: not measured. {error}", file=sys.stderr)
            failed = True
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1), "utf-8")
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
    median_ms = found[assessing.TARGETED].median_ms
    print(
        _verdict(
            f"median {median_ms:.2f} ms", median_ms < assessing.TARGET_MS, "< 2 ms"
        )
    )
    return {"load": watch.values()} | {name: d.values() for name, d in found.items()}


def _cql(library: Library, patients: int) -> Values:
    records = bundles(patients)
    with Peer() as peer, Watch(helper=peer.process) as watch:
        fast = comparing.compare_records(peer, library, records, form=FAST)
        few = records[: max(len(records) // FEWER, 1)]
        usual = comparing.compare_records(peer, library, few, form=USUAL)
        plain = comparing.compare_facts(peer, library, records)
        oracle, silent = comparing.compare_cases(peer, library)
    parts = ", ".join(f"{name} {version}" for name, version in versions().items())
    _title(f"The same criteria by {parts}", watch)
    print(f"{size_of(records):.0f} resources a patient, {fast.criteria} criteria")
    found = {
        f"records, {FAST}": fast,
        f"records, {USUAL}": usual,
        "plain facts (tuple)": plain,
        "oracle: worked cases": oracle,
    }
    _print_comparisons(found)
    said = f"{oracle.criteria} criteria of all protocols as CQL"
    print(f"{said}; not sayable: {', '.join(silent) or 'none'}")
    is_fast = fast.ratio >= comparing.TARGET_RATIO
    print(_verdict(f"records: {fast.ratio:.1f} times the peer", is_fast, ">= 20"))
    return {"load": watch.values()} | {name: c.values() for name, c in found.items()}


def _print_comparisons(found: dict[str, Comparison]) -> None:
    rows = [
        (
            name,
            str(c.patients),
            f"{c.peer_rate:,.0f}",
            f"{c.our_rate:,.0f}",
            f"{c.ratio:.1f}",
            f"{c.cpu_ratio:.1f}",
            "/".join(str(c.answers[word]) for word in ("yes", "no", "unknown")),
            str(len(c.differences)),
        )
        for name, c in found.items()
    ]
    head = ("", "patients", "peer/s", "ours/s", "ratio", "cpu", "yes/no/unknown")
    print(table((*head, "differ"), rows))
    for name, comparison in found.items():
        for difference in comparison.differences[:5]:
            print(f"  {name}: {difference}")


def _start(library: Library, _: int) -> Values:
    with Watch() as watch:
        found = starting.measure(library)
    _title(f"Starting, medians of {starting.RUNS}", watch)
    base = found[starting.NOTHING]
    rows = [(name, f"{ms:.0f}", f"{ms - base:+.0f}") for name, ms in found.items()]
    print(table(("ms", "median", "more"), rows))
    for name, most in starting.TARGETS_MS.items():
        more = found[name] - base
        print(_verdict(f"{name}: {more:.0f} ms more", more <= most, f"<= {most} ms"))
    return {"load": watch.values(), **found}


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
