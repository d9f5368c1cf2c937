"""What is handed to the deeds about contacts, reviews, effects and reports."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import attrs

CHANNELS = ("phone", "walk_in", "message")
# From the gravest to the mildest.
LEVELS = ("emergency", "today", "next_days", "reassurance")
ANSWERS = ("yes", "no", "unknown")
CALL_BACK = "call_back"
REPORT_DUE = "safety_report"


@attrs.frozen(kw_only=True)
class NewContact:
    """A call, a walk-in or a message.

    Args:
        channel: One of `CHANNELS`.
        words: What the person says.
        complaint: Its id in `data/triage.toml`.
        answers: "yes", "no" or "unknown" by question of `data/spread.toml`.
        level: As decided; "" for what the rules say.
        reason: Why it is milder than what the rules say.
        owner: Who calls back; None for whoever is on duty.
    """

    outlet: UUID
    channel: str
    complaint: str
    answers: Mapping[str, str]
    words: str = ""
    level: str = ""
    reason: str = ""
    owner: UUID | None = None
    deputy: UUID | None = None


@attrs.frozen(kw_only=True)
class NewReview:
    """A look at a running course.

    Args:
        session: Id of the session the course is counted from.
        answer: The figures as they are today, see `reading.as_answer`.
        advice: A value of `core.response.Decision`.
    """

    outlet: UUID
    session: UUID
    on: date
    protocol: str
    protocol_version: str
    answer: Mapping[str, object]
    advice: str
    note: str = ""


@attrs.frozen(kw_only=True)
class NewReport:
    """A report of a side effect to an authority.

    Args:
        country: The profile of the outlet.
        duty: Id of the duty in that profile.
        learned_on: When the practice learned of the effect.
        content: What the report says, see `report.content`.
    """

    outlet: UUID
    country: str
    duty: str
    authority: str
    learned_on: date
    due_on: date | None
    content: Mapping[str, object]
    title: str
