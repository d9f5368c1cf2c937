"""Reads about messages: what is in doubt, what failed, who works, who wants no more."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import attrs
from django.conf import settings
from django.db.models import QuerySet

from glabella.clinic.messages.models import Message, OptOut, Worker
from glabella.clinic.people.models import Contact as Way
from glabella.clinic.people.spellings import phone_numbers
from glabella.clinic.practice.models import Outlet

# A worker is heard of each minute; after three it is missed.
MISSED_AFTER = timedelta(minutes=3)
# Handed over within a minute is usual; after this much, people may rightly ask.
LATE_AFTER = timedelta(minutes=10)
CONSOLE = "glabella.clinic.messages.gateways.Console"


@attrs.frozen
class Troubles:
    """What somebody at the desk should look after.

    Args:
        uncertain: How many messages nobody knows the way of.
        failed: How many were given up.
        late: How many should be out and are not.
        worker: "" if one works; "never" or "missed" if none does.
        steps: Names of steps of the clockwork that fail.
    """

    uncertain: int
    failed: int
    late: int
    worker: str
    steps: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether there is any."""
        counts = self.uncertain + self.failed + self.late
        return bool(counts or self.worker or self.steps)


def unsettled(outlet: UUID) -> QuerySet[Message]:
    """Return the messages that somebody must settle; uncertain ones first."""
    rows = Message.objects.filter(
        outlet_id=outlet, state__in=("uncertain", "failed"), settled_at__isnull=True
    )
    # "uncertain" comes after "failed" in the alphabet.
    return rows.order_by("-state", "written_at").select_related("patient")


def latest(outlet: UUID) -> QuerySet[Message]:
    """Return all messages of an outlet, the latest first."""
    rows = Message.objects.filter(outlet_id=outlet)
    return rows.order_by("-written_at", "id").select_related("patient", "settled_by")


def wishes(outlet: UUID) -> QuerySet[OptOut]:
    """Return who wants no more reminders of this outlet, as said under a message."""
    rows = OptOut.objects.filter(
        lifted_at__isnull=True, said_under__outlet_id=outlet
    ).select_related("said_under__patient")
    return rows.order_by("-opted_out_at")


def ways_of(address: str, *, outlets: Iterable[UUID]) -> list[Way]:
    """Return the ways of people of some outlets that somebody means, as they say it.

    Args:
        address: An e-mail address or a number, with or without the prefix of a country.
    """
    mine = list(outlets)
    profiles = set(Outlet.objects.filter(id__in=mine).values_list("profile", flat=True))
    said = address.strip().casefold()
    meant = [said] if "@" in said else phone_numbers(said, profiles=sorted(profiles))
    rows = Way.objects.filter(
        kind__in=("email", "phone"),
        search_value__in=meant,
        ended_at__isnull=True,
        patient__registrations__outlet__in=mine,
    )
    return list(rows.distinct().order_by("id"))


def last_seen() -> datetime | None:
    """Return when a worker was last heard of; None if never."""
    row = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True)
    return row.first()


def troubles(outlet: UUID, *, at: datetime) -> Troubles:
    """Return what is in trouble at an outlet."""
    rows = list(unsettled(outlet).values_list("state", flat=True))
    late = Message.objects.filter(
        outlet_id=outlet, state="waiting", not_before__lte=at - LATE_AFTER
    )
    # Waiting after a refusal is no lateness of the house: its pause is part of it.
    running = Worker.objects.filter(
        stopped_at__isnull=True, seen_at__gt=at - MISSED_AFTER
    )
    said = {name for one in running for name in one.trouble.split(",") if name}
    seen = last_seen()
    missing = "never" if seen is None else "missed"
    return Troubles(
        uncertain=rows.count("uncertain"),
        failed=rows.count("failed"),
        late=late.count(),
        worker="" if running else missing,
        steps=tuple(sorted(said)),
    )


def reaches_nobody() -> tuple[str, ...]:
    """Return the channels that go to no gateway here: the words stay in the house."""
    silent = {
        "email": "smtp" not in settings.EMAIL_BACKEND,
        "sms": settings.GLABELLA_SMS_GATEWAY == CONSOLE,
    }
    return tuple(channel for channel, is_silent in silent.items() if is_silent)
