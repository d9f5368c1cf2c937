"""Deeds about the door itself: opened with agreement, checked by name, closed."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.portal.doors import is_of_merged
from glabella.clinic.portal.models import Device, Door, Link
from glabella.clinic.portal.values import Entry


@transaction.atomic
def open_door(
    patient: UUID, *, outlet: UUID, agreed_on: date, by: Actor, at: datetime
) -> Door:
    """Open the portal for a person who agreed to it.

    Raises:
        DeedRefusedError: If it is open already, or the day lies ahead.
    """
    laws.not_after(agreed_on, at, where=_("day of the agreement"))
    door = _new_door(
        patient_id=patient,
        outlet_id=outlet,
        agreed_on=agreed_on,
        opened_at=at,
        opened_by_id=by.user,
    )
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
def open_own_door(
    patient: UUID, *, outlet: UUID, agreed_on: date, by: Actor, at: datetime
) -> Entry:
    """Open the portal of a card that somebody has just made online, for themselves.

    Until staff has checked who they are it shows little, and it is shut once the card
    turns out to belong to somebody known; see `doors`.

    Returns:
        With what `inside.come_in` lets them in.

    Raises:
        DeedRefusedError: If it is open already, or the card is not theirs alone.
    """
    laws.not_after(agreed_on, at, where=_("day of the agreement"))
    door = _new_door(
        patient_id=patient,
        outlet_id=outlet,
        agreed_on=agreed_on,
        opened_at=at,
        is_self_opened=True,
    )
    if is_of_merged(door):
        raise DeedRefusedError(_("this card has been merged."), where=_("portal"))
    record("portal.open_own_door", by=by, at=at, patient=patient, about=door.id)
    return Entry(door=door.id)


@transaction.atomic
def check_identity(door: UUID, *, by: Actor, at: datetime) -> None:
    """Say by name that the one who opened the door is the person on the card.

    If the card has turned out to be that of somebody known, every way in from before
    ends: a stranger may hold it. The person is handed a link of their own.

    Raises:
        DeedRefusedError: If the practice opened it, or somebody said so before.
    """
    row = standing(door)
    if not row.is_self_opened:
        raise DeedRefusedError(
            _("the practice opened this portal for somebody it knew."),
            where=_("portal"),
            mending=_("There is nothing to do."),
        )
    if is_of_merged(row):
        _end_ways(door, at=at)
    laws.end(Door.objects.filter(id=door), "identity_checked", by=by, at=at)
    record("portal.check_identity", by=by, at=at, patient=row.patient_id, about=door)


def standing(door: UUID) -> Door:
    """Return a door that is open, locked until the deed is done.

    Raises:
        DeedRefusedError: If it is closed.
    """
    row: Door = laws.found(Door.objects.filter(id=door))
    if row.closed_at is not None:
        raise DeedRefusedError(
            _("the portal of this person is closed."),
            where=_("portal"),
            mending=_("Open it again first."),
        )
    return row


def _end_ways(door: UUID, *, at: datetime) -> None:
    """End links and remembered devices of a door; see `doors` for its sessions."""
    Device.objects.filter(door_id=door, revoked_at__isnull=True).update(revoked_at=at)
    links = Link.objects.filter(door_id=door, used_at__isnull=True, expires_at__gt=at)
    links.update(expires_at=at)


def _new_door(**columns: object) -> Door:
    try:
        with transaction.atomic():
            return Door.objects.create(**columns)
    except IntegrityError:
        raise DeedRefusedError(
            _("the portal is open for this person already."),
            where=_("portal"),
            mending=_("Make a new link instead."),
        ) from None
