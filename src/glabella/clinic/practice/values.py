"""What is handed to the deeds of the practice."""

from datetime import date, time
from uuid import UUID

import attrs


@attrs.frozen
class NewOutlet:
    """An outlet to open.

    Args:
        profile: Country profile of the protocols, such as "CH".
        time_zone: Name in the zone database, such as "Europe/Zurich".
        region: Part of the country with holidays of its own, such as "ZH".
    """

    name: str
    profile: str
    time_zone: str
    region: str = ""
    language: str = "en"
    address: str = ""
    phone: str = ""
    email: str = ""


@attrs.frozen
class StaffDetails:
    """What is known of a member of staff beside the account."""

    title: str = ""
    specialty: str = ""
    registration_body: str = ""
    registration_number: str = ""
    registration_until: date | None = None


@attrs.frozen
class NewTraining:
    """A course or certificate; without `until` it does not expire."""

    name: str
    completed_on: date
    until: date | None = None


@attrs.frozen
class NewLeave:
    """Days away, the last one not included, and who stands in."""

    staff: UUID
    starts_on: date
    ends_before: date
    deputy: UUID | None = None


@attrs.frozen
class NewSignature:
    """A version of a protocol to be signed for the practice.

    Args:
        digest: Of the protocol's files, so that a signature covers that very text.
        content: The whole page as it was read, so that a later text can be compared.
        statement: What the signer says by signing, in words.
        name: The signer's name as printed.
    """

    protocol: str
    version: str
    digest: str
    content: str
    statement: str
    name: str


@attrs.frozen
class NewLabelDecision:
    """How a clinician decides a conflict about a label."""

    protocol: str
    product: str
    profile: str
    status: str
    basis: str
    name: str


@attrs.frozen
class Hours:
    """A span of a weekday, 0 for Monday, by the clock of the outlet; half-open."""

    weekday: int
    starts: time
    ends: time


@attrs.frozen
class NewClosure:
    """Days on which an outlet is closed, the last one not included.

    Args:
        words: What is said about it, in English and in German.
    """

    starts_on: date
    ends_before: date
    words: tuple[str, str] = ("", "")
