"""How a product keeps: the temperatures of its vials, and its hours once dissolved."""

from datetime import datetime, timedelta
from decimal import Decimal

import attrs

from glabella.core.sources import Basis, Text


@attrs.frozen
class Storage:
    """Where unopened vials are kept, in degrees Celsius, as far as a source says.

    Args:
        low_c: None: the source names no lower end.
        high_c: None: the source names no upper end.
    """

    text: Text
    basis: Basis
    low_c: Decimal | None = None
    high_c: Decimal | None = None

    @property
    def may_be_proposed(self) -> bool:
        """Whether somebody read it: a recalled limit only asks."""
        return not self.basis.is_recalled

    @property
    def is_known(self) -> bool:
        """Whether there is a limit to compare with."""
        return self.low_c is not None or self.high_c is not None

    def is_left(self, *, coldest: Decimal, warmest: Decimal) -> bool:
        """Return whether it was too cold or too warm; the limits are inside."""
        too_cold = self.low_c is not None and coldest < self.low_c
        return too_cold or (self.high_c is not None and warmest > self.high_c)


@attrs.frozen
class AfterReconstitution:
    """How long a dissolved vial may be used."""

    hours: int
    text: Text
    basis: Basis

    @property
    def may_be_proposed(self) -> bool:
        """Whether somebody read it: a recalled clock only warns."""
        return not self.basis.is_recalled

    def discard_at(self, reconstituted_at: datetime) -> datetime:
        """Return when a vial dissolved at a time is thrown away."""
        return reconstituted_at + timedelta(hours=self.hours)
