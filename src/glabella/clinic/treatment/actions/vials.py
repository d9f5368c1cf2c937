"""Deeds about the vials of a treatment: added, checked by a second look, taken out."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.queries import outlet, today_at
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock import queries as shelf
from glabella.clinic.stock.models import Lot, Vial
from glabella.clinic.stock.values import Opening
from glabella.clinic.stock.words import bar_in_words
from glabella.clinic.treatment.laws import opened, step
from glabella.clinic.treatment.models import Treatment, TreatmentVial
from glabella.clinic.treatment.values import Check, NewVial


@transaction.atomic
def add_vial(
    treatment: UUID, new: NewVial, *, who: Person, by: Actor, at: datetime
) -> TreatmentVial:
    """Add a vial: a new one of a lot is opened for this person, in the same deed.

    For a treatment that is about to be given, an expired, quarantined or recalled lot
    is refused, and so is a vial of somebody else. What was given already is written
    down as it was; what is wrong with it is named at the end.

    Raises:
        DeedRefusedError: If the vial may not be used, is of another product, or stands
            in the treatment already.
    """
    row = opened(treatment)
    if new.vial is not None:
        one = _of_vial(row, new.vial, who=who, at=at)
    elif new.lot is not None:
        one = _of_lot(row, new, by=by, at=at)
    else:
        one = _as_printed(row, new)
    one.treatment = row
    one.scanned = new.is_scanned
    one.added_at, one.added_by_id = at, by.account
    if one.product != row.product:
        raise DeedRefusedError(
            _("the plan is for %(plan)s, the vial is %(vial)s.")
            % {"plan": row.product, "vial": one.product},
            where=_("vial"),
            mending=_("Take a vial of the planned product; units are never converted."),
        )
    _save(one)
    step(row)
    record("treatment.add_vial", by=by, at=at, patient=row.patient_id, about=one.id)
    return one


def _of_vial(row: Treatment, key: UUID, *, who: Person, at: datetime) -> TreatmentVial:
    rows = Vial.objects.filter(id=key, outlet_id=row.outlet_id)
    vial: Vial = laws.found(rows.select_related("lot"))
    on = today_at(outlet(row.outlet_id), at=at)
    found = shelf.open_vial(vial.id, on=on, at=at)
    if row.mode == "planned" and found is not None:
        is_sharing = shelf.is_sharing(row.outlet_id)
        bar = found.barred(who.ids, is_sharing=is_sharing)
        _refuse(bar, number=vial.lot.number)
    return _row(vial.lot, vial)


def _of_lot(row: Treatment, new: NewVial, *, by: Actor, at: datetime) -> TreatmentVial:
    lot: Lot = laws.found(Lot.objects.filter(id__in=[new.lot]))
    if row.mode == "afterwards" and not _may_open(lot, row, at=at):
        # It was given; stock follows as far as it can when the treatment is finished.
        one = _row(lot, None)
        _dilute(one, new)
        return one
    opening = Opening(
        lot=lot.id,
        outlet=row.outlet_id,
        patient=row.patient_id,
        diluent=new.diluent,
        diluent_ml=new.diluent_ml,
        reconstituted_at=new.reconstituted_at,
        serial=new.serial,
    )
    vial = stock.open_vial(opening, by=by, at=at)
    return _row(lot, vial)


def _may_open(lot: Lot, row: Treatment, *, at: datetime) -> bool:
    on = today_at(outlet(row.outlet_id), at=at)
    held = {one.lot: one for one in shelf.held_at(row.outlet_id)}.get(lot.id)
    return held is not None and not held.barred(on)


def _as_printed(row: Treatment, new: NewVial) -> TreatmentVial:
    number = laws.words(new.number, where=_("lot number"))
    if row.mode == "planned":
        raise DeedRefusedError(
            _("this outlet holds no lot %(number)s.") % {"number": number},
            where=_("vial"),
            mending=_("Receive it in the stock first, or take another vial."),
        )
    if new.vial_units is None or new.vial_units <= 0:
        raise DeedRefusedError(
            _("how many units a full vial holds is not said."),
            where=_("vial"),
            mending=_("Read it on the vial."),
        )
    one = TreatmentVial(
        lot_number=number,
        product=row.product,
        vial_units=new.vial_units,
        expires_on=new.expires_on,
    )
    _dilute(one, new)
    return one


def _dilute(one: TreatmentVial, new: NewVial) -> None:
    one.diluent, one.diluent_ml = new.diluent, new.diluent_ml
    one.reconstituted_at = new.reconstituted_at


def _row(lot: Lot, vial: Vial | None) -> TreatmentVial:
    one = TreatmentVial(
        vial=vial,
        lot=lot,
        lot_number=lot.number,
        product=lot.product,
        vial_units=lot.vial_units,
        expires_on=lot.expires_on,
    )
    if vial is not None:
        one.diluent, one.diluent_ml = vial.diluent, vial.diluent_ml
        one.reconstituted_at, one.discard_at = vial.reconstituted_at, vial.discard_at
    return one


def _refuse(bar: str, *, number: str) -> None:
    if bar:
        raise DeedRefusedError(
            _("it may not be used: %(reason)s.") % {"reason": bar_in_words(bar)},
            where=_("vial of lot %(number)s") % {"number": number},
            mending=_("Take another vial."),
        )


def _save(one: TreatmentVial) -> None:
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError:
        raise DeedRefusedError(
            _("this vial stands in the treatment already."),
            where=_("vial of lot %(number)s") % {"number": one.lot_number},
            mending=_("There is nothing to do."),
        ) from None


@transaction.atomic
def check_dilution(
    row: UUID, check: Check, *, by: Actor, at: datetime
) -> TreatmentVial:
    """Confirm product, lot and dilution of a vial by a second look.

    A second person is somebody else than who added the vial, and shows who they are; a
    re-scan reads the vial again and finds the same lot.

    Raises:
        DeedRefusedError: If it is the same person, or another lot was read.
    """
    one, treatment = _standing(row)
    if one.checked_at is not None:
        raise DeedRefusedError(
            _("it is confirmed already."),
            where=_("dilution"),
            mending=_("There is nothing to do."),
        )
    if check.how == "person":
        _second_person(one, check)
    else:
        _same_lot(one, check)
    TreatmentVial.objects.filter(id=one.id).update(
        checked_at=at,
        checked_by_id=check.account or by.account,
        checked_how=check.how,
    )
    step(treatment)
    patient = treatment.patient_id
    record("treatment.check_dilution", by=by, at=at, patient=patient, about=one.id)
    one.refresh_from_db()
    return one


def _second_person(one: TreatmentVial, check: Check) -> None:
    if check.account is None or check.account == one.added_by_id:
        raise DeedRefusedError(
            _("whoever made it ready cannot be the second person."),
            where=_("dilution"),
            mending=_("Ask a colleague, or scan the vial again."),
        )


def _same_lot(one: TreatmentVial, check: Check) -> None:
    if check.number != one.lot_number:
        raise DeedRefusedError(
            _("lot %(read)s was read, lot %(known)s was made ready.")
            % {"read": check.number or "-", "known": one.lot_number},
            where=_("dilution"),
            mending=_("Stop and compare vial and syringe; then scan again."),
        )


@transaction.atomic
def remove_vial(row: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a vial out of a treatment, with a reason; in stock it stays open.

    Raises:
        DeedRefusedError: If the treatment is not open, or no reason is said.
    """
    one, treatment = _standing(row)
    rows = TreatmentVial.objects.filter(id=one.id)
    rows.update(
        removed_at=at,
        removed_by_id=by.account,
        removed_reason=laws.words(reason, where=_("reason")),
    )
    step(treatment)
    patient = treatment.patient_id
    record("treatment.remove_vial", by=by, at=at, patient=patient, about=one.id)


def _standing(key: UUID) -> tuple[TreatmentVial, Treatment]:
    rows = TreatmentVial.objects.filter(id=key, removed_at__isnull=True)
    one: TreatmentVial = laws.found(rows)
    return one, opened(one.treatment_id)
