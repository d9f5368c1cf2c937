"""Deeds about what an outlet allows itself and keeps ready: levels, sharing, kit."""

from datetime import datetime
from uuid import UUID

import attrs
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.stock.models import KitItem, ReorderLevel, Sharing
from glabella.clinic.stock.movements import demand
from glabella.clinic.stock.values import KIT, NewKitItem, NewLevel


@transaction.atomic
def set_reorder_level(new: NewLevel, *, by: Actor, at: datetime) -> ReorderLevel:
    """Set with how many usable vials left an outlet orders more; 0 asks for nothing.

    Raises:
        StaleError: If somebody else has changed it meanwhile.
        DeedRefusedError: If the level is below none.
    """
    if new.vials < 0:
        raise DeedRefusedError(
            _("a level is not below none."), mending=_("Give a whole number from 0.")
        )
    row, made = ReorderLevel.objects.get_or_create(
        outlet_id=new.outlet,
        product=new.product,
        vial_units=new.vial_units,
        defaults={"vials": new.vials},
    )
    if not made:
        changes = {"vials": new.vials}
        laws.change(ReorderLevel, row.id, version=new.version, changes=changes)
        row.refresh_from_db()
    record("stock.set_reorder_level", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def allow_sharing(
    outlet: UUID, *, name: str, reason: str, by: Actor, at: datetime
) -> Sharing:
    """Let an outlet draw from one vial for several people; a deed of the lead.

    Args:
        name: Of the lead, as printed.

    Raises:
        DeedRefusedError: If name or reason is missing, or it is allowed already.
    """
    printed = laws.words(name, where=_("name"), mending=_("Say who allows it."))
    words = demand(reason)
    try:
        with transaction.atomic():
            row = Sharing.objects.create(
                outlet_id=outlet,
                reason=words,
                allowed_name=printed,
                allowed_at=at,
                allowed_by_id=by.account,
            )
    except IntegrityError as error:
        raise DeedRefusedError(
            _("it is allowed already."), mending=_("There is nothing to do.")
        ) from error
    record("stock.allow_sharing", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def end_sharing(sharing: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """End the sharing of vials; from now on each belongs to one person.

    Raises:
        DeedRefusedError: If no reason is given, or it is ended already.
    """
    words = demand(reason)
    rows = Sharing.objects.filter(id=sharing)
    laws.end(rows, "ended", by=by, at=at, ended_reason=words)
    record("stock.end_sharing", by=by, at=at, about=sharing)


@transaction.atomic
def add_kit_item(new: NewKitItem, *, outlet: UUID, by: Actor, at: datetime) -> KitItem:
    """Put something into the emergency kit of an outlet.

    Raises:
        DeedRefusedError: If it has no name, or adrenaline has no expiry.
    """
    name = laws.words(new.name, where=_("name"))
    kind = laws.one_of(new.kind, KIT, where=_("kind"))
    if kind == "adrenaline" and new.expires_on is None:
        raise DeedRefusedError(
            _("adrenaline expires."),
            where=_("expiry"),
            mending=_("Read the day on the pack."),
        )
    values = attrs.asdict(attrs.evolve(new, name=name, kind=kind))
    row = KitItem.objects.create(
        outlet_id=outlet, added_at=at, added_by_id=by.user, **values
    )
    record("stock.add_kit_item", by=by, at=at, about=row.id)
    return row


@transaction.atomic
def end_kit_item(item: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Take something out of the emergency kit: used, expired, replaced.

    Raises:
        DeedRefusedError: If no reason is given, or it is out already.
    """
    words = demand(reason)
    rows = KitItem.objects.filter(id=item)
    laws.end(rows, "ended", by=by, at=at, ended_reason=words)
    record("stock.end_kit_item", by=by, at=at, about=item)
