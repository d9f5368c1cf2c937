"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CARE_TEAM, Role
from glabella.clinic.accounts.rules import PUBLIC, Rule


def _inside(grant: str = "") -> Rule:
    """Return the row of a page inside; with a grant it is open to a proxy too."""
    return Rule(scope="portal", roles=frozenset(), purpose="portal", grant=grant)


ACCESS: dict[str, Rule] = {
    "portal:enter": PUBLIC,
    "portal:link": PUBLIC,
    "portal:forget": PUBLIC,
    "portal:leave": PUBLIC,
    "portal:home": _inside("appointments"),
    "portal:forget_mine": _inside(),
    "portal:staff": Rule(scope="patient", roles=CARE_TEAM | {Role.AUDITOR}),
    "portal:open_door": Rule(scope="patient", roles=CARE_TEAM),
    "portal:hand_out": Rule(scope="patient", roles=CARE_TEAM),
    "portal:close_door": Rule(scope="patient", roles=CARE_TEAM),
    "portal:forget_device": Rule(scope="patient", roles=CARE_TEAM),
}
