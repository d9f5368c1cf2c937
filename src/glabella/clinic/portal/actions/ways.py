"""Deeds at the door: links, devices, the lock; each with a date of birth.

Whoever asks or guesses learns nothing: a link that is unknown, used, old or tried with
a wrong date of birth is refused in the same words.
"""

from datetime import date, datetime
from typing import NoReturn
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.portal.actions.doors import standing
from glabella.clinic.portal.doors import is_shut
from glabella.clinic.portal.models import Device, Door, Link, Proxy
from glabella.clinic.portal.tokens import Token, hashed, new_token
from glabella.clinic.portal.values import (
    DEVICE_LASTS,
    LINK_LASTS,
    PAPER_LINK_LASTS,
    WRONG_DATES,
    Entry,
)


@transaction.atomic
def make_link(
    door: UUID,
    *,
    by: Actor,
    at: datetime,
    proxy: UUID | None = None,
    is_on_paper: bool = False,
) -> Token:
    """Make a way in that works once; the secret is returned here and never again.

    Raises:
        DeedRefusedError: If the door is closed, or the proxy was ended.
    """
    row = standing(door)
    if proxy is not None:
        laws.found(Proxy.objects.filter(id=proxy, door_id=door, ended_at__isnull=True))
    token = new_token()
    lasts = PAPER_LINK_LASTS if is_on_paper else LINK_LASTS
    link = Link.objects.create(
        door_id=door,
        proxy_id=proxy,
        token_hash=token.hash,
        made_at=at,
        made_by_id=by.user,
        expires_at=at + lasts,
    )
    record("portal.make_link", by=by, at=at, patient=row.patient_id, about=link.id)
    return token


def use_link(secret: str, *, born: date, by: Actor, at: datetime) -> Entry:
    """Go through a link: once, in its time, with the right date of birth.

    Each try is counted, and stands in a transaction of its own; a right one is taken
    off again.

    Raises:
        DeedRefusedError: In the same words whatever is wrong.
    """
    rows = Link.objects.filter(
        token_hash=hashed(secret),
        used_at__isnull=True,
        expires_at__gt=at,
        wrong_dates__lt=WRONG_DATES,
        door__closed_at__isnull=True,
    )
    # Counted first: of many guesses at once each finds its own number.
    if not rows.update(wrong_dates=models.F("wrong_dates") + 1):
        _refuse()
    links = Link.objects.filter(token_hash=hashed(secret))
    link = links.select_related("door__patient", "proxy").get()
    if born != _born(link) or is_shut(link.door) or _is_over(link.proxy):
        _refuse()
    with transaction.atomic():
        # The condition stands in the update: of two who come at once one gets in.
        unused = Link.objects.filter(id=link.id, used_at__isnull=True)
        if not unused.update(used_at=at, wrong_dates=models.F("wrong_dates") - 1):
            _refuse()
        patient = link.door.patient_id
        record("portal.use_link", by=by, at=at, patient=patient, about=link.id)
    return Entry(door=link.door_id, proxy=link.proxy_id)


@transaction.atomic
def remember_device(entry: Entry, *, name: str, by: Actor, at: datetime) -> Token:
    """Remember the device that somebody came with; the secret goes into its cookie."""
    token = new_token()
    row = Device.objects.create(
        door_id=entry.door,
        proxy_id=entry.proxy,
        token_hash=token.hash,
        name=name[:80] or _("a browser"),
        remembered_at=at,
        seen_at=at,
    )
    patient = Door.objects.get(id=entry.door).patient_id
    record("portal.remember_device", by=by, at=at, patient=patient, about=row.id)
    return token


def use_device(secret: str, *, born: date, by: Actor, at: datetime) -> Entry:
    """Come in with a remembered device and the date of birth.

    Raises:
        DeedRefusedError: In the same words whatever is wrong.
    """
    rows = Device.objects.filter(
        token_hash=hashed(secret),
        revoked_at__isnull=True,
        seen_at__gt=at - DEVICE_LASTS,
        wrong_dates__lt=WRONG_DATES,
        door__closed_at__isnull=True,
    )
    if not rows.update(wrong_dates=models.F("wrong_dates") + 1):
        _refuse()
    devices = Device.objects.filter(token_hash=hashed(secret))
    row = devices.select_related("door__patient", "proxy").get()
    if born != _born(row) or is_shut(row.door) or _is_over(row.proxy):
        _refuse()
    with transaction.atomic():
        Device.objects.filter(id=row.id).update(seen_at=at, wrong_dates=0)
        patient = row.door.patient_id
        record("portal.use_device", by=by, at=at, patient=patient, about=row.id)
    return Entry(door=row.door_id, proxy=row.proxy_id, device=row.id)


def unlock(entry: Entry, *, born: date, by: Actor, at: datetime) -> None:
    """Let somebody back in who locked the portal, or left it alone for a while.

    Raises:
        DeedRefusedError: In the same words whatever is wrong.
    """
    doors = Door.objects.filter(id=entry.door).select_related("patient")
    door = doors.first()
    proxy = Proxy.objects.filter(id=entry.proxy).first() if entry.proxy else None
    kept = Device.objects.filter(id__in=[entry.device], revoked_at__isnull=True)
    is_gone = entry.device is not None and not kept.exists()
    if door is None or is_shut(door) or is_gone or _is_over(proxy):
        _refuse()
    if born != (proxy.birth_date if proxy else door.patient.birth_date):
        _refuse()
    record("portal.unlock", by=by, at=at, patient=door.patient_id, about=door.id)


@transaction.atomic
def revoke_device(device: UUID, *, door: UUID, by: Actor, at: datetime) -> None:
    """Forget a device of a door; whoever holds it is outside at the next step."""
    rows = Device.objects.filter(id=device, door_id=door, revoked_at__isnull=True)
    if not rows.update(revoked_at=at):
        raise DeedRefusedError(
            _("this device is not remembered any more."), where=_("portal")
        )
    patient = Door.objects.get(id=door).patient_id
    record("portal.revoke_device", by=by, at=at, patient=patient, about=device)


def _born(row: Link | Device) -> date | None:
    return row.proxy.birth_date if row.proxy else row.door.patient.birth_date


def _is_over(proxy: Proxy | None) -> bool:
    return proxy is not None and proxy.ended_at is not None


def _refuse() -> NoReturn:
    raise DeedRefusedError(
        _("link and date of birth do not open the portal."),
        where=_("portal"),
        mending=_("Look at both again, or ask for a new link."),
    )
