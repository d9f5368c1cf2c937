"""What is handed to the deeds about people, and what their queries hand back."""

from datetime import date
from uuid import UUID

import attrs

from glabella.clinic.people.models import Allergy, Patient, Registration


@attrs.frozen
class NewPatient:
    """A card to be made.

    Args:
        birth_date: None if it is not known.
        sex: As FHIR says it: "female", "male", "other" or "unknown".
        language: Of letters and messages, such as "de".
    """

    family_name: str
    given_names: str
    birth_date: date | None = None
    sex: str = "unknown"
    language: str = "en"


@attrs.frozen
class BorderBasis:
    """What allows a record to be read in another country.

    Args:
        basis: The ground in words: agreement, contract, law.
        told_patient_on: The day on which the person was told.
    """

    basis: str
    told_patient_on: date


@attrs.frozen
class NewContact:
    """A way to reach a person.

    Args:
        kind: "phone", "email" or "post".
        is_safe: Whether nobody else reads or hears it; None if never asked.
        hours: When, in words.
        may_remind: Whether the person agreed to be contacted; None if never asked.
    """

    kind: str
    value: str
    is_safe: bool | None = None
    hours: str = ""
    may_remind: bool | None = None


@attrs.frozen
class NewRelation:
    """Somebody beside the patient.

    Args:
        kind: One of `RELATIONS`.
        may_be_told: Release from confidentiality; None if never asked.
        release_scope: What of, in words.
    """

    kind: str
    name: str
    organisation: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    may_be_told: bool | None = None
    release_scope: str = ""


@attrs.frozen
class NewAllergy:
    """A substance a person reacts to.

    Args:
        severity: "mild", "moderate", "severe" or "unknown".
    """

    substance: str
    reaction: str = ""
    severity: str = "unknown"


@attrs.frozen
class Duplicate:
    """A card that may be of the same person, and the code of why, see `WHYS`."""

    patient: Patient
    why: str


@attrs.frozen
class Retention:
    """How long a record must be kept, and what stands in the way of erasing it.

    Args:
        keep_until: The first day on which the record may be erased; None if that
            cannot be said.
        last_entry_on: Day of the newest entry; None if there is none.
        sources: What the periods rest on, one sentence for each country.
        unknown: Country profiles whose period nobody has read in a source.
        is_held: Whether a legal hold stands.
    """

    keep_until: date | None
    last_entry_on: date | None
    sources: tuple[str, ...]
    unknown: tuple[str, ...]
    is_held: bool

    def allows_erasure(self, on: date) -> bool:
        """Return whether the record may be erased on a day."""
        is_over = self.keep_until is not None and self.keep_until <= on
        return is_over and not self.is_held


@attrs.frozen
class Header:
    """What stands at the top of every page about a person.

    Args:
        age: In full years; None without a birth date.
        allergies_asked_on: Without it and without an allergy, nothing is known.
        alerts: Texts, only those that the reader may see.
    """

    patient: Patient
    age: int | None
    numbers: tuple[Registration, ...]
    alerts: tuple[str, ...]
    allergies: tuple[Allergy, ...]
    allergies_asked_on: date | None
    is_held: bool
    cards: tuple[UUID, ...]


SEXES = ("female", "male", "other", "unknown")
CAPACITIES = ("not_assessed", "has_capacity", "limited", "lacks_capacity")
CONTACTS = ("phone", "email", "post")
RELATIONS = (
    "emergency_contact",
    "gp",
    "psychiatrist",
    "referrer",
    "representative",
    "other",
)
SEVERITIES = ("mild", "moderate", "severe", "unknown")
WHYS = (
    "same_name_and_birth_date",
    "similar_name_and_birth_date",
    "same_name_and_swapped_birth_date",
    "same_name_birth_date_unknown",
)
