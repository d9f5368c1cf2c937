"""What is handed to the deeds of this app, and what its queries hand back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import attrs

# DERIVED: defaults of this project; no source prints them.
TIME_TO_READ = timedelta(hours=1)  # so long before closing the last answer is promised
LOOK_AHEAD_DAYS = 21  # for the next day on which the practice is open
READ_WITHOUT_HOURS = timedelta(days=2)  # where no opening hours are on file
READ_ANSWERS = "read_answers"  # kind of task
LONGEST = 4000  # characters of a text somebody writes at home
SEVERITIES = ("mild", "moderate", "severe")


@attrs.frozen
class Watch:
    """Who reads an answer that may not wait, and until when.

    Args:
        owner: Name of who reads it.
        deputy: Name of who does if the owner cannot; "" for nobody.
        until: Before which moment; the practice is open until later.
    """

    owner: str
    deputy: str
    until: datetime


@attrs.frozen
class Reading:
    """Who reads what was sent, and by the end of which day."""

    staff: UUID | None
    deputy: UUID | None
    name: str
    on: date
    due_at: datetime
    language: str


@attrs.frozen(kw_only=True)
class NewEffect:
    """A side effect as a person tells it.

    Args:
        answers: "yes", "no" or "unknown" by question of the triage.
        complaint: Its id in the triage.
        words: In the person's own words.
        severity: One of `SEVERITIES`, or "" if it was not said.
    """

    answers: Mapping[str, str]
    complaint: str
    words: str = ""
    since: date | None = None
    place: str = ""
    severity: str = ""
