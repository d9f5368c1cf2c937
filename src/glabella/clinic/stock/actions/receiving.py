"""Deeds about unopened vials: receive, move, write off, count."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.people import laws
from glabella.clinic.stock.models import Holding, Lot, Movement
from glabella.clinic.stock.movements import Saying, Step, add, demand, say, take, write
from glabella.clinic.stock.shelf import lots_in_use
from glabella.clinic.stock.values import Count, NewLot


@transaction.atomic
def receive(new: NewLot, *, outlet: UUID, vials: int, by: Actor, at: datetime) -> Lot:
    """Take vials of a lot into an outlet.

    A lot that was never used and is held nowhere, after an import was undone for
    example, is corrected to what stands on the box.

    Raises:
        DeedRefusedError: If there are no vials, the number is empty, or the lot is
            known with another expiry.
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
    laws.words(new.number, where=_("lot number"))
    lot, made = Lot.objects.get_or_create(
        product=new.product,
        vial_units=new.vial_units,
        number=new.number,
        defaults={"expires_on": new.expires_on, "gtin": new.gtin},
    )
    if not made and lot.expires_on != new.expires_on:
        _correct(lot, new, where=where, by=by, at=at)
    if not made and new.gtin and not lot.gtin:
        Lot.objects.filter(id=lot.id).update(gtin=new.gtin)
    add(lot.id, outlet=outlet, vials=vials)
    step = Step("receive", vials=vials)
    moved = write(step, lot=lot.id, outlet=outlet, by=by, at=at)
    record("stock.receive", by=by, at=at, about=(lot.id, moved.id))
    return lot


def _correct(lot: Lot, new: NewLot, *, where: str, by: Actor, at: datetime) -> None:
    days = {"known": _day(lot.expires_on), "said": _day(new.expires_on)}
    if lots_in_use().filter(id=lot.id).exists():
        raise DeedRefusedError(
            _("it is on file with the expiry %(known)s, not %(said)s.") % days,
            where=where,
            mending=_("Read both days on the box again."),
        )
    reason = _("The expiry is %(said)s, not %(known)s.") % days
    say(Saying("correction", reason), lot, by=by, at=at)
    lot.expires_on, lot.gtin = new.expires_on, new.gtin
    Lot.objects.filter(id=lot.id).update(expires_on=new.expires_on, gtin=new.gtin)


def _day(day: date) -> str:
    return date_format(day, "Y-m-d")


@transaction.atomic
def take_back_receipt(movement: UUID, *, by: Actor, at: datetime) -> None:
    """Take a receipt back that should not have been; both movements stay.

    Raises:
        DeedRefusedError: If fewer vials are held than were received.
    """
    row = Movement.objects.get(id=movement, kind="receive")
    take(row.lot_id, outlet=row.outlet_id, vials=row.vials)
    step = Step("undo", vials=-row.vials)
    undone = write(step, lot=row.lot_id, outlet=row.outlet_id, by=by, at=at)
    about = (row.lot_id, row.id, undone.id)
    record("stock.take_back_receipt", by=by, at=at, about=about)


@transaction.atomic
def move(
    lot: UUID, *, route: tuple[UUID, UUID], vials: int, by: Actor, at: datetime
) -> None:
    """Move unopened vials from one outlet to another.

    What is set aside here is set aside there too: a move does not make it good.

    Args:
        route: The outlet they leave and the outlet they reach.

    Raises:
        DeedRefusedError: If the first outlet holds fewer, or both are the same.
    """
    origin, target = route
    if origin == target:
        raise DeedRefusedError(
            _("they are there already."), mending=_("Choose another outlet.")
        )
    left = Holding.objects.filter(lot_id=lot, outlet_id=origin).first()
    take(lot, outlet=origin, vials=vials)
    add(lot, outlet=target, vials=vials)
    if left is not None and left.quarantined_at is not None:
        there = Holding.objects.filter(lot_id=lot, outlet_id=target)
        there.filter(quarantined_at__isnull=True).update(
            quarantined_at=left.quarantined_at,
            quarantined_by_id=left.quarantined_by_id,
            quarantined_reason=left.quarantined_reason,
        )
    out = write(Step("move_out", vials=-vials), lot=lot, outlet=origin, by=by, at=at)
    into = write(Step("move_in", vials=vials), lot=lot, outlet=target, by=by, at=at)
    record("stock.move", by=by, at=at, about=(lot, out.id, into.id))


@transaction.atomic
def waste(holding: UUID, *, vials: int, reason: str, by: Actor, at: datetime) -> None:
    """Write unopened vials of a holding off.

    Raises:
        DeedRefusedError: If fewer are held, or no reason is given.
    """
    words = demand(reason)
    row = Holding.objects.get(id=holding)
    take(row.lot_id, outlet=row.outlet_id, vials=vials)
    step = Step("waste", vials=-vials, reason=words)
    moved = write(step, lot=row.lot_id, outlet=row.outlet_id, by=by, at=at)
    record("stock.waste", by=by, at=at, about=(row.lot_id, moved.id))


@transaction.atomic
def count(holding: UUID, *, counted: int, reason: str, by: Actor, at: datetime) -> int:
    """Enter what was counted; return the difference to what was on file.

    Raises:
        DeedRefusedError: If a difference has no reason, or the count is negative.
    """
    row = Holding.objects.select_for_update().get(id=holding)
    moved = _count(row, Count(holding, row.vials, counted, reason), by=by, at=at)
    record("stock.count", by=by, at=at, about=(row.lot_id, moved.id))
    return moved.vials


@transaction.atomic
def take_stock(
    outlet: UUID, counts: Sequence[Count], *, by: Actor, at: datetime
) -> int:
    """Enter what was counted of all holdings of an outlet; return how many differ.

    A holding that agrees is written down too: it was looked at.

    Raises:
        StaleError: If vials were moved since the sheet was shown.
        DeedRefusedError: If a difference has no reason, a count is negative, or a
            holding is of another outlet.
    """
    rows = {
        row.id: row
        for row in Holding.objects.select_for_update(of=("self",))
        .filter(outlet_id=outlet)
        .select_related("lot")
    }
    if not counts or any(one.holding not in rows for one in counts):
        raise DeedRefusedError(
            _("there is nothing to count, or it is not held here."),
            mending=_("Open the sheet again."),
        )
    moved_since = [
        rows[one.holding] for one in counts if rows[one.holding].vials != one.expected
    ]
    if moved_since:
        raise StaleError({row.lot.number: _held_now(row.vials) for row in moved_since})
    moved = [_count(rows[one.holding], one, by=by, at=at) for one in counts]
    record("stock.take_stock", by=by, at=at, about=[one.id for one in moved])
    return sum(one.vials != 0 for one in moved)


def _held_now(vials: int) -> str:
    words = ngettext(
        "%(vials)s vial is held now", "%(vials)s vials are held now", vials
    )
    return words % {"vials": vials}


def _count(row: Holding, one: Count, *, by: Actor, at: datetime) -> Movement:
    difference = one.counted - row.vials
    reason = demand(one.reason) if difference else one.reason.strip()
    if one.counted < 0:
        raise DeedRefusedError(
            _("nobody counts less than none."), mending=_("Count again.")
        )
    Holding.objects.filter(id=row.id).update(vials=one.counted)
    step = Step("count", vials=difference, reason=reason)
    return write(step, lot=row.lot_id, outlet=row.outlet_id, by=by, at=at)
