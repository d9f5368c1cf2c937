"""Deeds of the stock. Each is a movement; a holding never falls below zero."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.stock.models import Holding, Lot, Movement
from glabella.clinic.stock.values import NewLot, Use

KINDS = ("receive", "move_out", "move_in", "open", "use", "waste", "count")


@transaction.atomic
def receive(new: NewLot, *, outlet: UUID, vials: int, by: Actor, at: datetime) -> Lot:
    """Take vials of a lot into an outlet.

    Raises:
        DeedRefusedError: If there are no vials, or the lot is known with another
            expiry.
    """
    where = _("lot %(number)s of %(product)s") % {
        "number": new.number,
        "product": new.product,
    }
    if vials < 1:
        raise DeedRefusedError(
            _("%(vials)s vials cannot be received.") % {"vials": vials},
            where=where,
            mending=_("Count what is in the box."),
        )
    lot, made = Lot.objects.get_or_create(
        product=new.product,
        vial_units=new.vial_units,
        number=new.number,
        defaults={"expires_on": new.expires_on, "gtin": new.gtin},
    )
    if not made and lot.expires_on != new.expires_on:
        raise DeedRefusedError(
            _("it is on file with the expiry %(known)s, not %(said)s.")
            % {"known": lot.expires_on, "said": new.expires_on},
            where=where,
            mending=_("Read both days on the box again."),
        )
    _add(lot.id, outlet=outlet, vials=vials)
    moved = _write("receive", (lot.id, outlet), vials=vials, by=by, at=at)
    record("stock.receive", by=by, at=at, about=(lot.id, moved.id))
    return lot


@transaction.atomic
def move(
    lot: UUID, *, route: tuple[UUID, UUID], vials: int, by: Actor, at: datetime
) -> None:
    """Move unopened vials from one outlet to another.

    Args:
        route: The outlet they leave and the outlet they reach.

    Raises:
        DeedRefusedError: If the first outlet holds fewer.
    """
    origin, target = route
    _take(lot, outlet=origin, vials=vials)
    _add(lot, outlet=target, vials=vials)
    out = _write("move_out", (lot, origin), vials=-vials, by=by, at=at)
    into = _write("move_in", (lot, target), vials=vials, by=by, at=at)
    record("stock.move", by=by, at=at, about=(lot, out.id, into.id))


@transaction.atomic
def use_for_session(use: Use, *, by: Actor, at: datetime) -> None:
    """Open vials for a session, draw its units, and write the rest off as waste.

    Whether the lot may be used is asked before a treatment starts; what was injected
    can always be recorded, so nothing is asked here but that the vials were there.

    Raises:
        DeedRefusedError: If fewer vials are held, or more units would be drawn than
            they contain.
    """
    lot = Lot.objects.get(id=use.lot)
    opened = lot.vial_units * use.vials
    if use.units > opened or use.units <= 0:
        raise DeedRefusedError(
            _("%(units)s U cannot be drawn from %(opened)s U of %(product)s.")
            % {"units": use.units, "opened": opened, "product": lot.product},
            where=_("lot %(number)s") % {"number": lot.number},
            mending=_("Correct the units, or open another vial."),
        )
    _take(use.lot, outlet=use.outlet, vials=use.vials)
    steps = (
        ("open", -use.vials, opened),
        ("use", 0, -use.units),
        ("waste", 0, use.units - opened),
    )
    moved = [
        Movement.objects.create(
            lot=lot,
            outlet_id=use.outlet,
            session_id=use.session,
            kind=kind,
            vials=vials,
            units=units,
            moved_at=at,
            moved_by_id=by.user,
        )
        for kind, vials, units in steps
        if vials or units
    ]
    record("stock.use_for_session", by=by, at=at, about=[one.id for one in moved])


@transaction.atomic
def waste(holding: UUID, *, vials: int, reason: str, by: Actor, at: datetime) -> None:
    """Write unopened vials of a holding off.

    Raises:
        DeedRefusedError: If fewer are held, or no reason is given.
    """
    _demand(reason)
    row = Holding.objects.get(id=holding)
    _take(row.lot_id, outlet=row.outlet_id, vials=vials)
    moved = Movement.objects.create(
        lot_id=row.lot_id,
        outlet_id=row.outlet_id,
        kind="waste",
        vials=-vials,
        reason=reason,
        moved_at=at,
        moved_by_id=by.user,
    )
    record("stock.waste", by=by, at=at, about=(row.lot_id, moved.id))


@transaction.atomic
def count(holding: UUID, *, counted: int, reason: str, by: Actor, at: datetime) -> int:
    """Enter what was counted; return the difference to what was on file.

    Raises:
        DeedRefusedError: If a difference has no reason, or the count is negative.
    """
    row = Holding.objects.select_for_update().get(id=holding)
    difference = counted - row.vials
    if difference:
        _demand(reason)
    if counted < 0:
        raise DeedRefusedError(
            _("nobody counts less than none."), mending=_("Count again.")
        )
    Holding.objects.filter(id=holding).update(vials=counted)
    moved = Movement.objects.create(
        lot_id=row.lot_id,
        outlet_id=row.outlet_id,
        kind="count",
        vials=difference,
        reason=reason,
        moved_at=at,
        moved_by_id=by.user,
    )
    record("stock.count", by=by, at=at, about=(row.lot_id, moved.id))
    return difference


@transaction.atomic
def quarantine(lot: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Set a lot aside, at every outlet, until it is released."""
    _demand(reason)
    Lot.objects.filter(id=lot, quarantined_at__isnull=True).update(
        quarantined_at=at, quarantined_by_id=by.account, quarantined_reason=reason
    )
    record("stock.quarantine", by=by, at=at, about=lot)


