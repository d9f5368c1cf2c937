"""Deeds about the sites while they are given: ticked as planned, changed, left out."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.record.values import SIDES
from glabella.clinic.treatment.laws import opened, opened_site, step, unchanged
from glabella.clinic.treatment.models import TreatedSite, Treatment
from glabella.clinic.treatment.values import (
    GUIDANCES,
    HUNDREDTH,
    Change,
    Details,
    NewSite,
)


@transaction.atomic
def tick(
    site: UUID, *, given: bool = True, version: int, by: Actor, at: datetime
) -> None:
    """Tick a site as given as planned, or take the tick, a change or a gap back.

    Raises:
        StaleError: If somebody has changed the site since.
        DeedRefusedError: If the treatment is not open, or the site was never planned.
    """
    state = "done" if given else "planned"
    row, one = opened_site(site, version=version, state=state)
    if one.state == state:
        return
    if one.planned_units is None:
        raise DeedRefusedError(
            _("this site was added; the plan does not have it."),
            where=_("site"),
            mending=_("Change it, or leave it out with a reason."),
        )
    _write(one, state=state, units=one.planned_units, reason="")
    step(row)
    record("treatment.tick", by=by, at=at, patient=row.patient_id, about=one.id)


@transaction.atomic
def tick_all(
    treatment: UUID, *, figure: str = "", version: int, by: Actor, at: datetime
) -> int:
    """Tick every site that is still open as given as planned; return how many.

    Args:
        figure: Only those on one figure; "" for all.

    Raises:
        StaleError: If somebody has changed the treatment since.
    """
    row = opened(treatment)
    unchanged(row, version)
    count = mark_all(row, figure=figure)
    step(row)
    record("treatment.tick_all", by=by, at=at, patient=row.patient_id, about=row.id)
    return count


def mark_all(row: Treatment, *, figure: str = "") -> int:
    """Mark the open sites as given as planned, within another deed."""
    rows = row.sites.filter(state="planned")
    if figure:
        rows = rows.filter(figure=figure)
    return rows.update(state="done", version=models.F("version") + 1)


@transaction.atomic
def change_site(site: UUID, change: Change, *, by: Actor, at: datetime) -> None:
    """Write down what was given instead; a reason only where it differs.

    Raises:
        StaleError: If somebody has changed the site since.
        DeedRefusedError: If the units are not above zero, or a difference has no
            reason.
    """
    row, one = opened_site(site, version=change.version)
    amount = _amount(change.units)
    if one.planned_units is None:
        state = "added"
    else:
        state = "done" if amount == one.planned_units else "changed"
    words = change.reason.strip()
    if state == "changed":
        words = laws.words(words, where=_("reason of the change"))
    _write(one, state=state, units=amount, reason="" if state == "done" else words)
    step(row)
    record("treatment.change_site", by=by, at=at, patient=row.patient_id, about=one.id)


@transaction.atomic
def leave_out(
    site: UUID, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Say that a site was not injected, and why.

    Raises:
        StaleError: If somebody has changed the site since.
        DeedRefusedError: If no reason is said.
    """
    row, one = opened_site(site, version=version)
    words = laws.words(reason, where=_("reason for leaving it out"))
    _write(one, state="left_out", units=one.units, reason=words)
    step(row)
    record("treatment.leave_out", by=by, at=at, patient=row.patient_id, about=one.id)


@transaction.atomic
def add_site(treatment: UUID, new: NewSite, *, by: Actor, at: datetime) -> TreatedSite:
    """Add a site that was injected and that the plan does not have.

    By a plan it differs from what was planned, so it says why; without a plan every
    site is added.

    Raises:
        DeedRefusedError: If the units are not above zero, the side is not known, or a
            reason is missing.
    """
    row = opened(treatment)
    laws.one_of(new.side, SIDES, where=_("side"))
    reason = new.reason.strip()
    if row.plan_id is not None:
        reason = laws.words(reason, where=_("reason of the added site"))
    last = row.sites.aggregate(
        position=models.Max("position"),
        point=models.Max("point", filter=models.Q(muscle=new.muscle, side=new.side)),
    )
    one = TreatedSite.objects.create(
        treatment=row,
        position=(last["position"] or 0) + 1,
        muscle=laws.words(new.muscle, where=_("muscle")),
        side=new.side,
        point=(last["point"] or 0) + 1,
        units=_amount(new.units),
        figure=new.figure,
        figure_version=new.figure_version,
        x=new.x,
        y=new.y,
        state="added",
        reason=reason,
    )
    step(row)
    record("treatment.add_site", by=by, at=at, patient=row.patient_id, about=one.id)
    return one


@transaction.atomic
def set_details(
    treatment: UUID, details: Details, *, version: int, by: Actor, at: datetime
) -> None:
    """Keep needle, guidance, time of observation and the note.

    Raises:
        StaleError: If somebody has changed the treatment since.
        DeedRefusedError: If the guidance is not known.
    """
    row = opened(treatment)
    unchanged(row, version)
    laws.one_of(details.guidance, GUIDANCES, where=_("guidance"))
    step(
        row,
        needle=details.needle.strip(),
        guidance=details.guidance,
        observed_minutes=details.observed_minutes,
        note=details.note.strip(),
    )
    record("treatment.set_details", by=by, at=at, patient=row.patient_id, about=row.id)


def _amount(units: Decimal) -> Decimal:
    if units <= 0:
        raise DeedRefusedError(
            _("units are above zero."),
            where=_("site"),
            mending=_("Leave the site out if nothing was injected."),
        )
    if units != units.quantize(HUNDREDTH):
        raise DeedRefusedError(
            _("units have two decimal places at most."),
            where=_("site"),
            mending=_("Round to what was injected."),
        )
    return units.quantize(HUNDREDTH)


def _write(site: TreatedSite, **changes: object) -> None:
    rows = TreatedSite.objects.filter(id=site.id)
    rows.update(version=models.F("version") + 1, **changes)
