"""Botulinum toxin that a person has had, wherever it was given, as the ledger needs it.

Vocabulary: an *administration* is one injection session of one toxin, here or not.
What nobody knows about it is None: an unknown amount is never zero, and an unknown
toxin is never the one at hand.
"""

from datetime import date
from decimal import Decimal

import attrs

from glabella.core.quantity import checked_amount


def _checked_units(value: Decimal | None) -> Decimal | None:
    return None if value is None else checked_amount(value, what="A session")


@attrs.frozen
class Administration:
    """One injection session of one toxin.

    `certainty` is said in the words of whoever recorded it. `condition` is what it was
    given for. `external` means at another place of care.
    """

    on: date
    product: str | None = None
    units: Decimal | None = attrs.field(default=None, converter=_checked_units)
    place: str | None = attrs.field(default=None, kw_only=True)
    external: bool = attrs.field(default=False, kw_only=True)
    certainty: str = attrs.field(default="", kw_only=True)
    condition: str | None = attrs.field(default=None, kw_only=True)
    id: str = attrs.field(default="", kw_only=True)

    def as_json(self) -> dict[str, object]:
        """Return the published shape, with an exact decimal and an ISO date."""
        return {
            "on": self.on.isoformat(),
            "product": self.product,
            "units": self.units,
            "place": self.place,
            "external": self.external,
            "certainty": self.certainty,
        }


@attrs.frozen
class LedgerOverride:
    """A named clinician lifts the block that one administration causes."""

    administration: str
    who: str
    why: str
