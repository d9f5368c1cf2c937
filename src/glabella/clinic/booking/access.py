"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CARE_TEAM, Role
from glabella.clinic.accounts.rules import Rule


def _manage() -> Rule:
    roles = frozenset({Role.ADMINISTRATOR, Role.LEAD_CLINICIAN})
    return Rule(scope="outlet", roles=roles, purpose="administration")


def _desk() -> Rule:
    return Rule(scope="patient", roles=CARE_TEAM)


ACCESS: dict[str, Rule] = {
    "booking:book": _desk(),
    "booking:enter": _desk(),
    "booking:move": _desk(),
    "booking:cancel": _desk(),
    # Always of the outlet that somebody works in now.
    "booking:hours": _manage(),
    "booking:opening_hours": _manage(),
    "booking:announce_closure": _manage(),
    "booking:end_closure": _manage(),
    "booking:working_hours": _manage(),
    "booking:change_day": _manage(),
    "booking:restore_day": _manage(),
    "booking:new_service": _manage(),
    "booking:change_service": _manage(),
}
