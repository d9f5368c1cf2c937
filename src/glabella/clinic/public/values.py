"""Words of the public door: what is handed over, how long it lasts, how often."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import attrs

# Header of every page with a full text: no search engine keeps it.
NOT_INDEXED = "noindex, nofollow, noarchive"
# DERIVED: defaults of this project; no source prints them.
CODE_LASTS = timedelta(days=14)
STEPS_AN_HOUR = 200  # of the self-check, from one address
HANDOVERS_AN_HOUR = 10  # from one address
HANDOVERS_OF_ALL = 500  # open at a time, from everybody
CODES_AN_HOUR = 20  # tried by one member of staff


@attrs.frozen
class HandedOver:
    """What a code opened.

    Args:
        answers: Names of questions with the names of what was chosen.
        language: In which the person answered.
    """

    answers: Mapping[str, tuple[str, ...]]
    language: str


@attrs.frozen
class NewHelpLine:
    """A number to call in a crisis, as read at its official source."""

    country: str
    name: str
    number: str
    source: str
    read_on: date
    hours: str = ""


@attrs.frozen
class NewRelease:
    """A full text that somebody lets strangers of one outlet read.

    Args:
        condition: Slug of the condition.
        name: Who releases it, as the page prints it.
        released_on: The day, by the clock of the outlet.
    """

    outlet: UUID
    condition: str
    name: str
    released_on: date
