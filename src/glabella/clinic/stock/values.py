"""What is handed to the deeds of the stock, and what its reads return."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import attrs

# Of a movement. "undo" takes back what an import received.
KINDS = (
    "receive",
    "move_out",
    "move_in",
    "open",
    "use",
    "waste",
    "count",
    "undo",
)
LOT_NOTES = ("quarantine", "release", "recall", "correction")
# How the time came about at which an opened vial is thrown away: "label" from a source
# that was read, "unverified" from one that nobody read, "house" a shorter one of this
# practice, "ready" for a product that needs no diluent, "unknown" where nothing says.
CLOCKS = ("label", "unverified", "house", "ready", "unknown")
KIT = ("adrenaline", "other")

LOT_RECALL = "lot_recall"
COLD_CHAIN = "cold_chain"


@attrs.frozen
class NewLot:
    """One lot of one presentation, as printed on the box."""

    product: str
    vial_units: Decimal
    number: str
    expires_on: date
    gtin: str = ""


@attrs.frozen
class Dilution:
    """How a vial is made ready.

    Args:
        reconstituted_at: When; aware.
        discard_at: A shorter clock of the house; never later than the label's.
    """

    diluent: str
    diluent_ml: Decimal
    reconstituted_at: datetime
    discard_at: datetime | None = None


@attrs.frozen
class Opening:
    """One vial to be opened at an outlet, for one person.

    Args:
        patient: Whom it is for; None only where the outlet shares vials.
        diluent_ml: None for a product that is ready to use, or not yet dissolved.
        reconstituted_at: None until it is dissolved; see `Dilution`.
        discard_at: A shorter clock of the house.
        serial: Of the pack, if it was scanned.
    """

    lot: UUID
    outlet: UUID
    patient: UUID | None = None
    diluent: str = ""
    diluent_ml: Decimal | None = None
    reconstituted_at: datetime | None = None
    discard_at: datetime | None = None
    serial: str = ""

    @property
    def dilution(self) -> Dilution | None:
        """How it is made ready; None if nothing is said of it yet."""
        if self.diluent_ml is None or self.reconstituted_at is None:
            return None
        return Dilution(
            self.diluent, self.diluent_ml, self.reconstituted_at, self.discard_at
        )


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
class Count:
    """What was counted of one holding.

    Args:
        expected: What was on file when the sheet was shown.
        reason: Of a difference.
    """

    holding: UUID
    expected: int
    counted: int
    reason: str = ""


@attrs.frozen
class NewReading:
    """One look at a thermometer, in degrees Celsius.

    Args:
        lowest: Since the last look, where the thermometer keeps it; so `highest`.
    """

    place: UUID
    celsius: Decimal
    lowest: Decimal | None = None
    highest: Decimal | None = None
    note: str = ""

    @property
    def coldest(self) -> Decimal:
        """The lowest temperature that is known."""
        return self.celsius if self.lowest is None else self.lowest

    @property
    def warmest(self) -> Decimal:
        """The highest temperature that is known."""
        return self.celsius if self.highest is None else self.highest


@attrs.frozen
class NewLevel:
    """With how many usable vials of a presentation left an outlet orders more.

    Args:
        version: Of the level that the form showed; not looked at for the first one.
    """

    outlet: UUID
    product: str
    vial_units: Decimal
    vials: int
    version: int = 0


@attrs.frozen
class NewKitItem:
    """Something of the emergency kit; without a day it does not expire.

    Args:
        kind: One of `KIT`.
    """

    name: str
    kind: str = "other"
    lot_number: str = ""
    expires_on: date | None = None


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
    holding: UUID | None = None
    place: str = ""

    def barred(self, on: date) -> str:
        """Return why no treatment may start with it on a day; "" if it may."""
        if self.is_recalled:
            return "recalled"
        if self.is_quarantined:
            return "quarantined"
        # Not "<=": a lot may be used on the day it expires.
        return "expired" if self.expires_on < on else ""


@attrs.frozen
class OpenVial:
    """A vial in use, as it stands at one moment.

    Args:
        held: Its lot, as the outlet holds it.
        clock: One of `CLOCKS`.
        patients: The cards of the person it belongs to; none if it is shared.
        is_past: Whether its time to be thrown away has come.
    """

    id: UUID
    held: Held
    on: date
    units_left: Decimal
    diluent: str
    diluent_ml: Decimal | None
    opened_at: datetime
    reconstituted_at: datetime | None
    discard_at: datetime | None
    clock: str
    patient: UUID | None
    is_past: bool
    is_emptied: bool = False
    serial: str = ""

    @property
    def lot(self) -> UUID:
        """The lot it came from."""
        return self.held.lot

    @property
    def number(self) -> str:
        """The number of its lot."""
        return self.held.number

    @property
    def product(self) -> str:
        """Its active substance."""
        return self.held.product

    @property
    def vial_units(self) -> Decimal:
        """What it held when it was full."""
        return self.held.vial_units

    @property
    def expires_on(self) -> date:
        """The expiry of its lot."""
        return self.held.expires_on

    def barred(self, patients: Collection[UUID], *, is_sharing: bool) -> str:
        """Return why no treatment of a person may start with it; "" if it may.

        Args:
            patients: All cards of the person.
            is_sharing: Whether the lead lets the outlet share vials.
        """
        if self.is_emptied:
            return "emptied"
        if reason := self.held.barred(self.on):
            return reason
        if self.is_past and self.clock in {"label", "house"}:
            return "clock_run_out"
        is_theirs = self.patient in patients
        return "" if is_theirs or is_sharing else "belongs_to_somebody_else"

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at before it is used; nothing of this refuses by itself."""
        found = []
        if self.clock != "ready" and self.reconstituted_at is None:
            found.append("not_reconstituted")
        if self.clock == "unverified":
            found.append("clock_run_out" if self.is_past else "clock_unverified")
        if self.clock == "unknown":
            found.append("clock_unknown")
        return tuple(found)


@attrs.frozen
class Short:
    """A presentation of which an outlet has come down to its reorder level.

    Args:
        usable: Vials that a treatment may start with.
    """

    product: str
    vial_units: Decimal
    usable: int
    level: int


@attrs.frozen
class Way:
    """One safe way to reach a person."""

    kind: str
    value: str
    hours: str


@attrs.frozen
class Told:
    """Whether a person knows of a recall.

    Args:
        task: None if none was opened.
        result: "reached", "closed", "tried", or "" if nobody has tried.
        tried_at: The last attempt.
    """

    task: UUID | None = None
    result: str = ""
    tried_at: datetime | None = None


@attrs.frozen
class Reached:
    """A person who got something of a lot, and how to reach them.

    Args:
        patient: The card that is kept.
        sessions: Day and units of each session with the lot, newest first; units None
            where only a vial was opened for the person.
        ways: Safe contacts alone.
    """

    patient: UUID
    name: str
    number: str
    born: date | None
    sessions: tuple[tuple[date, Decimal | None], ...]
    ways: tuple[Way, ...]
    told: Told
