"""Measure the pages of a practice at 50,000 patients and 300,000 sessions.

./dev bench web                    about five minutes, most of it filling the tables
./dev bench web --patients 5000    a smaller practice

Beside each page: a bare Django view that reads the same rows (no template, no access
table, no trail), and a raw WSGI function, the limit of server and machine. Ratios
count. Everything is also written to bench/results/web.json.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from measuring.figures import table
from measuring.machine import Watch, load_before
from measuring.practice import open_practice

RESULTS = Path(__file__).parent / "results" / "web.json"
AIM_MS = 60
CLIENTS = (1, 4)
PORTS = {"pages": 8761, "bare": 8762, "raw": 8763}
APPLICATIONS = {
    "pages": "glabella.web.wsgi:application",
    "bare": "measuring.bare_wsgi:application",
    "raw": "measuring.raw_wsgi:application",
}


def main() -> int:
    """Fill, serve, ask, compare."""
    words = _words()
    print(f"{os.cpu_count()} cores; before the run: {load_before().words()}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        open_practice(home)
        cookie, patients = _fill(words.patients, words.sessions)
        addresses = {
            "search": ("/desk/patients/?q=kado", "/search/?q=kado"),
            "patient": (f"/desk/patients/{patients}/", f"/patient/?id={patients}"),
            "today": ("/desk/today/", "/today/"),
        }
        with Watch() as watch, _servers():
            rows = [
                (name, clients, *_compare(page, bare, clients=clients, cookie=cookie))
                for name, (page, bare) in addresses.items()
                for clients in CLIENTS
            ]
    _report(rows, watch, words)
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench web",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--patients", type=int, default=50_000)
    parser.add_argument("--sessions", type=int, default=300_000)
    return parser.parse_args()


def _fill(patients: int, sessions: int) -> tuple[str, str]:
    """Return the cookie of somebody who is signed in, and a patient's id."""
    started = time.monotonic()
    from django.test import Client  # noqa: PLC0415 the settings must be read first
    from measuring.seeding import fill  # noqa: PLC0415 as above

    from glabella.clinic.people.models import Patient  # noqa: PLC0415 as above

    user = fill(patients, sessions, at=datetime.now(UTC))
    seconds = time.monotonic() - started
    print(f"{patients} cards, {sessions} sessions in {seconds:.0f} s")
    client = Client()
    client.force_login(
        user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    return cookie, str(Patient.objects.order_by("id")[0].id)


@contextmanager
def _servers() -> Iterator[None]:
    """Serve the pages, the bare views and the raw function, one worker each."""
    here = str(Path(__file__).parent)
    started = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                *("--workers", "2", "--host", "127.0.0.1", "--port", str(port)),
                *("--log-level", "error", APPLICATIONS[name]),
            ],
            cwd=here,
        )
        for name, port in PORTS.items()
    ]
    try:
        for port in PORTS.values():
            _wait(port)
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            _ask(HTTPConnection("127.0.0.1", port), "/health/", "")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"nothing answers on port {port}")


def _ask(connection: HTTPConnection, address: str, cookie: str) -> tuple[int, bytes]:
    connection.request("GET", address, headers={"Cookie": cookie})
    answer = connection.getresponse()
    return answer.status, answer.read()


Measured = tuple[float, float, float, float, float]


def _compare(page: str, bare: str, *, clients: int, cookie: str) -> Measured:
    """Return p50 and p95 of the page, and the rates of page, bare view and limit."""
    times, rate = _load(PORTS["pages"], page, clients=clients, cookie=cookie)
    _, bare_rate = _load(PORTS["bare"], bare, clients=clients, cookie="")
    _, raw_rate = _load(PORTS["raw"], "/", clients=clients, cookie="")
    return median(times), quantiles(times, n=20)[-1], rate, bare_rate, raw_rate


def _load(
    port: int, address: str, *, clients: int, cookie: str, seconds: float = 5
) -> tuple[list[float], float]:
    """Return the milliseconds of each answer, and answers a second."""

    def ask_on() -> list[float]:
        connection = HTTPConnection("127.0.0.1", port)
        _ask(connection, address, cookie)  # the first one warms up
        found, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            started = time.perf_counter()
            status, _ = _ask(connection, address, cookie)
            found.append((time.perf_counter() - started) * 1000)
            if status != 200:
                raise SystemExit(f"{address} answered {status}")
        return found

    with ThreadPoolExecutor(clients) as pool:
        runs = list(pool.map(lambda _: ask_on(), range(clients)))
    times = [one for run in runs for one in run]
    return times, len(times) / seconds


Row = tuple[str, int, float, float, float, float, float]


def _report(rows: list[Row], watch: Watch, words: argparse.Namespace) -> None:
    head = ("page", "clients", "p50 ms", "p95 ms", "a second", "bare view", "raw WSGI")
    cells = [
        (name, str(clients), *(f"{n:.0f}" for n in numbers))
        for name, clients, *numbers in rows
    ]
    print(f"\n{words.patients} patients, {words.sessions} sessions; {watch.words()}")
    print(table(head, cells))
    for name, clients, _, p95, rate, bare, _ in rows:
        verdict = "met" if p95 < AIM_MS else "missed"
        print(
            f"{name}, {clients} clients: p95 {p95:.0f} ms (aim {AIM_MS}: {verdict}); "
            f"the bare view answers {bare / rate:.1f} times as often"
        )
    RESULTS.parent.mkdir(exist_ok=True)
    keys = ("page", "clients", "p50_ms", "p95_ms", "rate", "bare_rate", "raw_rate")
    content = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "patients": words.patients,
        "sessions": words.sessions,
        "load": watch.values(),
        "rows": [dict(zip(keys, row, strict=True)) for row in rows],
    }
    RESULTS.write_text(json.dumps(content, indent=1), "utf-8")
    print(f"\nWritten to {RESULTS.relative_to(RESULTS.parents[2])}")


if __name__ == "__main__":
    sys.exit(main())
