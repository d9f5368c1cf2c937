"""A script: 50 writers, each with its own connection, write to the trail at once."""

import os
import threading
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glabella.web.settings")
django.setup()

from django.db import connections  # noqa: E402 needs the setup above

from glabella.clinic.audit.actions import record  # noqa: E402 needs the setup above
from glabella.clinic.audit.actor import system  # noqa: E402 needs the setup above

WRITERS, EVENTS = 50, 4
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
start = threading.Barrier(WRITERS)
written: list[int] = []


def write(number: int) -> None:
    """Write events, all writers from the same moment on."""
    start.wait()
    for _ in range(EVENTS):
        event = record(f"test.writer{number}", by=system("test"), at=AT)
        written.append(event.sequence)
    connections.close_all()


threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if len(set(written)) != WRITERS * EVENTS:
    raise SystemExit(f"{len(set(written))} events were written")
