"""Deeds about treatments: sessions, doses given elsewhere, side effects.

What was injected can always be recorded and sealed; what was wrong with it is said
beside it. Once sealed, a session is frozen.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import attrs
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.actions.tasks import open_task
from glabella.clinic.record.digests import session_digest
from glabella.clinic.record.duty import on_duty
from glabella.clinic.record.models import (
    ExternalDose,
    Session,
    SessionLot,
    SideEffect,
    Site,
)
from glabella.clinic.record.values import (
    CAUSALITIES,
    DEVIATION_REVIEW,
    DEVIATIONS,
    ORIGINS,
    SEVERITIES,
    SIDES,
    NewExternalDose,
    NewSession,
    NewSideEffect,
    NewTask,
)

# DERIVED: a default of this project for looking at a deviation; no source prints one.
REVIEW_WITHIN = timedelta(days=7)


@transaction.atomic
def record_session(
    patient: UUID, new: NewSession, *, by: Actor, at: datetime
) -> Session:
    """Record a treatment as it was given; it can be sealed afterwards.

    A deviation opens a task for the lead clinician of the outlet.

    Raises:
        DeedRefusedError: If there are no units, a code is not known, a deviation has
            no reason, or the day lies ahead.
    """
    _check_session(new, at=at)
    row = Session.objects.create(
        patient_id=patient,
        outlet_id=new.outlet,
        clinician_id=new.clinician,
        protocol=laws.words(new.protocol, where=_("protocol")),
        protocol_version=new.protocol_version,
        product=laws.words(new.product, where=_("product")),
        on=new.on,
        units=_units(new),
        origin=new.origin,
        deviations=list(new.deviations),
        deviation_reason=new.deviation_reason.strip(),
        note=new.note,
        recorded_at=at,
        recorded_by_id=by.user,
    )
    _record_parts(row, new)
    if new.deviations:
        _open_review(row, by=by, at=at)
    record("record.record_session", by=by, at=at, patient=patient, about=row.id)
    return row


def _check_session(new: NewSession, *, at: datetime) -> None:
    laws.not_after(new.on, at, where=_("day of the session"))
    laws.one_of(new.origin, ORIGINS, where=_("origin"))
    for deviation in new.deviations:
        laws.one_of(deviation, DEVIATIONS, where=_("deviation"))
    if new.deviations:
        laws.words(new.deviation_reason, where=_("reason of the deviation"))
    for site in new.sites:
        laws.one_of(
            site.side, SIDES, where=_("side of %(muscle)s") % {"muscle": site.muscle}
        )
    amounts = [site.units for site in new.sites] + [lot.units for lot in new.lots]
    if any(amount <= 0 for amount in amounts):
        raise DeedRefusedError(
            _("each site and each lot has units above zero."),
            where=_("session"),
            mending=_("Leave out what was not injected."),
        )


def _units(new: NewSession) -> Decimal:
    total = sum((site.units for site in new.sites), Decimal(0))
    if new.sites and new.units is not None and new.units != total:
        raise DeedRefusedError(
            _("the sites add up to %(total)s units, not %(units)s.")
            % {"total": total, "units": new.units},
            where=_("session"),
            mending=_("Correct the sites, or leave the units out."),
        )
    units = total if new.sites else new.units
    if units is None or units <= 0:
        raise DeedRefusedError(
            _("a session needs its sites, or its units where no sites are known."),
            where=_("session"),
            mending=_("Add the sites."),
        )
    return units


def _record_parts(row: Session, new: NewSession) -> None:
    Site.objects.bulk_create(
        Site(session=row, position=position, **attrs.asdict(site))
        for position, site in enumerate(new.sites, start=1)
    )
    SessionLot.objects.bulk_create(
        SessionLot(session=row, lot_id=lot.lot, lot_number=lot.number, units=lot.units)
        for lot in new.lots
    )


def _open_review(row: Session, *, by: Actor, at: datetime) -> None:
    duty = on_duty(Outlet.objects.get(id=row.outlet_id), at=at)
    new = NewTask(
        outlet=row.outlet_id,
        patient=row.patient_id,
        kind=DEVIATION_REVIEW,
        title=", ".join(row.deviations),
        due_at=at + REVIEW_WITHIN,
        owner=duty.owner,
        deputy=duty.deputy,
        about=row.id,
    )
    open_task(new, by=by, at=at)


@transaction.atomic
def seal_session(session: UUID, *, name: str, by: Actor, at: datetime) -> Session:
    """Seal a session by name; from then on only addenda follow.

    Raises:
        DeedRefusedError: If it is sealed already, or the name is empty.
    """
    printed = laws.words(name, where=_("name"))
    rows = Session.objects.filter(id=session)
    row: Session = laws.found(rows)
    digest = session_digest(row)
    laws.end(rows, "sealed", by=by, at=at, sealed_name=printed, digest=digest)
    row.refresh_from_db()
    patient = row.patient_id
    record("record.seal_session", by=by, at=at, patient=patient, about=session)
    return row


@transaction.atomic
def take_back_session(session: UUID, *, by: Actor, at: datetime) -> None:
    """Remove an imported session that nothing has touched since: undoing an import.

    Raises:
        DeedRefusedError: If it was given here, is sealed, or something refers to it.
    """
    row: Session = laws.found(Session.objects.filter(id=session))
    if row.origin != "imported" or row.sealed_at is not None:
        raise DeedRefusedError(
            _("only an imported session that is not sealed can be taken back."),
            where=_("session"),
            mending=_("Add an addendum instead."),
        )
    try:
        row.sites.all().delete()
        row.lots.all().delete()
        row.delete()
    except ProtectedError:
        raise DeedRefusedError(
            _("something refers to this session."),
            where=_("session"),
            mending=_("It stays; the import is undone without it."),
        ) from None
    patient = row.patient_id
    record("record.take_back_session", by=by, at=at, patient=patient, about=session)


@transaction.atomic
def note_external_dose(
    patient: UUID,
    new: NewExternalDose,
    *,
    by: Actor,
    at: datetime,
    substances: Mapping[str, str] | None = None,
) -> ExternalDose:
    """Note a toxin given elsewhere, as far as it is known.

    Args:
        substances: The substance by brand in lower case, see `substance_names`; with
            it a brand is kept as its substance, and an unknown name is refused.

    Raises:
        DeedRefusedError: If the day lies ahead, the units are not above zero, or
            nobody knows the product.
    """
    if new.units is not None and new.units <= 0:
        raise DeedRefusedError(
            _("units are above zero."),
            where=_("dose given elsewhere"),
            mending=_("Leave them out if nobody knows."),
        )
    row = ExternalDose.objects.create(
        patient_id=patient,
        on=laws.not_after(new.on, at, where=_("day of the dose")),
        product=_substance(new.product.strip(), substances),
        units=new.units,
        indication=new.indication,
        place=new.place,
        source=new.source,
        noted_at=at,
        noted_by_id=by.user,
    )
    record("record.note_external_dose", by=by, at=at, patient=patient, about=row.id)
    return row


def _substance(product: str, substances: Mapping[str, str] | None) -> str:
    if not product or substances is None:
        return product
    if product.lower() not in substances:
        raise DeedRefusedError(
            _('nobody knows the product "%(product)s".') % {"product": product},
            where=_("dose given elsewhere"),
            mending=_("Leave the product empty and name it in the source."),
        )
    return substances[product.lower()]


@transaction.atomic
def withdraw_external_dose(dose: UUID, *, by: Actor, at: datetime) -> None:
    """Withdraw a dose that was noted by mistake; it is kept and no longer counts.

    Raises:
        DeedRefusedError: If it is withdrawn already.
    """
    rows = ExternalDose.objects.filter(id=dose)
    row = laws.found(rows)
    laws.end(rows, "withdrawn", by=by, at=at)
    patient = row.patient_id
    deed = "record.withdraw_external_dose"
    record(deed, by=by, at=at, patient=patient, about=dose)


@transaction.atomic
def note_side_effect(
    patient: UUID, new: NewSideEffect, *, by: Actor, at: datetime
) -> SideEffect:
    """Note an unwanted effect.

    Raises:
        DeedRefusedError: If it has no name, a code is not known, or a day lies ahead.
    """
    values = attrs.asdict(new)
    _check_effect(values, at=at)
    values["session_id"] = values.pop("session")
    row = SideEffect.objects.create(
        patient_id=patient, noted_at=at, noted_by_id=by.user, **values
    )
    record("record.note_side_effect", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def change_side_effect(
    effect: UUID,
    changes: Mapping[str, object],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> SideEffect:
    """Change an effect that was read at `version`, such as its end and its weight.

    Raises:
        StaleError: If somebody else has changed it meanwhile.
    """
    laws.fields_of(NewSideEffect, changes)
    _check_effect(changes, at=at)
    laws.change(SideEffect, effect, version=version, changes=changes)
    row = SideEffect.objects.get(id=effect)
    patient = row.patient_id
    record("record.change_side_effect", by=by, at=at, patient=patient, about=effect)
    return row


def _check_effect(changes: Mapping[str, object], *, at: datetime) -> None:
    laws.check(
        changes,
        at=at,
        words=("label",),
        codes={"severity": SEVERITIES, "causality": CAUSALITIES},
        days=("onset_on", "ended_on"),
    )


@transaction.atomic
def note_spread_checked(
    effect: UUID, *, version: int, by: Actor, at: datetime
) -> SideEffect:
    """Note that somebody asked for signs of distant spread.

    Raises:
        StaleError: If somebody else has changed the effect meanwhile.
    """
    changes = {"spread_checked_at": at, "spread_checked_by_id": by.account}
    laws.change(SideEffect, effect, version=version, changes=changes)
    row = SideEffect.objects.get(id=effect)
    patient = row.patient_id
    record("record.note_spread_checked", by=by, at=at, patient=patient, about=effect)
    return row
