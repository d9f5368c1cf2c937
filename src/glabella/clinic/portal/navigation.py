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
        grant: What a proxy needs; empty for the person alone.
    """

    name: str
    label: Promise
    icon: str
    grant: str = ""


PLACES: tuple[Place, ...] = (Place("portal:home", _("Home"), "house", "appointments"),)


def places_for(grants: AbstractSet[str], *, is_proxy: bool) -> list[Place]:
    """Return the places that somebody inside may go to."""
    return [
        one for one in PLACES if not is_proxy or (one.grant and one.grant in grants)
    ]
