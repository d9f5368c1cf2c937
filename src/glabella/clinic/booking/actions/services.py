"""Deeds about what can be booked: its length, its buffers, its skill, its outlets."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.models import Service
from glabella.clinic.booking.values import KINDS, ServiceDetails
from glabella.clinic.practice.lexicon import forbidden
from glabella.clinic.practice.models import Outlet

CELL_MINUTES = 5


@transaction.atomic
def add_service(
    kind: str, names: tuple[str, str], *, minutes: int, by: Actor, at: datetime
) -> Service:
    """Add something that can be booked.

    Args:
        names: English and German.
        minutes: A multiple of five.

    Raises:
        DeedRefusedError: If the name is taken, or there is no such kind.
    """
    if kind not in KINDS:
        raise DeedRefusedError(
            _('there is no kind of service "%(kind)s".') % {"kind": kind},
            where=_("service"),
            mending=_("Use one of %(kinds)s.") % {"kinds": ", ".join(KINDS)},
        )
    if Service.objects.filter(name_en=names[0]).exists():
        raise DeedRefusedError(
            _("a service of this name exists."),
            where=_('service "%(name)s"') % {"name": names[0]},
            mending=_("Use another name."),
        )
    row = Service.objects.create(
        kind=kind, name_en=names[0], name_de=names[1], minutes=minutes
    )
    record("booking.add_service", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def change_service(
    service: UUID, new: ServiceDetails, *, by: Actor, at: datetime
) -> Service:
    """Change how something is booked from now on; what is booked stays as it is.

    Raises:
        DeedRefusedError: If a length is not in whole five minutes, or strangers would
            read a name that says too much.
    """
    row = Service.objects.select_for_update().get(id=service)
    lengths = (new.minutes, new.minutes_before, new.minutes_after)
    if new.minutes <= 0 or any(one < 0 or one % CELL_MINUTES for one in lengths):
        raise DeedRefusedError(
            _("lengths are in whole five minutes."),
            where=_('service "%(name)s"') % {"name": row.name_en},
            mending=_("Write 5, 10, 15 and so on."),
        )
    if new.is_online and (found := forbidden(f"{row.name_en} {row.name_de}")):
        raise DeedRefusedError(
            _('strangers would read "%(words)s".') % {"words": ", ".join(found)},
            where=_('service "%(name)s"') % {"name": row.name_en},
            mending=_("Offer one with a plainer name online, such as a consultation."),
        )
    for name in ("minutes", "minutes_before", "minutes_after"):
        setattr(row, name, getattr(new, name))
    row.skill = new.skill
    row.needs_room = new.needs_room
    row.is_online = new.is_online
    row.save()
    row.outlets.set(Outlet.objects.filter(id__in=new.outlets))
    record("booking.change_service", by=by, at=at, about=row.id)
    return row
