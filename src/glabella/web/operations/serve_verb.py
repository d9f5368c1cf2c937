"""`glabella serve`: the server of a practice, and the anchor it writes twice a day."""

import copy
import logging
import os
import socket
import sys
import threading
from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from django.db import connections
from granian.constants import Interfaces
from granian.log import LOGGING_CONFIG, LogLevels
from granian.server.mp import MPServer

from glabella.cli.printing import print_page
from glabella.clinic.audit.anchors import write_anchor
from glabella.clinic.messages.queries import MISSED_AFTER, last_seen
from glabella.core.errors import InputError
from glabella.web.operations.readiness import (
    check_answers,
    check_migrated,
    check_sealed,
)

LOG = logging.getLogger("glabella.serve")

ANCHOR_EVERY = 12 * 60 * 60  # seconds; the trail promises one a day
STOP_WITHIN = 20  # seconds that an answer may still take when the server is stopped
THREADS = 8  # of each worker; each holds a connection to the database
# No query string: somebody may have typed a name into a search.
ACCESS_LINE = '[%(time)s] %(addr)s "%(method)s %(path)s" %(status)d %(dt_ms).0f ms'


def serve(asked: Namespace) -> int:
    """Serve until SIGINT or SIGTERM; an answer that is under way is finished."""
    check_answers()
    check_migrated()
    check_sealed()
    _check_port(asked.host, asked.port)
    write_anchor(datetime.now(UTC))
    connections.close_all()  # no worker may inherit a connection
    stopped = threading.Event()
    keeper = threading.Thread(target=keep_anchoring, args=(stopped,), daemon=True)
    server = _server(asked)
    server.on_startup(keeper.start)
    server.on_shutdown(stopped.set)
    _say(_greeting(asked))
    if not asked.has_worker:
        _miss_worker(datetime.now(UTC))
    server.serve()
    _say("Stopped.")
    return 0


def keep_anchoring(stopped: threading.Event, *, every: float = ANCHOR_EVERY) -> None:
    """Write an anchor again and again, until the server stops.

    Args:
        stopped: Set when the server stops.
        every: Seconds between two anchors.
    """
    while not stopped.wait(every):
        try:
            write_anchor(datetime.now(UTC))
        except Exception:  # the next try must come, whatever this one met
            LOG.exception("no anchor could be written")
        finally:
            connections.close_all()


def _server(asked: Namespace) -> MPServer:
    return MPServer(
        "glabella.web.wsgi:application",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
        log_level=LogLevels.error,
        log_access=not asked.quiet,
        log_access_format=ACCESS_LINE,
        log_dictconfig=_log_lines(),
    )


def _log_lines() -> dict[str, Any]:
    """Return how the server writes its lines: as it does by itself, without secrets."""
    lines: dict[str, Any] = copy.deepcopy(LOGGING_CONFIG)
    lines["filters"] = {"discreet": {"()": "glabella.web.discreet.Discreet"}}
    for handler in lines["handlers"].values():
        handler["filters"] = ["discreet"]
    return lines


def _say(line: str) -> None:
    print_page(f"{line}\n")
    sys.stdout.flush()


def _miss_worker(at: datetime) -> None:
    """Say that no message goes out, if no worker has been heard of for a while."""
    seen = last_seen()
    connections.close_all()  # as above: this look has opened one
    if seen is None or seen < at - MISSED_AFTER:
        _say("No worker is seen: no message goes out until `glabella work` runs too.")


def _greeting(asked: Namespace) -> str:
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    return (
        f"Glabella serves http://{host}:{asked.port}/ with {asked.workers} workers "
        f"(process {os.getpid()}). Ctrl-C stops it."
    )


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"this address cannot be used: {error.strerror}.",
                where=f"{host}:{port}",
                mending="Stop what listens there, or choose another --port or --host.",
            ) from error
