"""What is handed to the deeds of a treatment, and what its reads give back."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import attrs

from glabella.clinic.people.cards import Person

STATES = ("open", "finished", "abandoned")
# "afterwards": what was injected is written down later; nothing is refused then.
MODES = ("planned", "afterwards")
GUIDANCES = ("none", "emg", "ultrasound", "stimulation")
SITE_STATES = ("planned", "done", "changed", "left_out", "added")
# Those in which something was injected.
GIVEN = frozenset({"done", "changed", "added"})
REACTIONS = ("vasovagal", "anaphylaxis", "other")
CHECKS = ("person", "scan")
ALLERGIES = ("none", "as_listed", "new")
PREGNANCIES = ("no", "yes", "unknown", "not_applicable")
ANTITHROMBOTICS = ("no", "yes", "unknown")

PREGNANCY = "pregnancy"
ANTITHROMBOTIC = "anticoagulant_or_antiplatelet"
SOURCE = "time-out"
# What an answer says as a fact; an answer that says nothing writes no fact.
AS_FACT: Mapping[str, bool] = {"no": False, "yes": True}
HUNDREDTH = Decimal("0.01")


@attrs.frozen
class TimeOut:
    """What was asked of the patient before the first needle, all on one screen.

    Args:
        is_identified: The patient said name and date of birth, and both fit.
        allergies: One of `ALLERGIES`; "new" needs the words.
        pregnancy: One of `PREGNANCIES`, asked today.
        antithrombotics: One of `ANTITHROMBOTICS`. Nobody is told to stop one: whoever
            prescribed it decides.
        is_reconfirmed: The patient agrees again today, where the consent asks for it.
        seen: Fingerprint of what stood on the screen: ledger and plan.
    """

    is_identified: bool
    allergies: str
    pregnancy: str
    antithrombotics: str
    allergy_words: str = ""
    antithrombotic_words: str = ""
    is_reconfirmed: bool = False

    def as_json(self) -> dict[str, object]:
        """Return the answers as the row keeps them."""
        return attrs.asdict(self)


@attrs.frozen
class NewStart:
    """A treatment that is about to start by an approved plan.

    Args:
        clinician: Id of the member of staff who injects.
        name: Of whoever re-confirms the consent with the patient, as printed.
    """

    plan: UUID
    outlet: UUID
    clinician: UUID
    time_out: TimeOut
    name: str = ""


@attrs.frozen
class NewAfterwards:
    """A treatment that was given already and is written down now.

    Args:
        plan: Where there was one; its sites are taken over to be ticked.
        clinician: Id of the member of staff who injected.
        on: The day it was given.
    """

    outlet: UUID
    clinician: UUID
    protocol: str
    product: str
    on: date
    plan: UUID | None = None
    protocol_version: str = ""


@attrs.frozen
class NewVial:
    """A vial for a treatment: of a lot in stock, of one in use, or as printed.

    Args:
        vial: One that is open already and may be used on.
        lot: In stock; a vial of it is opened.
        number: As printed, where stock does not know the lot.
        diluent_ml: None for a product that is ready to use.
        reconstituted_at: When the diluent was added; aware.
        is_scanned: Whether product and lot were read by a scanner.
    """

    vial: UUID | None = None
    lot: UUID | None = None
    number: str = ""
    vial_units: Decimal | None = None
    expires_on: date | None = None
    diluent: str = ""
    diluent_ml: Decimal | None = None
    reconstituted_at: datetime | None = None
    serial: str = ""
    is_scanned: bool = False


@attrs.frozen
class NewSite:
    """A site that the plan does not have."""

    muscle: str
    side: str
    units: Decimal
    reason: str = ""
    figure: str = ""
    figure_version: str = ""
    x: Decimal | None = None
    y: Decimal | None = None


@attrs.frozen
class NewReaction:
    """A reaction on the spot.

    Args:
        kind: One of `REACTIONS`.
        adrenaline: Dose, route and time as given; "" if none was given.
        blood_pressure: As read, such as "90/60".
    """

    kind: str
    began_at: datetime
    signs: str
    measures: str
    lasted_minutes: int | None = None
    adrenaline: str = ""
    pulse: int | None = None
    blood_pressure: str = ""
    emergency_called: bool = False
    outcome: str = ""


@attrs.frozen
class Ending:
    """How a treatment is finished.

    Args:
        name: Of who signs, as printed.
        version: Of the treatment as it stood above the signature.
        all_as_planned: Every site that is still open was given as planned.
        reason: Of the deviations, where there are any.
        used: Units drawn by row of `TreatmentVial`; empty lets them be shared out in
            the order of the vials.
    """

    name: str
    version: int
    all_as_planned: bool = False
    reason: str = ""
    used: Mapping[UUID, Decimal] = attrs.field(factory=dict)


@attrs.frozen
class Lacking:
    """Something that stands in the way of a start, or should be looked at.

    Args:
        what: A code: "plan", "decision", "consent", "role", ...
        text: What is wrong, said to a person.
        mending: What to do about it.
        url: The name of the address where it is mended; "" if there is none.
        is_warning: It is said and does not refuse.
    """

    what: str
    text: str
    mending: str = ""
    url: str = ""
    is_warning: bool = False


@attrs.frozen
class Ready:
    """Whom a start is judged for: person, place, day."""

    who: Person
    outlet: UUID
    clinician: UUID | None
    on: date
    at: datetime


@attrs.frozen
class Details:
    """What holds for the whole treatment.

    Args:
        guidance: One of `GUIDANCES`.
        observed_minutes: How long the patient was watched afterwards.
    """

    needle: str = ""
    guidance: str = "none"
    observed_minutes: int | None = None
    note: str = ""


@attrs.frozen
class Check:
    """A second look at a vial and its dilution.

    Args:
        how: One of `CHECKS`.
        account: Of the second person, who has shown who they are.
        number: The lot that was read again.
    """

    how: str = attrs.field(validator=attrs.validators.in_(CHECKS))
    account: UUID | None = None
    number: str = ""


@attrs.frozen
class Totals:
    """Units of one treatment."""

    planned: Decimal
    given: Decimal
    waiting: Decimal
    in_vials: Decimal

    @property
    def at_end(self) -> Decimal:
        """What will have been given if all that waits is given as planned."""
        return self.given + self.waiting

    @property
    def left_over(self) -> Decimal:
        """What would stay in the vials; below zero if they do not hold enough."""
        return self.in_vials - self.at_end


@attrs.frozen
class Change:
    """What was given at a site instead of what was planned.

    Args:
        version: Of the site as it was seen.
    """

    units: Decimal
    version: int
    reason: str = ""
