"""How stock goes up and down: what every deed about vials shares."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import attrs
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.stock.models import Holding, Lot, LotNote, Movement


@attrs.frozen
class Step:
    """One movement about to be written; `vials` and `units` are signed."""

    kind: str
    vials: int = 0
    units: Decimal = Decimal(0)
    vial: UUID | None = None
    session: UUID | None = None
    reason: str = ""


@attrs.frozen
class Saying:
    """What is about to be said of a lot; `name` is printed, of who vouches."""

    kind: str
    reason: str
    name: str = ""


def write(step: Step, *, lot: UUID, outlet: UUID, by: Actor, at: datetime) -> Movement:
    """Write one movement."""
    return Movement.objects.create(
        lot_id=lot,
        outlet_id=outlet,
        kind=step.kind,
        vials=step.vials,
        units=step.units,
        vial_id=step.vial,
        session_id=step.session,
        reason=step.reason,
        moved_at=at,
        moved_by_id=by.user,
    )


def say(what: Saying, row: Lot | Holding, *, by: Actor, at: datetime) -> LotNote:
    """Keep what is said of a lot, or of what one outlet holds of it."""
    lot, outlet = row.id, None
    if isinstance(row, Holding):
        lot, outlet = row.lot_id, row.outlet_id
    return LotNote.objects.create(
        lot_id=lot,
        outlet_id=outlet,
        kind=what.kind,
        reason=what.reason,
        name=what.name,
        said_at=at,
        said_by_id=by.user,
    )


def add(lot: UUID, *, outlet: UUID, vials: int) -> None:
    """Put unopened vials into an outlet."""
    Holding.objects.get_or_create(lot_id=lot, outlet_id=outlet)
    rows = Holding.objects.filter(lot_id=lot, outlet_id=outlet)
    rows.update(vials=models.F("vials") + vials)


def take(lot: UUID, *, outlet: UUID, vials: int) -> None:
    """Take unopened vials out of an outlet.

    Raises:
        DeedRefusedError: If fewer are held.
    """
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


def demand(words: str) -> str:
    """Return a reason without the blanks around it; refuse an empty one."""
    if not words.strip():
        raise DeedRefusedError(
            _("the stock keeps a reason for this."),
            mending=_("Write it in a few words."),
        )
    return words.strip()
