"""What is handed to the deeds of messages, and the words of their states."""

from datetime import datetime, time, timedelta
from uuid import UUID

import attrs

CHANNELS = ("email", "sms")
# Each kind has its words in `texts.toml`.
KINDS = (
    "reminder",
    "recall",
    "offer",
    "notice",
    "due",
    "link",
    "code",
    "booked",
    "invitation",
    "moved",
    "cancelled",
    "cancellation",
    "test",
)
# Asked for a moment ago, or somebody would come in vain without it: these heed neither
# quiet hours nor an opt-out from reminders.
ASKED_FOR = frozenset(
    {
        "link",
        "code",
        "booked",
        "invitation",
        "moved",
        "cancelled",
        "cancellation",
        "test",
    }
)
# They open something: their words are kept no longer than somebody needs them.
SECRET = frozenset({"link", "code"})
STATES = ("waiting", "claimed", "handed_over", "failed", "uncertain", "cancelled")
SETTLED_AS = ("arrived", "lost", "sent_again")

# DERIVED: defaults of this project; no source prints them.
QUIET_FROM, QUIET_UNTIL = time(20, 0), time(8, 0)
TRIES = 5
FIRST_PAUSE = timedelta(minutes=2)  # doubled with each further try
CLAIM_LASTS = timedelta(minutes=10)


@attrs.frozen
class NewMessage:
    """One message to one address.

    Args:
        kind: One of `KINDS`.
        key: The same key is written once, whoever asks again.
        about: The row it speaks of.
        not_before: None for now; quiet hours of the outlet move it on.
    """

    outlet: UUID
    kind: str
    channel: str
    address: str
    language: str
    subject: str
    text: str
    key: str
    patient: UUID | None = None
    about: UUID | None = None
    attachment: str = ""
    method: str = ""
    not_before: datetime | None = None
    expires_at: datetime | None = None
