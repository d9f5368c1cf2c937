"""Deeds of the door: opened and closed by the practice, walked through by people.

Whoever asks or guesses learns nothing: a link that is unknown, used, old or tried with
a wrong date of birth is refused in the same words.
"""

from datetime import date, datetime
from typing import NoReturn
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.portal.models import Device, Door, Link, Proxy
from glabella.clinic.portal.tokens import Token, hashed, new_token
from glabella.clinic.portal.values import (
    DEVICE_LASTS,
    GRANTS,
    LINK_LASTS,
    PAPER_LINK_LASTS,
    WRONG_DATES,
    Entry,
    NewProxy,
)


@transaction.atomic
def open_door(
    patient: UUID, *, outlet: UUID, agreed_on: date, by: Actor, at: datetime
) -> Door:
    """Open the portal for a person who agreed to it.

    Raises:
        DeedRefusedError: If it is open already, or the day lies ahead.
    """
    laws.not_after(agreed_on, at, where=_("day of the agreement"))
    try:
        with transaction.atomic():
            door = Door.objects.create(
                patient_id=patient,
                outlet_id=outlet,
                agreed_on=agreed_on,
                opened_at=at,
                opened_by_id=by.user,
            )
    except IntegrityError:
        raise DeedRefusedError(
            _("the portal is open for this person already."),
            where=_("portal"),
            mending=_("Make a new link instead."),
        ) from None
    record("portal.open_door", by=by, at=at, patient=patient, about=door.id)
    return door


@transaction.atomic
def close_door(door: UUID, *, by: Actor, at: datetime) -> None:
    """Close the portal of a person at once, on every device."""
    rows = Door.objects.filter(id=door)
    row: Door = laws.found(rows)
    laws.end(rows, "closed", by=by, at=at)
    record("portal.close_door", by=by, at=at, patient=row.patient_id, about=door)


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
    row = _open(door)
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

    A wrong date is counted even though it is refused: the count stands in a transaction
    of its own.

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
    link = rows.select_related("door__patient", "proxy").first()
    if link is None:
        _refuse()
    if born != _born(link) or _is_over(link.proxy):
        Link.objects.filter(id=link.id).update(wrong_dates=models.F("wrong_dates") + 1)
        _refuse()
    with transaction.atomic():
        # The condition stands in the update: of two who come at once one gets in.
        if not Link.objects.filter(id=link.id, used_at__isnull=True).update(used_at=at):
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
    row = rows.select_related("door__patient", "proxy").first()
    if row is None:
        _refuse()
    if born != _born(row) or _is_over(row.proxy):
        Device.objects.filter(id=row.id).update(wrong_dates=models.F("wrong_dates") + 1)
        _refuse()
    with transaction.atomic():
        Device.objects.filter(id=row.id).update(seen_at=at, wrong_dates=0)
        patient = row.door.patient_id
        record("portal.use_device", by=by, at=at, patient=patient, about=row.id)
    return Entry(door=row.door_id, proxy=row.proxy_id, device=row.id)


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


@transaction.atomic
def grant_proxy(door: UUID, new: NewProxy, *, by: Actor, at: datetime) -> Proxy:
    """Let somebody act for a person: appointments, and each more that was agreed.

    Raises:
        DeedRefusedError: If the door is closed or a grant is not known.
    """
    row = _open(door)
    for grant in new.grants:
        laws.one_of(grant, tuple(GRANTS), where=_("grant"))
    proxy = Proxy.objects.create(
        door_id=door,
        relation_id=new.relation,
        birth_date=new.birth_date,
        grants=sorted(new.grants | {"appointments"}),
        granted_at=at,
        granted_by_id=by.user,
    )
    record("portal.grant_proxy", by=by, at=at, patient=row.patient_id, about=proxy.id)
    return proxy


@transaction.atomic
def end_proxy(proxy: UUID, *, by: Actor, at: datetime) -> None:
    """End what somebody was granted; they are outside at the next step."""
    rows = Proxy.objects.filter(id=proxy)
    row = laws.found(rows.select_related("door"))
    laws.end(rows, "ended", by=by, at=at)
    patient = row.door.patient_id
    record("portal.end_proxy", by=by, at=at, patient=patient, about=proxy)


def _open(door: UUID) -> Door:
    row: Door = laws.found(Door.objects.filter(id=door))
    if row.closed_at is not None:
        raise DeedRefusedError(
            _("the portal of this person is closed."),
            where=_("portal"),
            mending=_("Open it again first."),
        )
    return row


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
