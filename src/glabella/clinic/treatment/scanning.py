"""What a scanned code means for a treatment: a new vial, or the second look at one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.stock.models import Lot
from glabella.clinic.treatment.making_ready import (
    diluent_ml,
    is_ready_to_use,
    last_diluent,
    preparation,
)
from glabella.clinic.treatment.models import Treatment, TreatmentVial
from glabella.clinic.treatment.values import NewVial
from glabella.interop.gs1 import Scan

# DERIVED: a choice of this project. A scanner that fires twice must not confirm by
# itself what nobody has dissolved yet.
PAUSE = timedelta(seconds=10)
# Doubts about which a person has to look at the box.
_ASK = ("no_lot", "lower_case")


@attrs.frozen
class Meant:
    """What a scan stands for: the row it checks, or the vial it adds."""

    check: UUID | None = None
    vial: NewVial | None = None


def meant(
    row: Treatment, scan: Scan, vials: Sequence[TreatmentVial], *, at: datetime
) -> Meant:
    """Return what to do with a code that was read.

    Raises:
        DeedRefusedError: If the lot is not printed in it, its expiry is not the one on
            file, or it came too soon after the first scan.
    """
    if set(scan.doubts) & set(_ASK):
        raise DeedRefusedError(
            _("the code does not say the lot for sure."),
            where=_("scan"),
            mending=_("Read the lot on the vial and choose it by hand."),
        )
    waiting = [
        one for one in vials if one.checked_at is None and one.lot_number == scan.lot
    ]
    if waiting:
        _refuse_echo(waiting[0], at=at)
        return Meant(check=waiting[0].id)
    return Meant(vial=_new(row, scan, at=at))


def _refuse_echo(one: TreatmentVial, *, at: datetime) -> None:
    if one.scanned and at - one.added_at < PAUSE:
        raise DeedRefusedError(
            _("this vial was scanned a moment ago."),
            where=_("scan"),
            mending=_("Dissolve it, label the syringe, then scan it again."),
        )


def _new(row: Treatment, scan: Scan, *, at: datetime) -> NewVial:
    lot = _lot(row, scan)
    if lot is None:
        return NewVial(
            number=scan.lot,
            expires_on=scan.expires_on,
            serial=scan.serial,
            is_scanned=True,
        )
    if scan.expires_on is not None and scan.expires_on != lot.expires_on:
        raise DeedRefusedError(
            _("the box says another expiry than the stock."),
            where=_("lot %(number)s") % {"number": lot.number},
            mending=_("Read both, and correct the stock first."),
        )
    volume = diluent_ml(preparation(row), row.product, lot.vial_units)
    is_dissolved = volume is not None and not is_ready_to_use(row.product)
    return NewVial(
        lot=lot.id,
        diluent=last_diluent(row.outlet_id, row.product) if is_dissolved else "",
        diluent_ml=volume if is_dissolved else None,
        reconstituted_at=at if is_dissolved else None,
        serial=scan.serial,
        is_scanned=True,
    )


def _lot(row: Treatment, scan: Scan) -> Lot | None:
    rows = Lot.objects.filter(number=scan.lot, product=row.product)
    if scan.gtin:
        rows = rows.filter(gtin__in=("", scan.gtin))
    held = list(rows.filter(holdings__outlet_id=row.outlet_id).distinct()[:2])
    if len(held) > 1:
        raise DeedRefusedError(
            _("two presentations on the shelf carry this lot number."),
            where=_("scan"),
            mending=_("Choose the vial by hand."),
        )
    return held[0] if held else rows.first()
