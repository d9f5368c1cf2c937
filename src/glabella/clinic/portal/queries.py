"""Reads of the portal: who is inside, what passes through, who looked."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs

from glabella.clinic.accounts.words import role_in_words
from glabella.clinic.audit.models import Event
from glabella.clinic.people.cards import Person
from glabella.clinic.portal.doors import is_shut
from glabella.clinic.portal.models import (
    Device,
    Door,
    Line,
    Link,
    Proxy,
    Release,
)
from glabella.clinic.portal.tokens import hashed
from glabella.clinic.portal.values import Entry
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.queries import document_content

YEAR = timedelta(days=365)
# Of files that a browser is given under their own kind.
ENDINGS = MappingProxyType(
    {
        "application/pdf": ".pdf",
        "image/jpeg": ".jpg",
        "image/png": ".png",
        "text/plain": ".txt",
    }
)


def standing_door(entry: Entry) -> Door | None:
    """Return the door somebody came through, if it still stands open to them.

    None once the practice closed it, the proxy was ended or the device revoked; and
    while it is shut, see `doors`.
    """
    rows = Door.objects.filter(id=entry.door, closed_at__isnull=True)
    door = rows.select_related("patient", "outlet").first()
    if door is None or is_shut(door) or _is_over(entry):
        return None
    return door


def _is_over(entry: Entry) -> bool:
    if entry.proxy is not None and running_proxy(entry.proxy) is None:
        return True
    if entry.device is None:
        return False
    kept = Device.objects.filter(id=entry.device, revoked_at__isnull=True)
    return not kept.exists()


def running_proxy(proxy: UUID) -> Proxy | None:
    """Return a proxy that nobody has ended."""
    rows = Proxy.objects.filter(id=proxy, ended_at__isnull=True)
    return rows.select_related("relation").first()


def door_of(patients: tuple[UUID, ...]) -> Door | None:
    """Return the open door of a person, from any of their cards."""
    return Door.objects.filter(patient_id__in=patients, closed_at__isnull=True).first()


def devices(door: UUID) -> list[Device]:
    """Return the devices that are remembered, the latest first."""
    rows = Device.objects.filter(door_id=door, revoked_at__isnull=True)
    return list(rows.select_related("proxy__relation").order_by("-seen_at"))


def device_known_by(secret: str) -> Device | None:
    """Return the device that holds a secret, if it is still remembered."""
    rows = Device.objects.filter(token_hash=hashed(secret), revoked_at__isnull=True)
    return rows.first()


def used_links(door: UUID, *, limit: int = 10) -> list[Link]:
    """Return the links of a door with which somebody came in, the latest first."""
    rows = Link.objects.filter(door_id=door, used_at__isnull=False)
    return list(rows.select_related("proxy__relation").order_by("-used_at")[:limit])


def language_behind(door: UUID) -> str:
    """Return the language of the person whose door it is."""
    rows = Door.objects.filter(id=door)
    return rows.values_list("patient__language", flat=True).first() or ""


def doors_of(patients: tuple[UUID, ...]) -> list[Door]:
    """Return the open doors of a person, one of each card at most."""
    rows = Door.objects.filter(patient_id__in=patients, closed_at__isnull=True)
    return list(rows.select_related("patient", "outlet").order_by("opened_at"))


def proxies(door: UUID) -> list[Proxy]:
    """Return who acts for the person of a door now."""
    rows = Proxy.objects.filter(door_id=door, ended_at__isnull=True)
    return list(rows.select_related("relation").order_by("granted_at"))


def letters(who: Person) -> list[Release]:
    """Return the standing releases of a person's letters, the latest first."""
    rows = Release.objects.filter(
        document__patient_id__in=who.ids,
        document__set_aside_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    return list(rows.select_related("document").order_by("-released_at"))


def released(who: Person) -> dict[UUID, Release]:
    """Return the standing releases by the id of the letter."""
    return {row.document_id: row for row in letters(who)}


def letter_files(who: Person) -> Iterator[tuple[str, bytes]]:
    """Yield the released letters as files, by a name that is safe in an archive."""
    for row in letters(who):
        ending = ENDINGS.get(row.document.media_type, ".bin")
        yield f"{row.document_id}{ending}", document_content(row.document)


def lines(who: Person, *, limit: int = 100) -> list[Line]:
    """Return the messages to and from the practice, the oldest first."""
    rows = Line.objects.filter(patient_id__in=who.ids).order_by("-written_at")
    found = rows.select_related("proxy__relation", "written_by", "task")[:limit]
    return list(reversed(found))


def lines_since(who: Person, *, since: datetime) -> int:
    """Return how many messages a person has written since a moment."""
    rows = Line.objects.filter(patient_id__in=who.ids, is_from_practice=False)
    return rows.filter(written_at__gt=since).count()


def latest_answer(who: Person) -> Line | None:
    """Return the answer of the practice, if it is the last word that was said."""
    rows = Line.objects.filter(patient_id__in=who.ids).order_by("-written_at")
    last = rows.first()
    return last if last is not None and last.is_from_practice else None


@attrs.frozen
class Look:
    """Somebody of one role opened the record on a day, so many pages."""

    day: date
    role: str
    purpose: str
    pages: int


def looks(who: Person, *, at: datetime, place: Outlet) -> list[Look]:
    """Return who of the practice opened the record within a year, the latest first.

    By day and role; the names of the staff stay on the trail.
    """
    zone = ZoneInfo(place.time_zone)
    rows = Event.objects.filter(
        patient__in=who.ids,
        actor_kind="user",
        deed__startswith="read ",
        at__gt=at - YEAR,
    )
    counted = Counter(
        (moment.astimezone(zone).date(), role, purpose)
        for moment, role, purpose in rows.values_list("at", "role", "purpose")
    )
    return [
        Look(day, role_in_words(role), purpose, pages)
        for (day, role, purpose), pages in sorted(
            counted.items(), key=lambda pair: pair[0], reverse=True
        )
    ]
