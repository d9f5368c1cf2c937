"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import (
    CARE_TEAM,
    CLINICAL,
    PHYSICIANS,
    READERS,
    Role,
)
from glabella.clinic.accounts.rules import PUBLIC, Rule


def _inside(grant: str = "") -> Rule:
    """Return the row of a page inside; with a grant it is open to a proxy too."""
    return Rule(scope="portal", roles=frozenset(), purpose="portal", grant=grant)


DESK = Rule(scope="patient", roles=CARE_TEAM)
ACCESS: dict[str, Rule] = {
    "portal:enter": PUBLIC,
    "portal:link": PUBLIC,
    "portal:ask": PUBLIC,
    "portal:asked": PUBLIC,
    "portal:forget": PUBLIC,
    "portal:leave": PUBLIC,
    "portal:home": _inside("appointments"),
    "portal:more": _inside("appointments"),
    "portal:lock": _inside("appointments"),
    "portal:stay": _inside("appointments"),
    "portal:visits": _inside("appointments"),
    "portal:visit_calendar": _inside("appointments"),
    # A proxy sees appointments; changing them is for the person alone.
    "portal:visit_cancel": _inside(),
    "portal:visit_move": _inside(),
    "portal:visit_book": _inside(),
    "portal:visit_offer": _inside(),
    "portal:talk": _inside("messages"),
    "portal:letters": _inside("letters"),
    "portal:letter": _inside("letters"),
    "portal:aftercare": _inside("letters"),
    # Texts that name a product: for whom the practice knows, and for nobody else.
    "portal:topics": _inside("topics"),
    "portal:about": _inside("topics"),
    "portal:mine": _inside(),
    "portal:reads": _inside("reads"),
    "portal:export": _inside("export"),
    "portal:forget_mine": _inside(),
    "portal:staff": Rule(scope="patient", roles=CARE_TEAM | {Role.AUDITOR}),
    "portal:open_door": DESK,
    "portal:check_identity": DESK,
    "portal:hand_out": DESK,
    "portal:send_link": DESK,
    "portal:close_door": DESK,
    "portal:forget_device": DESK,
    "portal:grant_proxy": DESK,
    "portal:proxy_link": DESK,
    "portal:end_proxy": DESK,
    # What people write and read is clinical; letters are released by a physician.
    "portal:answers": Rule(scope="patient", roles=READERS, writers=CLINICAL),
    "portal:releases": Rule(scope="patient", roles=READERS),
    "portal:release": Rule(scope="patient", roles=READERS, writers=PHYSICIANS),
}
