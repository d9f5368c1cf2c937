"""Words of the portal: what may be granted, how long things last, who is inside."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

import attrs
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What somebody who acts for a person may be granted. Appointments come with the grant
# itself; each more is agreed one by one.
GRANTS: Mapping[str, Promise] = MappingProxyType(
    {
        "appointments": _("See appointments"),
        "diary": _("Keep the diary"),
        "questionnaires": _("Fill in questionnaires"),
        "consent": _("Read consent documents"),
        "letters": _("Read letters"),
        "curve": _("See the curve"),
        "messages": _("Read and write messages to the practice"),
    }
)

# What is for the person alone, and only once it is known who they are.
OWN = frozenset({"export", "reads", "topics"})
# What somebody whose identity nobody has checked may do: enter things, and see them.
UNCHECKED = frozenset({"appointments", "diary", "questionnaires", "messages"})

# DERIVED: defaults of this project; no source prints them.
LINK_LASTS = timedelta(hours=24)
PAPER_LINK_LASTS = timedelta(days=14)
SESSION_LASTS = timedelta(hours=12)
LOCKED_AFTER = timedelta(minutes=15)
DEVICE_LASTS = timedelta(days=180)
WRONG_DATES = 5  # after so many a link or a remembered device opens nothing more
TRIES_AN_HOUR = 20  # from one address
ASKS_A_CONTACT = 3  # links an hour to one contact; more are not answered
LINES_A_DAY = 20  # messages of one person


MESSAGE_TASK = "portal_message"  # the task that a message of a person opens
LONGEST_LINE = 4000  # letters of one message


@attrs.frozen
class NewLine:
    """What a person, or somebody who acts for them, writes to the practice."""

    outlet: UUID
    text: str
    proxy: UUID | None = None


@attrs.frozen
class Entry:
    """Who came in: the door, and whether somebody acts for the person."""

    door: UUID
    proxy: UUID | None = None
    device: UUID | None = None


@attrs.frozen
class NewProxy:
    """Somebody who shall act for a person.

    Args:
        relation: Id of the row of `people` that names them.
        birth_date: Of the one who acts; asked when they come in.
        grants: Some of `GRANTS`; appointments come with it.
    """

    relation: UUID
    birth_date: date
    grants: frozenset[str] = frozenset()