@transaction.atomic
def release(lot: UUID, *, by: Actor, at: datetime) -> None:
    """Release a lot from quarantine; a recall stays."""
    Lot.objects.filter(id=lot).update(
        quarantined_at=None, quarantined_by=None, quarantined_reason=""
    )
    record("stock.release", by=by, at=at, about=lot)


@transaction.atomic
def recall(lot: UUID, *, reference: str, by: Actor, at: datetime) -> None:
    """Note that a lot is recalled; no treatment starts with it any more.

    Args:
        reference: Who recalls it, where it is printed.
    """
    _demand(reference)
    Lot.objects.filter(id=lot, recalled_at__isnull=True).update(
        recalled_at=at, recalled_by_id=by.account, recalled_reference=reference
    )
    record("stock.recall", by=by, at=at, about=lot)


def _demand(words: str) -> None:
    if not words.strip():
        raise DeedRefusedError(
            _("the stock keeps a reason for this."),
            mending=_("Write it in a few words."),
        )


def _write(
    kind: str, place: tuple[UUID, UUID], *, vials: int, by: Actor, at: datetime
) -> Movement:
    lot, outlet = place
    return Movement.objects.create(
        lot_id=lot,
        outlet_id=outlet,
        kind=kind,
        vials=vials,
        moved_at=at,
        moved_by_id=by.user,
    )


def _add(lot: UUID, *, outlet: UUID, vials: int) -> None:
    Holding.objects.get_or_create(lot_id=lot, outlet_id=outlet)
    rows = Holding.objects.filter(lot_id=lot, outlet_id=outlet)
    rows.update(vials=models.F("vials") + vials)


def _take(lot: UUID, *, outlet: UUID, vials: int) -> None:
    # The condition stands in the update itself: of two who take the last vial at the
    # same moment one finds it gone.
    rows = Holding.objects.filter(lot_id=lot, outlet_id=outlet, vials__gte=vials)
    if vials < 1 or not rows.update(vials=models.F("vials") - vials):
        held = Holding.objects.filter(lot_id=lot, outlet_id=outlet).first()
        raise DeedRefusedError(
            ngettext(
                "%(vials)s vial was asked for, %(held)s are held.",
                "%(vials)s vials were asked for, %(held)s are held.",
                vials,
            )
            % {"vials": vials, "held": held.vials if held else 0},
            where=_("stock"),
            mending=_("Count the vials; receive or move what is missing first."),
        )
