"""Calendars to look into: a secret address for each, read by programs, changed by none.

Who has the address sees when somebody or an outlet has appointments, and in which room;
nothing else. The secret is shown once; a revoked one is answered like one that never
was.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import attrs
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import calendars
from glabella.clinic.booking.models import Appointment, Ask, Feed
from glabella.clinic.people import laws
from glabella.clinic.practice.lexicon import names_a_product, outlet_name

# DERIVED: defaults of this project; no source prints them.
BACK, AHEAD = timedelta(weeks=8), timedelta(weeks=52)
TOMBSTONES = timedelta(weeks=4)  # how long a cancelled appointment stays in it
HOUR = timedelta(hours=1)
# Programs ask every few minutes, and those of a whole practice from one address.
MOST_ASKS = 600


@attrs.frozen
class Shown:
    """A calendar as it is handed out.

    Args:
        body: The iCalendar text.
        digest: Of what it says.
        changed_at: Since when it says that, as far as somebody has asked.
    """

    body: bytes
    digest: str
    changed_at: datetime


@transaction.atomic
def make_feed(
    *, staff: UUID | None, outlet: UUID | None, by: Actor, at: datetime
) -> tuple[Feed, str]:
    """Make a calendar of one clinician or of one outlet.

    Returns:
        The row, and the secret of its address, which cannot be read again.

    Raises:
        DeedRefusedError: If it is of both or of neither.
    """
    if (staff is None) == (outlet is None):
        raise DeedRefusedError(
            _("a calendar is of one person or of one outlet."),
            where=_("calendar"),
            mending=_("Choose one of them."),
        )
    secret = secrets.token_urlsafe(32)
    row = Feed.objects.create(
        secret_hash=_hashed(secret),
        staff_id=staff,
        outlet_id=outlet,
        made_at=at,
        made_by_id=by.account,
    )
    record("booking.make_feed", by=by, at=at, about=row.id)
    return row, secret


@transaction.atomic
def revoke_feed(feed: UUID, *, by: Actor, at: datetime) -> None:
    """Close a calendar; its address is answered no more.

    Raises:
        DeedRefusedError: If it is closed already.
    """
    rows = Feed.objects.filter(id=feed)
    laws.found(rows)
    laws.end(rows, "revoked", by=by, at=at)
    record("booking.revoke_feed", by=by, at=at, about=feed)


def running_feeds(*, staff: UUID | None, outlet: UUID | None) -> list[Feed]:
    """Return the calendars of somebody or of an outlet that are answered, in order."""
    mine = Q(staff_id=staff) if staff else Q(pk__in=())
    of_place = Q(outlet_id=outlet) if outlet else Q(pk__in=())
    rows = Feed.objects.filter(mine | of_place, revoked_at__isnull=True)
    return list(rows.select_related("staff__user", "outlet").order_by("made_at"))


def may_ask(address: str, *, at: datetime) -> bool:
    """Count one time that a calendar is asked for; return whether it may go on.

    Args:
        address: From where; kept as a hash, for an hour.
    """
    # Addresses are few: from a hash without a key they would be guessed.
    key = salted_hmac("glabella.feeds", address, algorithm="sha256").hexdigest()
    Ask.objects.filter(made_at__lte=at - HOUR).delete()
    if Ask.objects.filter(key_hash=key).count() >= MOST_ASKS:
        return False
    Ask.objects.create(key_hash=key, made_at=at)
    return True


def shown_feed(secret: str, *, at: datetime) -> Shown | None:
    """Return what a calendar says now; None if its address is unknown or revoked.

    The same number of queries for any number of appointments.
    """
    rows = Feed.objects.filter(secret_hash=_hashed(secret), revoked_at__isnull=True)
    feed = rows.select_related("staff__user", "outlet").first()
    if feed is None or (feed.staff is not None and not feed.staff.user.is_active):
        return None
    found = _appointments(feed, at=at)
    digest = _digest(feed, found)
    changed_at = feed.changed_at if feed.digest == digest else None
    if changed_at is None:
        changed_at = at.replace(microsecond=0)
        Feed.objects.filter(id=feed.id).update(digest=digest, changed_at=changed_at)
    return Shown(_body(feed, found, stamp=changed_at), digest, changed_at)


def _hashed(text: str) -> str:
    """Return a hash: without salt or work, because a secret is random and long."""
    return hashlib.sha256(text.encode()).hexdigest()


def _appointments(feed: Feed, *, at: datetime) -> list[Appointment]:
    """Return what a calendar shows, from some weeks back to a year ahead."""
    whose = Q(outlet=feed.outlet) if feed.outlet else Q(clinician=feed.staff)
    stands = ~Q(state="cancelled") | Q(cancelled_at__gt=at - TOMBSTONES)
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Appointment.objects.filter(
        whose, stands, starts_at__gte=day - BACK, starts_at__lt=day + AHEAD
    )
    return list(rows.select_related("outlet", "room").order_by("starts_at", "id"))


def _language(feed: Feed) -> str:
    if feed.staff is not None:
        return feed.staff.user.language
    return feed.outlet.language if feed.outlet is not None else "en"


def _where(feed: Feed, row: Appointment) -> str:
    """Return the room; for a clinician, who may work at several, the outlet too."""
    room = row.room.name if row.room else ""
    parts = [room] if room and not names_a_product(room) else []
    if feed.outlet is None or not parts:
        parts.append(outlet_name(row.outlet, language=_language(feed)))
    return ", ".join(parts)


def _digest(feed: Feed, rows: Sequence[Appointment]) -> str:
    said = [
        f"{row.id} {row.version} {row.starts_at} {row.ends_at} {row.state} "
        f"{_where(feed, row)} {row.outlet.time_zone}"
        for row in rows
    ]
    return _hashed("\n".join([_language(feed), *said]))


def _body(feed: Feed, rows: Sequence[Appointment], *, stamp: datetime) -> bytes:
    with translation.override(_language(feed)):
        events = [
            calendars.event_of(row, where=_where(feed, row), stamp=stamp)
            for row in rows
        ]
        name = _("Appointments")
    found = calendars.calendar(events, zones=[row.outlet.time_zone for row in rows])
    if feed.outlet is not None:
        name = f"{name} · {outlet_name(feed.outlet, language=_language(feed))}"
    found.add("x-wr-calname", name)
    # How often to ask again, in the words of each program.
    found.add("refresh-interval", calendars.ASK_AGAIN)
    found.add("x-published-ttl", "PT1H")
    return bytes(found.to_ical())
