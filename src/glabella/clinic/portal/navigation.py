"""The places inside the portal, in the order in which they are shown.

Apps above the portal stand here by the name of their address alone: the portal imports
none of them.
"""

from collections.abc import Set as AbstractSet

import attrs
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@attrs.frozen
class Place:
    """One page inside the portal.

    Args:
        name: Name of its address.
        label: What people read.
        icon: Name of a Lucide icon.
        grant: One of `values.GRANTS`, or of `values.OWN`; empty for the person alone.
    """

    name: str
    label: Promise
    icon: str
    grant: str = ""


# On a phone the first four stand at the bottom, the others behind "More".
PLACES: tuple[Place, ...] = (
    Place("portal:home", _("Home"), "house", "appointments"),
    Place("portal:visits", _("Appointments"), "calendar-days", "appointments"),
    Place("diary:today", _("Diary"), "notebook-pen", "diary"),
    Place("portal:talk", _("Messages"), "message-circle", "messages"),
    Place("portal:letters", _("Letters"), "mail", "letters"),
    Place("portal:aftercare", _("After the treatment"), "heart-handshake", "letters"),
    Place("checkin:home", _("Questions"), "clipboard-list", "questionnaires"),
    Place("checkin:consents", _("My consent"), "signature", "consent"),
    Place("checkin:curve", _("My curve"), "chart-line", "curve"),
    Place("portal:topics", _("About conditions"), "book-open", "topics"),
    Place("portal:mine", _("My data"), "shield"),
)


def places_for(grants: AbstractSet[str], *, is_proxy: bool) -> list[Place]:
    """Return the places that somebody inside may go to."""
    return [
        one for one in PLACES if (one.grant in grants if one.grant else not is_proxy)
    ]
