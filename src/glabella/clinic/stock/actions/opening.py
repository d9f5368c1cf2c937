"""Deeds about opened vials: open, dissolve, draw, throw away."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.practice import queries as practice
from glabella.clinic.practice.knowledge import library
from glabella.clinic.stock.clocks import clock_of
from glabella.clinic.stock.models import Holding, Lot, Movement, Sharing, Vial
from glabella.clinic.stock.movements import Step, demand, take, write
from glabella.clinic.stock.shelf import held
from glabella.clinic.stock.values import Dilution, Opening, Use
from glabella.clinic.stock.words import bar_in_words


@transaction.atomic
def open_vial(new: Opening, *, by: Actor, at: datetime) -> Vial:
    """Open one vial of what an outlet holds.

    Raises:
        DeedRefusedError: If none is left, the lot is expired, quarantined or recalled,
            or nobody is named and the outlet does not share vials.
    """
    lot: Lot = laws.found(Lot.objects.filter(id=new.lot))
    _check_open(lot, new, at=at)
    take(lot.id, outlet=new.outlet, vials=1)
    dilution = new.dilution
    product = library().products.get(lot.product)
    clock, discard_at = clock_of(product, dilution)
    if dilution is not None:
        _check_time(dilution, at)
    row = Vial.objects.create(
        lot=lot,
        outlet_id=new.outlet,
        serial=new.serial,
        diluent=new.diluent,
        diluent_ml=new.diluent_ml if dilution else None,
        opened_at=at,
        opened_by_id=by.user,
        reconstituted_at=dilution.reconstituted_at if dilution else None,
        reconstituted_by_id=by.account if dilution else None,
        discard_at=discard_at,
        clock=clock,
        units_left=lot.vial_units,
        patient_id=new.patient,
    )
    step = Step("open", vials=-1, units=lot.vial_units, vial=row.id)
    moved = write(step, lot=lot.id, outlet=new.outlet, by=by, at=at)
    about = (row.id, lot.id, moved.id)
    record("stock.open_vial", by=by, at=at, patient=new.patient, about=about)
    return row


def _check_open(lot: Lot, new: Opening, *, at: datetime) -> None:
    where = _("lot %(number)s") % {"number": lot.number}
    row = Holding.objects.filter(lot=lot, outlet_id=new.outlet)
    holding = row.select_related("lot", "place").first()
    on = practice.today_at(practice.outlet(new.outlet), at=at)
    reason = held(holding).barred(on) if holding is not None else ""
    if reason:
        raise DeedRefusedError(
            _("no vial of it may be opened: %(reason)s.")
            % {"reason": bar_in_words(reason)},
            where=where,
            mending=_("Take another lot."),
        )
    shared = Sharing.objects.filter(outlet_id=new.outlet, ended_at__isnull=True)
    if new.patient is None and not shared.exists():
        raise DeedRefusedError(
            _("an opened vial belongs to one person."),
            where=where,
            mending=_("Say whom it is for; only the lead can let an outlet share."),
        )


def _check_time(dilution: Dilution, at: datetime) -> None:
    if dilution.reconstituted_at > at:
        raise DeedRefusedError(
            _("the time lies ahead."),
            where=_("made ready at"),
            mending=_("Check the time."),
        )
    if dilution.diluent_ml <= 0:
        raise DeedRefusedError(
            _("nothing is dissolved in nothing."),
            where=_("diluent"),
            mending=_("Give a volume above 0 ml."),
        )


@transaction.atomic
def reconstitute(vial: UUID, dilution: Dilution, *, by: Actor, at: datetime) -> Vial:
    """Note how an opened vial was dissolved; its clock starts. Done once.

    Raises:
        DeedRefusedError: If it is done already, the vial is empty, or the time or
            volume cannot be.
    """
    row = _in_use(vial)
    if row.reconstituted_at is not None:
        raise DeedRefusedError(
            _("it is made ready already."),
            where=_("vial"),
            mending=_("Throw it away and open another, if it was wrong."),
        )
    _check_time(dilution, at)
    product = library().products.get(row.lot.product)
    row.clock, row.discard_at = clock_of(product, dilution)
    row.diluent, row.diluent_ml = dilution.diluent, dilution.diluent_ml
    row.reconstituted_at = dilution.reconstituted_at
    row.reconstituted_by_id = by.account
    row.save()
    patient = row.patient_id
    record("stock.reconstitute", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def draw(
    vial: UUID, units: Decimal, *, session: UUID, by: Actor, at: datetime
) -> Movement:
    """Take units out of a vial for a session; the last ones empty it.

    Whether the vial may be used is asked before a treatment starts; what was injected
    can always be recorded, so nothing is asked here but that the units were there.

    Raises:
        DeedRefusedError: If it is empty, or holds less.
    """
    row = _in_use(vial)
    if units <= 0 or units > row.units_left:
        raise DeedRefusedError(
            _("%(units)s U cannot be drawn: %(left)s U of %(product)s are left.")
            % {"units": units, "left": row.units_left, "product": row.lot.product},
            where=_("vial of lot %(number)s") % {"number": row.lot.number},
            mending=_("Correct the units, or open another vial."),
        )
    _pour(row, units, by=by, at=at)
    step = Step("use", units=-units, vial=row.id, session=session)
    moved = write(step, lot=row.lot_id, outlet=row.outlet_id, by=by, at=at)
    about = (row.id, moved.id)
    record("stock.draw", by=by, at=at, patient=row.patient_id, about=about)
    return moved


@transaction.atomic
def discard(vial: UUID, *, reason: str, by: Actor, at: datetime) -> Decimal:
    """Throw away what is left of a vial; return the units, to the last tenth and finer.

    What was opened is what was drawn and what is thrown away, exactly.

    Raises:
        DeedRefusedError: If it is empty already, or no reason is given.
    """
    words = demand(reason)
    row = _in_use(vial)
    wasted = row.units_left
    _pour(row, wasted, by=by, at=at, reason=words)
    step = Step("waste", units=-wasted, vial=row.id, reason=words)
    moved = write(step, lot=row.lot_id, outlet=row.outlet_id, by=by, at=at)
    about = (row.id, moved.id)
    record("stock.discard", by=by, at=at, patient=row.patient_id, about=about)
    return wasted


def _in_use(vial: UUID) -> Vial:
    row: Vial = laws.found(Vial.objects.filter(id=vial).select_related("lot"))
    if row.emptied_at is not None:
        raise DeedRefusedError(
            _("it is empty, or was thrown away."),
            where=_("vial of lot %(number)s") % {"number": row.lot.number},
            mending=_("Open another vial."),
        )
    return row


def _pour(
    row: Vial, units: Decimal, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    row.units_left -= units
    if not row.units_left:
        row.emptied_at, row.emptied_by_id = at, by.account
        row.emptied_reason = reason
    row.save()


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
    take(use.lot, outlet=use.outlet, vials=use.vials)
    steps = (
        Step("open", vials=-use.vials, units=opened, session=use.session),
        Step("use", units=-use.units, session=use.session),
        Step("waste", units=use.units - opened, session=use.session),
    )
    moved = [
        write(step, lot=use.lot, outlet=use.outlet, by=by, at=at)
        for step in steps
        if step.vials or step.units
    ]
    record("stock.use_for_session", by=by, at=at, about=[one.id for one in moved])
