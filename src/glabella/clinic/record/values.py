"""What is handed to the deeds of the record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import attrs

Answers = Sequence[int | Decimal | None] | Mapping[str, int | Decimal | None]

SIDES = ("left", "right", "middle")
PROBLEM_SIDES = ("", "left", "right", "both")
CERTAINTIES = ("confirmed", "suspected", "excluded", "unknown")
THERAPIES = ("medicine", "therapy")
DIARIES = ("headache", "bladder", "jaw")
ORIGINS = ("here", "imported")
SEVERITIES = ("mild", "moderate", "severe", "unknown")
CAUSALITIES = ("not_assessed", "unlikely", "possible", "probable", "certain")
ANSWERED_BY = ("patient", "clinician", "proxy")
DOCUMENTS = ("letter", "imaging", "laboratory", "face_chart", "consent", "other")
ATTEMPTS = ("phone", "email", "visit", "post")
ATTEMPT_RESULTS = ("reached", "no_answer", "message_left", "wrong_contact")
# What may be wrong with a treatment that was given all the same: it is recorded, with
# its reason, and the lead looks at it.
DEVIATIONS = (
    "no_documented_consent",
    "beyond_consent",
    "recalled_lot",
    "expired",
    "over_cap",
    "stock_mismatch",
    "no_decision",
    "too_early",
    "unchecked_dilution",
    "no_time_out",
)

URGENT_FINDING = "urgent_finding"
DEVIATION_REVIEW = "deviation_review"


@attrs.frozen
class NewFact:
    """One fact as somebody states it.

    Args:
        fact: Its id in the catalogue.
        value: As a facts file says it.
        as_of: The day it was true; None for the day it is recorded.
    """

    fact: str
    value: object
    as_of: date | None = None
    source: str = ""
    certainty: str = ""


@attrs.frozen
class NewProblem:
    """A diagnosis or complaint.

    Args:
        code_system: Such as "ICD-10-GM" or "ICHD-3".
        side: One of `PROBLEM_SIDES`.
        certainty: One of `CERTAINTIES`.
    """

    label: str
    code_system: str = ""
    code: str = ""
    side: str = ""
    certainty: str = "confirmed"
    onset_on: date | None = None
    resolved_on: date | None = None


@attrs.frozen
class NewTherapy:
    """A medicine or another therapy.

    Args:
        kind: "medicine" or "therapy".
        dose: As said: "20 mg in the morning".
        outcome: Such as "worked", "failed" or "not_tolerated"; "" while it runs.
    """

    kind: str
    name: str
    code: str = ""
    dose: str = ""
    started_on: date | None = None
    stopped_on: date | None = None
    outcome: str = ""
    prescriber: str = ""


@attrs.frozen
class NewSite:
    """One site: where something was injected, and how much.

    Args:
        muscle: Id of a muscle.
        side: "left", "right" or "middle".
        units: Of the session's product.
        figure: Id of the figure that `x` and `y` lie on, in its own units.
    """

    muscle: str
    side: str
    units: Decimal
    volume_ml: Decimal | None = None
    figure: str = ""
    x: Decimal | None = None
    y: Decimal | None = None
    depth: str = ""
    figure_version: str = ""


@attrs.frozen
class NewLot:
    """Units of a lot that went into a session.

    Args:
        lot: Id in stock; None if it did not come from there.
        number: As printed.
    """

    lot: UUID | None
    number: str
    units: Decimal


@attrs.frozen
class NewSession:
    """A treatment as it was given.

    Args:
        clinician: Id of a member of staff.
        product: The active substance; all units are of it.
        units: Only where no sites are known; else the sum of the sites.
        origin: "here" or "imported".
        deviations: Some of `DEVIATIONS`; then a reason is demanded.
    """

    outlet: UUID
    protocol: str
    product: str
    on: date
    clinician: UUID | None = None
    protocol_version: str = ""
    sites: tuple[NewSite, ...] = ()
    lots: tuple[NewLot, ...] = ()
    units: Decimal | None = None
    origin: str = "here"
    deviations: tuple[str, ...] = ()
    deviation_reason: str = ""
    note: str = ""


@attrs.frozen
class NewExternalDose:
    """A toxin given elsewhere; what is not known stays empty.

    Args:
        product: Active substance or brand; "" if nobody knows.
        source: Who says so: the patient, a letter.
    """

    on: date | None = None
    product: str = ""
    units: Decimal | None = None
    indication: str = ""
    place: str = ""
    source: str = ""


@attrs.frozen
class NewScore:
    """An instrument filled in on one day.

    Args:
        items: The answers in the order of the instrument, None where one is missing;
            or by item id.
        total: Where it was added up on the holder's form.
        answered_by: "patient", "clinician" or "proxy".
        read_by: When the person was told that somebody reads it; the clock of an
            urgent task, the end of the day if nothing was told.
        has_task: Whether a task about the answer on suicidality stands already.
    """

    instrument: str
    taken_on: date
    items: Answers = ()
    total: int | Decimal | None = None
    answered_by: str = "patient"
    read_by: datetime | None = None
    has_task: bool = False


@attrs.frozen
class NewDiaryDay:
    """One day of a diary.

    Args:
        diary: "headache", "bladder" or "jaw".
        had: Whether there was any; None if the day was opened and left open.
        severity: 0 to 10.
        hours: 0 to 24.
        medicines: Classes, such as "triptan".
        is_back_filled: Whether it was filled in later than the day after.
    """

    diary: str
    on: date
    had: bool | None
    severity: int | None = None
    hours: Decimal | None = None
    medicines: tuple[str, ...] = ()
    details: Mapping[str, object] = attrs.field(factory=dict)
    is_back_filled: bool = False


@attrs.frozen
class NewSideEffect:
    """An unwanted effect.

    Args:
        effect: Its id in the protocol; "" if it is none of those.
        session: After which one; None if that is not known.
        is_serious: None until somebody has judged it.
    """

    label: str
    effect: str = ""
    session: UUID | None = None
    onset_on: date | None = None
    ended_on: date | None = None
    place: str = ""
    severity: str = "unknown"
    causality: str = "not_assessed"
    is_serious: bool | None = None


@attrs.frozen
class NewDocument:
    """A letter, scan or result.

    Args:
        patient: None while it waits in the inbox.
        kind: One of `DOCUMENTS`.
        dated_on: The day on the paper.
    """

    outlet: UUID
    title: str
    media_type: str
    patient: UUID | None = None
    kind: str = "other"
    dated_on: date | None = None


@attrs.frozen
class NewTask:
    """Something somebody must do by a time.

    Args:
        owner: Id of a member of staff; None if nobody is on duty.
        about: The row that opened it.
    """

    outlet: UUID
    kind: str
    title: str
    due_at: datetime
    patient: UUID | None = None
    is_urgent: bool = False
    owner: UUID | None = None
    deputy: UUID | None = None
    about: UUID | None = None


@attrs.frozen
class Duty:
    """Who looks after a task, and who stands in. Ids of members of staff."""

    owner: UUID | None
    deputy: UUID | None = None


@attrs.frozen
class NewAttempt:
    """One try to reach the person a task is about.

    Args:
        how: One of `ATTEMPTS`.
        result: One of `ATTEMPT_RESULTS`.
    """

    how: str
    result: str
    note: str = ""


@attrs.frozen
class NewDecision:
    """A verdict as it was made.

    Args:
        digest: Of the protocol's files.
        facts: In the form of a facts file, see `plain.facts_file`.
        answer: The assessment as `glabella assess --json` says it.
    """

    protocol: str
    protocol_version: str
    digest: str
    profile: str
    phase: str
    verdict: str
    on: date
    facts: Mapping[str, object]
    answer: Mapping[str, object]
