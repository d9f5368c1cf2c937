"""Numbers as a table prints them, two arms side by side: what the detectors read."""

from decimal import Decimal

import attrs


@attrs.frozen
class PrintedArm:
    """What one arm of a line prints; None is not printed."""

    n: Decimal | None = None
    mean: Decimal | None = None
    sd: Decimal | None = None
    events: Decimal | None = None
    total: Decimal | None = None
    percent: Decimal | None = None
    baseline_sd: Decimal | None = None

    @property
    def people(self) -> Decimal | None:
        """How many people the numbers are of."""
        return self.n if self.total is None else self.total


@attrs.frozen
class PrintedPair:
    """One line of a table: two arms of one study at one time.

    `effect` is a printed standardised difference and `sign` its convention: 1 if it
    has the sign of the first mean minus the second, -1 if the opposite.
    `names` are the two arms within the study.
    """

    file: str
    place: str
    study: str
    instrument: str
    week: Decimal | None
    first: PrintedArm
    second: PrintedArm
    names: tuple[str, str] = ("1", "2")
    effect: Decimal | None = None
    sign: int = 1

    @property
    def arms(self) -> tuple[tuple[str, PrintedArm], tuple[str, PrintedArm]]:
        """Both arms with their names."""
        return (self.names[0], self.first), (self.names[1], self.second)
