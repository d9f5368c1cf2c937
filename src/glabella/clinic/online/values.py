"""What a stranger hands over, how long time is kept, and how often they may ask."""

from datetime import date, datetime, timedelta
from uuid import UUID

import attrs

KINDS = ("email", "phone")
CHANNEL_OF = {"email": "email", "phone": "sms"}

# DERIVED: defaults of this project; no source prints them.
HELD_FOR = timedelta(minutes=15)
WRONG_CODES = 5  # after so many a request opens nothing more
ASKS_AN_HOUR = 10  # from one address
CODES_A_CONTACT = 3  # codes an hour to one contact; more are not sent
TRIES_AN_HOUR = 30  # of codes, from one address
OPEN_ASKINGS = 60  # of everybody, at one moment
SHOWN_FOR = timedelta(minutes=30)  # how long a browser shows what was booked
DUPLICATE_TASK = "possible_duplicate"


@attrs.frozen
class Contact:
    """Where the code goes: an e-mail address, or a mobile number in E.164."""

    kind: str
    value: str


@attrs.frozen
class Named:
    """Who asks, in their own words."""

    family_name: str
    given_names: str
    birth_date: date
    language: str


@attrs.frozen
class NewAsking:
    """A first appointment that a stranger asks for.

    Args:
        starts_at: Aware; of a slot that is free.
        may_write: Whether reminders may go to the contact, which nobody else reads.
        wants_portal: Whether a page of their own is opened with the card.
        handover: Answers of the self-check that were found by their code.
    """

    outlet: UUID
    service: UUID
    starts_at: datetime
    who: Named
    contact: Contact
    may_write: bool
    wants_portal: bool
    handover: UUID | None = None
