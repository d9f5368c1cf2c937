"""Measure free slots, bookings and races, beside django-appointment on the same data.

./dev bench booking                                    several minutes
./dev bench booking --appointments 5000 --days 28      a small practice
./dev bench booking --without-peer                     no venv, no network

Free slots over 52 weeks, 5 outlets and 10 clinicians at 100,000 appointments of a
quarter of an hour. django-appointment comes from PyPI into a venv that is thrown away,
and is asked day by day and clinician by clinician: it has no other question, and no
outlets. Bookings stand beside raw inserts of the same rows under the same constraint.
Ratios count. Everything is also written to bench/results/booking.json.
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import venv
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import django
from measuring.figures import table, time_each
from measuring.machine import Watch, load_before
from measuring.practice import open_practice

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "booking.json"
PEER = "django-appointment==3.8.0"
FORGOTTEN = "icalendar"  # the peer imports it and does not ask for it
CLIENTS = 50


def main() -> int:
    """Fill, ask, book, race, compare."""
    words = _words()
    print(f"{os.cpu_count()} cores; before the run: {load_before().words()}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        open_practice(home)
        from measuring import booking  # noqa: PLC0415 the settings must be read first

        bench = booking.Bench.made(
            outlets=words.outlets,
            clinicians=words.clinicians,
            days=words.days,
            appointments=words.appointments,
        )
        with Watch() as watch:
            found = _measured(bench, words)
            if not words.without_peer:
                found |= _peer(bench, home)
    _report(found, watch, words)
    return int(found["doubles"] != 0)


def _measured(bench, words: argparse.Namespace) -> dict[str, float]:  # type: ignore[no-untyped-def]  # noqa: ANN001 of a module that needs the settings first
    slots = bench.slots()
    asked = time_each(bench.slots, range(words.runs))
    times = bench.free_starts()
    deeds = time_each(bench.book, list(itertools.islice(times, words.bookings)))
    raw = time_each(bench.insert, list(itertools.islice(times, words.bookings)))
    races = [next(times)[1] for _ in range(words.races * bench_step(bench))]
    begin = perf_counter()
    for start in races[:: bench_step(bench)]:
        bench.race(CLIENTS, start)
    return {
        "slots": slots,
        "slots_seconds": asked.median_ms / 1000,
        "bookings_per_second": 1000 / deeds.median_ms,
        "raw_per_second": 1000 / raw.median_ms,
        "race_seconds": (perf_counter() - begin) / max(words.races, 1),
        "doubles": bench.doubles(),
    }


def bench_step(bench) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001 as above
    """Return how many free times lie between two races: an hour of everybody."""
    return 4 * len(bench.staff)


def _peer(bench, home: Path) -> dict[str, float]:  # type: ignore[no-untyped-def]  # noqa: ANN001 as above
    """Ask the peer in a venv of its own; say clearly if it cannot be installed."""
    place = home / "peer"
    venv.create(place, with_pip=True)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    wanted = [PEER, FORGOTTEN, f"Django=={django.__version__}"]
    pip = [str(python), "-m", "pip", "install", "-q", *wanted]
    done = subprocess.run(pip, check=False, capture_output=True, text=True)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no word from pip"]
        print(f"\n{PEER} cannot be installed, so nothing stands beside: {last[0]}")
        return {}
    asked = home / "peer.json"
    rows = {
        "first": bench.first.isoformat(),
        "days": bench.days,
        "clinicians": len(bench.staff),
        "taken": bench.taken,
    }
    asked.write_text(json.dumps(rows), "utf-8")
    script = HERE / "measuring" / "slots_peer.py"
    ran = subprocess.run(
        [python, script, asked], check=False, capture_output=True, text=True
    )
    if ran.returncode:
        print(f"\n{PEER} did not run:\n{ran.stderr[-800:]}")
        return {}
    answer = json.loads(ran.stdout.splitlines()[-1])
    return {"peer_slots": answer["slots"], "peer_seconds": answer["seconds"]}


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench booking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--appointments", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=364)
    parser.add_argument("--outlets", type=int, default=5)
    parser.add_argument("--clinicians", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--bookings", type=int, default=500)
    parser.add_argument("--races", type=int, default=5)
    parser.add_argument("--without-peer", action="store_true")
    return parser.parse_args()


def _report(found: dict[str, float], watch: Watch, words: argparse.Namespace) -> None:
    rows = [
        (name, f"{value:,.3f}".rstrip("0").rstrip(".")) for name, value in found.items()
    ]
    print(f"\n{watch.words()}")
    print(table(("what", "figure"), rows))
    ratios = {"booking": found["raw_per_second"] / found["bookings_per_second"]}
    print(
        f"a booking takes {ratios['booking']:.1f} times as long as raw inserts of its "
        "rows: it also asks the laws, waits its turn and writes the trail"
    )
    if "peer_seconds" in found:
        ratios["slots"] = found["peer_seconds"] / found["slots_seconds"]
        print(
            f"django-appointment takes {ratios['slots']:.0f} times as long for the "
            f"slots, and finds {found['peer_slots']:,.0f} beside {found['slots']:,.0f}"
        )
    print(f"doubles after {words.races} races of {CLIENTS}: {found['doubles']:.0f}")
    RESULTS.parent.mkdir(exist_ok=True)
    content = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": watch.values(),
        "sizes": vars(words),
        "ratios": ratios,
        "figures": found,
    }
    RESULTS.write_text(json.dumps(content, indent=1), "utf-8")
    print(f"\nWritten to {RESULTS.relative_to(RESULTS.parents[2])}")


if __name__ == "__main__":
    sys.exit(main())
