"""The deed that ends a treatment: record, stock and seal in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import attrs
from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.record import actions as records
from glabella.clinic.record.models import Session
from glabella.clinic.record.values import NewLot, NewSession, NewSite
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock import queries as shelf
from glabella.clinic.stock.models import Holding, Lot, Vial
from glabella.clinic.stock.values import Use
from glabella.clinic.treatment.actions.sites import mark_all
from glabella.clinic.treatment.deviations import WORDS, deviations
from glabella.clinic.treatment.laws import opened, step, unchanged
from glabella.clinic.treatment.models import TreatedSite, Treatment, TreatmentVial
from glabella.clinic.treatment.values import GIVEN, Ending


@transaction.atomic
def finish(
    treatment: UUID, ending: Ending, *, who: Person, by: Actor, at: datetime
) -> Session:
    """Seal a treatment: write the session, draw the stock, and freeze both.

    All of it happens, or nothing. Deviations never refuse it: they are named, and ask
    for a reason.

    Raises:
        DeedRefusedError: If a site is still open, nothing was injected, a deviation has
            no reason, or it is not open.
        StaleError: If somebody has changed it since it was shown.
    """
    row = opened(treatment)
    unchanged(row, ending.version)
    if ending.all_as_planned:
        mark_all(row)
    sites = _given(row)
    units = sum((site.units for site in sites), Decimal(0))
    vials = _vials(row)
    used = _shared_out(vials, units, said=ending.used)
    named = _named(row, who, units=units, used=used)
    reason = _reason(named, ending.reason)
    new = _session(row, sites, _lots(vials, used))
    new = attrs.evolve(new, deviations=named, deviation_reason=reason)
    session = records.record_session(row.patient_id, new, by=by, at=at)
    _draw(row, vials, used, _Pour(session.id, by, at))
    sealed = records.seal_session(session.id, name=ending.name, by=by, at=at)
    step(
        row,
        state="finished",
        session=sealed,
        deviations=list(named),
        deviation_reason=reason,
        finished_at=at,
        finished_by_id=by.account,
    )
    about = (row.id, sealed.id)
    record("treatment.finish", by=by, at=at, patient=row.patient_id, about=about)
    return sealed


def _given(row: Treatment) -> list[TreatedSite]:
    sites = list(row.sites.order_by("position"))
    waiting = [site for site in sites if site.state == "planned"]
    if waiting:
        raise DeedRefusedError(
            _("%(count)s sites are still open.") % {"count": len(waiting)},
            where=_("sites"),
            mending=_("Tick them, change them, or leave them out with a reason."),
        )
    given = [site for site in sites if site.state in GIVEN]
    if not given:
        raise DeedRefusedError(
            _("nothing was injected."),
            where=_("sites"),
            mending=_("Tick or add what was given, or abandon the treatment."),
        )
    return given


def _vials(row: Treatment) -> list[TreatmentVial]:
    rows = row.vials.filter(removed_at__isnull=True).select_related("vial", "lot")
    return list(rows.order_by("added_at", "id"))


def _shared_out(
    vials: Sequence[TreatmentVial], units: Decimal, *, said: Mapping[UUID, Decimal]
) -> dict[UUID, Decimal]:
    """Return the units drawn from each vial: as said, else in the order of the vials.

    Nothing is invented: what no vial can have held stays without one.
    """
    if said:
        _check_said(vials, units, said=said)
        return {vial.id: said.get(vial.id, Decimal(0)) for vial in vials}
    rest = units
    used: dict[UUID, Decimal] = {}
    for vial in vials:
        there = vial.vial.units_left if vial.vial else vial.vial_units
        used[vial.id] = min(rest, there)
        rest -= used[vial.id]
    return used


def _check_said(
    vials: Sequence[TreatmentVial], units: Decimal, *, said: Mapping[UUID, Decimal]
) -> None:
    for vial in vials:
        drawn = said.get(vial.id, Decimal(0))
        if drawn < 0 or drawn > vial.vial_units:
            raise DeedRefusedError(
                _("%(drawn)s U cannot come from a vial of %(full)s U.")
                % {"drawn": drawn, "full": vial.vial_units},
                where=_("vial of lot %(number)s") % {"number": vial.lot_number},
                mending=_("Correct the units."),
            )
    total = sum(said.values(), Decimal(0))
    if total > units:
        raise DeedRefusedError(
            _("the vials add up to %(total)s U, the sites to %(units)s U.")
            % {"total": total, "units": units},
            where=_("vials"),
            mending=_("Correct the units; what is left in a vial is waste."),
        )


def _named(
    row: Treatment,
    who: Person,
    *,
    units: Decimal,
    used: Mapping[UUID, Decimal],
) -> tuple[str, ...]:
    found = set(deviations(row, who, units=units))
    if sum(used.values(), Decimal(0)) != units:
        found.add("stock_mismatch")
    return tuple(code for code in WORDS if code in found)


def _reason(named: Sequence[str], reason: str) -> str:
    if not named:
        return ""
    if not reason.strip():
        words = ", ".join(str(WORDS[code]) for code in named)
        raise DeedRefusedError(
            _("it deviates: %(words)s.") % {"words": words},
            where=_("reason of the deviation"),
            mending=_(
                "Say why. It is recorded all the same, and the lead looks at it."
            ),
        )
    return reason.strip()


def _session(
    row: Treatment, sites: Sequence[TreatedSite], lots: tuple[NewLot, ...]
) -> NewSession:
    return NewSession(
        outlet=row.outlet_id,
        clinician=row.clinician_id,
        protocol=row.protocol,
        protocol_version=row.protocol_version,
        product=row.product,
        on=row.on,
        sites=tuple(map(_site, sites)),
        lots=lots,
        note=row.note,
    )


def _site(site: TreatedSite) -> NewSite:
    return NewSite(
        muscle=site.muscle,
        side=site.side,
        units=site.units,
        # The planned volume belongs to the planned units.
        volume_ml=site.volume_ml if site.units == site.planned_units else None,
        figure=site.figure,
        figure_version=site.figure_version,
        x=site.x,
        y=site.y,
        depth=site.depth,
    )


def _lots(
    vials: Sequence[TreatmentVial], used: Mapping[UUID, Decimal]
) -> tuple[NewLot, ...]:
    return tuple(
        NewLot(vial.lot_id, vial.lot_number, used[vial.id])
        for vial in vials
        if used[vial.id] > 0
    )


@attrs.frozen
class _Pour:
    """For which session something is drawn, by whom and when."""

    session: UUID
    by: Actor
    at: datetime


def _draw(
    row: Treatment,
    vials: Sequence[TreatmentVial],
    used: Mapping[UUID, Decimal],
    pour: _Pour,
) -> None:
    """Take from stock what was used, and write off what is left.

    Where the outlet shares vials, the rest stays for the next person until its clock
    runs out.
    """
    is_sharing = shelf.is_sharing(row.outlet_id)
    for one in vials:
        units = used[one.id]
        TreatmentVial.objects.filter(id=one.id).update(units_used=units)
        if one.vial is not None:
            _draw_vial(one.vial.id, units, pour, keep=is_sharing)
        elif one.lot is not None and units > 0:
            _draw_lot(row, one.lot, units, pour)
    # A recall that came before this record told nobody of this session.
    from_stock = [one.lot.id for one in vials if one.lot is not None and used[one.id]]
    stock.tell_late(from_stock, by=pour.by, at=pour.at)


def _draw_vial(key: UUID, units: Decimal, pour: _Pour, *, keep: bool) -> None:
    vial: Vial = laws.found(Vial.objects.filter(id=key))
    # What was injected is recorded even where the stock believes there was less.
    there = min(units, vial.units_left)
    if there > 0:
        stock.draw(vial.id, there, session=pour.session, by=pour.by, at=pour.at)
    if not keep and vial.emptied_at is None and vial.units_left > there:
        reason = _("Left over after the treatment")
        stock.discard(vial.id, reason=reason, by=pour.by, at=pour.at)


def _draw_lot(row: Treatment, lot: Lot, units: Decimal, pour: _Pour) -> None:
    """Take a vial that was opened without the stock knowing, if one is still held."""
    held = Holding.objects.filter(lot=lot, outlet_id=row.outlet_id, vials__gte=1)
    if held.exists():
        use = Use(lot.id, row.outlet_id, pour.session, vials=1, units=units)
        stock.use_for_session(use, by=pour.by, at=pour.at)
