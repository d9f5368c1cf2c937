"""On how many days a month a class of medicine was taken, and from when to ask.

The numbers are those of the protocols' data, with their source; nothing is said about
days on which nothing was written.
"""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from glabella.clinic.diary.queries import Cell
from glabella.clinic.diary.values import SHORT_MEDICINES
from glabella.protocols.loader import Library

REMARK = "medication_overuse_thresholds"
PROTOCOL = "chronic_migraine"
# The class of an entry, and what the protocol's data calls it.
NAMES = (
    ("triptan", "triptans"),
    ("simple_analgesic", "simple_analgesics"),
    ("combination_analgesic", "combination_analgesics_days"),
    ("opioid", "opioids"),
    ("ergotamine", "ergotamine"),
)
# Printed in no source that was read; a page that names it says so.
RECALLED = frozenset({"combination_analgesic"})


@attrs.frozen
class Taken:
    """A class of medicine in one month.

    Args:
        days: Written days with it: a floor where days are blank.
        threshold: Days a month from which it is worth a talk; None if none is on file.
    """

    medicine: str
    label: str
    days: int
    threshold: int | None
    is_recalled: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether the written days alone reach the number."""
        return self.threshold is not None and self.days >= self.threshold


def thresholds(library: Library) -> dict[str, int]:
    """Return the days a month by class of medicine, as the protocol has them."""
    protocol = library.protocol(PROTOCOL)
    found = [one for one in protocol.remarks if one.id == REMARK]
    values = dict(found[0].values) if found else {}
    return {
        code: int(Decimal(str(values[name]))) for code, name in NAMES if name in values
    }


def taken(cells: Iterable[Cell], library: Library) -> list[Taken]:
    """Return what was taken on the written days, the most often taken first."""
    # A medicine counts on every day it was taken, also on one without a headache.
    rows = [cell.row for cell in cells if cell.row is not None]
    limits = thresholds(library)
    counted = [
        Taken(
            code,
            str(label),
            sum(code in row.medicines for row in rows),
            limits.get(code),
            is_recalled=code in RECALLED,
        )
        for code, label in SHORT_MEDICINES.items()
    ]
    return sorted((one for one in counted if one.days), key=lambda one: -one.days)
