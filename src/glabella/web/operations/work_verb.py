"""`glabella work`: the process that hands messages over and minds the clock."""

import logging
import os
import signal
import socket
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

import attrs
from django.conf import settings
from django.db import DatabaseError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as Queue
from django_tasks_db.models import DBTaskResult

from glabella.cli.printing import print_page
from glabella.clinic.messages import signs
from glabella.clinic.messages.gateways import check_gateways
from glabella.web.operations.clockwork import STEPS, go_round
from glabella.web.operations.readiness import (
    check_answers,
    check_migrated,
    check_sealed,
)

LOG = logging.getLogger("glabella.work")

ROUND = 60.0  # seconds between two rounds of the clockwork
PAUSE = 1.0  # seconds between two looks at the queue
FAILED = 1
LONGEST_NAME = 64  # what the queue takes


def work(asked: Namespace) -> int:
    """Work until SIGINT or SIGTERM; what is under way is finished first."""
    check_answers()
    check_migrated()
    check_sealed()
    check_gateways()
    stopped = threading.Event()
    _stop_on_signal(stopped)
    shift = Shift(name=_name(), stopped=stopped, now=_now)
    _say(_greeting(shift.name))
    troubled = shift.once() if asked.once else shift.go_on()
    _say("Stopped.")
    return FAILED if troubled else 0


@attrs.frozen
class Shift:
    """The work of one process, from its first sign of life to its last.

    Args:
        name: Of the process; no other has it.
        stopped: Set when somebody asks it to stop.
        now: The clock.
    """

    name: str
    stopped: threading.Event
    now: Callable[[], datetime]

    def once(self) -> bool:
        """Go round once and empty the queue; return whether a step failed."""
        signs.begin(self.name, at=self.now())
        failed = self._round()
        self._empty_queue(until=None)
        signs.end(self.name, at=self.now())
        return bool(failed)

    def go_on(self) -> bool:
        """Work until it is stopped; trouble with the database only makes it wait."""
        has_begun = False
        next_round = 0.0
        while not self.stopped.is_set():
            try:
                if not has_begun:
                    signs.begin(self.name, at=self.now())
                    has_begun = True
                if time.monotonic() >= next_round:
                    next_round = time.monotonic() + ROUND
                    self._round()
                self._empty_queue(until=next_round)
            except DatabaseError:
                LOG.exception("the database does not answer; trying again")
                connections.close_all()
            self.stopped.wait(PAUSE)
        signs.end(self.name, at=self.now())
        return False

    def _round(self) -> tuple[str, ...]:
        failed = go_round(STEPS, at=self.now())
        signs.beat(self.name, trouble=failed, at=self.now())
        return failed

    def _empty_queue(self, *, until: float | None) -> None:
        """Do what stands in line, one after another, and look up in between."""
        # Only a look: taking a task locks the whole of a SQLite database.
        while not self.stopped.is_set() and DBTaskResult.objects.ready().exists():
            _queue(self.name).run()
            if until is not None and time.monotonic() >= until:
                return


def _queue(name: str) -> Queue:
    """Return the worker of the library, for one task."""
    return Queue(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=name,
        excluded_queue_names=[],
    )


def _stop_on_signal(stopped: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)


def _name() -> str:
    """Return a name that no other process has had: a claim is known by it."""
    end = f"-{os.getpid()}-{get_random_string(8)}"
    return socket.gethostname()[: LONGEST_NAME - len(end)] + end


def _greeting(name: str) -> str:
    mail = settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2]
    sms = settings.GLABELLA_SMS_GATEWAY.rpartition(".")[2]
    return (
        f"Glabella works as {name}. E-mail: {mail}. Text messages: {sms}. Ctrl-C stops "
        "it."
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _say(line: str) -> None:
    print_page(f"{line}\n")
    sys.stdout.flush()
