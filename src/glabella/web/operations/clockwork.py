"""What the clock asks for, each minute: a table of names and steps.

A step that fails is logged and named; the others go on, and it is tried again with the
next round. Each may run in two workers at once.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from django.db import connections

from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.booking.actions import lapse_offers
from glabella.clinic.booking.invitations import write_invitations
from glabella.clinic.booking.recalls import write_recalls
from glabella.clinic.booking.reminders import write_reminders
from glabella.clinic.diary.nudges import write_nudges
from glabella.clinic.followup.actions import reports
from glabella.clinic.followup.queries.reviews import overdue
from glabella.clinic.messages.steps import forget_erased, forget_secrets, sweep
from glabella.clinic.messages.tasks import bring_back, forget
from glabella.clinic.messages.values import CLAIM_LASTS
from glabella.clinic.online import actions as online
from glabella.clinic.portal.actions import answer_asks
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.public.actions import forget_answers

LOG = logging.getLogger("glabella.work")
ORIGIN = "work"


class Step(Protocol):
    """One thing to do; what it returns is only counted."""

    def __call__(self, *, by: Actor, at: datetime) -> object:
        """Do it, as the machine and at a moment."""


def raise_overdue(*, by: Actor, at: datetime) -> None:
    """Make reports to authorities urgent that are overdue, at each outlet."""
    for outlet in Outlet.objects.filter(closed_at__isnull=True):
        late = overdue(outlet, at=at, library=library())
        reports.raise_overdue(outlet.id, late, by=by, at=at)


def _without_name(step: Callable[..., object], **more: object) -> Step:
    """Return a step of the queue as the table wants it: nobody does it by name."""

    def do(*, by: Actor, at: datetime) -> object:
        del by
        return step(at=at, **more)

    return do


STEPS: tuple[tuple[str, Step], ...] = (
    ("stale claims", _without_name(sweep, older_than=CLAIM_LASTS)),
    ("spent secrets", _without_name(forget_secrets)),
    ("messages of the erased", _without_name(forget_erased)),
    ("lost messages", _without_name(bring_back)),
    ("links asked for", answer_asks),
    ("online requests", _without_name(online.sweep)),
    ("self-check answers", _without_name(forget_answers)),
    ("offers", lapse_offers),
    ("invitations", write_invitations),
    ("reminders", write_reminders),
    ("recalls", write_recalls),
    ("diary reminders", write_nudges),
    ("overdue reports", raise_overdue),
    ("old tasks", _without_name(forget)),
)


def go_round(steps: Sequence[tuple[str, Step]], *, at: datetime) -> tuple[str, ...]:
    """Do every step; return the names of those that failed."""
    failed = []
    for name, step in steps:
        try:
            step(by=system(ORIGIN), at=at)
        except Exception:
            LOG.exception("the step %r failed", name)
            connections.close_all()  # it may be the line to the database that is bad
            failed.append(name)
    return tuple(failed)
