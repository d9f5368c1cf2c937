"""Deeds of the house: the practice, its outlets and rooms."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.practice.lexicon import names_a_product
from glabella.clinic.practice.models import Outlet, Practice, Room
from glabella.clinic.practice.values import NewOutlet

# How far the public pages of an outlet may speak.
PUBLIC_TEXTS = ("condition_only", "full")
# What may be changed of an outlet later; its country and clock may not, because every
# record in it was made under them.
CHANGEABLE = frozenset({"name", "region", "language", "address", "phone", "email"})


@transaction.atomic
def open_practice(
    name: str, *, language: str, demo: bool, by: Actor, at: datetime
) -> Practice:
    """Open the one practice of this installation.

    Raises:
        DeedRefusedError: If there is one already.
    """
    if Practice.objects.exists():
        raise DeedRefusedError(
            _("there is a practice in this database already."),
            where=_("practice"),
            mending=_("Use another home folder, or go on with this one."),
        )
    row = Practice.objects.create(
        id=1, name=name, language=language, demo=demo, created_at=at
    )
    record("practice.open_practice", by=by, at=at)
    return row


@transaction.atomic
def open_outlet(
    new: NewOutlet, *, profiles: Collection[str], by: Actor, at: datetime
) -> Outlet:
    """Open an outlet.

    Args:
        profiles: The country profiles that the protocols know.

    Raises:
        DeedRefusedError: If the name is taken, or country or time zone are unknown.
    """
    where = _('outlet "%(name)s"') % {"name": new.name}
    if new.profile not in profiles:
        raise DeedRefusedError(
            _('no rules are known for the country "%(profile)s".')
            % {"profile": new.profile},
            where=where,
            mending=_("Use one of %(countries)s.")
            % {"countries": ", ".join(sorted(profiles))},
        )
    if new.time_zone not in available_timezones():
        raise DeedRefusedError(
            _('there is no time zone "%(time_zone)s".') % {"time_zone": new.time_zone},
            where=where,
            mending=_('Write it as in "Europe/Zurich" or "Asia/Singapore".'),
        )
    if Outlet.objects.filter(name=new.name).exists():
        raise DeedRefusedError(
            _("an outlet of this name exists."),
            where=where,
            mending=_("Use another name."),
        )
    _refuse_products((new.name, new.address, new.email), where=where)
    row = Outlet.objects.create(
        name=new.name,
        profile=new.profile,
        time_zone=new.time_zone,
        region=new.region,
        language=new.language,
        address=new.address,
        phone=new.phone,
        email=new.email,
        created_at=at,
    )
    record("practice.open_outlet", by=by, at=at, about=row.id)
    return row


def _refuse_products(said: Iterable[str], *, where: str) -> None:
    """Refuse what would carry a product into subjects, senders and calendars."""
    if any(names_a_product(one) for one in said):
        raise DeedRefusedError(
            _("it names a medicine, and stands in messages that lie open."),
            where=where,
            mending=_("Use words that name no medicine."),
        )


@transaction.atomic
def change_outlet(
    outlet: UUID, changes: dict[str, str], *, by: Actor, at: datetime
) -> None:
    """Change what may be changed of an outlet.

    Raises:
        DeedRefusedError: If a change would touch its country or its clock.
    """
    fixed = sorted(set(changes) - CHANGEABLE)
    if fixed:
        raise DeedRefusedError(
            _("%(fields)s cannot be changed: the records were made under it.")
            % {"fields": ", ".join(fixed)},
            where=_("outlet"),
            mending=_("Open another outlet instead."),
        )
    _refuse_products(changes.values(), where=_("outlet"))
    Outlet.objects.filter(id=outlet).update(**changes)
    record("practice.change_outlet", by=by, at=at, about=outlet)


@transaction.atomic
def set_public_text(outlet: UUID, profile: str, *, by: Actor, at: datetime) -> None:
    """Set how far the public pages of an outlet may speak.

    Whether the law of its country allows it is asked before, by the public pages.

    Raises:
        DeedRefusedError: If there is no such way of speaking.
    """
    if profile not in PUBLIC_TEXTS:
        raise DeedRefusedError(
            _('"%(profile)s" is not known.') % {"profile": profile},
            where=_("public pages"),
            mending=_("Use one of %(codes)s.") % {"codes": ", ".join(PUBLIC_TEXTS)},
        )
    Outlet.objects.filter(id=outlet).update(public_text_profile=profile)
    record("practice.set_public_text", by=by, at=at, about=outlet)


@transaction.atomic
def close_outlet(outlet: UUID, *, by: Actor, at: datetime) -> None:
    """Close an outlet; its records stay."""
    Outlet.objects.filter(id=outlet, closed_at__isnull=True).update(closed_at=at)
    record("practice.close_outlet", by=by, at=at, about=outlet)


@transaction.atomic
def add_room(outlet: UUID, name: str, *, by: Actor, at: datetime) -> Room:
    """Add a room to an outlet.

    Raises:
        DeedRefusedError: If the outlet has a room of that name.
    """
    if Room.objects.filter(outlet_id=outlet, name=name).exists():
        raise DeedRefusedError(
            _("the outlet has a room of this name."),
            where=_('room "%(name)s"') % {"name": name},
            mending=_("Use another name."),
        )
    row = Room.objects.create(outlet_id=outlet, name=name)
    record("practice.add_room", by=by, at=at, about=row.id)
    return row
