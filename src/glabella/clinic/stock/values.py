"""What is handed to the deeds of the stock, and what its reads return."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import attrs


@attrs.frozen
class NewLot:
    """One lot of one presentation, as printed on the box."""

    product: str
    vial_units: Decimal
    number: str
    expires_on: date
    gtin: str = ""


@attrs.frozen
class Use:
    """Vials opened for one session, and what was drawn from them.

    Args:
        units: Drawn for the session; what is left of the opened vials is waste.
    """

    lot: UUID
    outlet: UUID
    session: UUID
    vials: int
    units: Decimal


@attrs.frozen
class Held:
    """What an outlet holds of a lot."""

    lot: UUID
    product: str
    vial_units: Decimal
    number: str
    expires_on: date
    vials: int
    is_quarantined: bool
    is_recalled: bool

    def barred(self, on: date) -> str:
        """Return why no treatment may start with it on a day; "" if it may."""
        if self.is_recalled:
            return "recalled"
        if self.is_quarantined:
            return "quarantined"
        # Not "<=": a lot may be used on the day it expires.
        return "expired" if self.expires_on < on else ""
