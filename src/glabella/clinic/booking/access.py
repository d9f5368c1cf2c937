"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CARE_TEAM, PHYSICIANS, Role
from glabella.clinic.accounts.rules import PUBLIC, Rule

_STAFF = CARE_TEAM | {Role.ADMINISTRATOR}


def _manage() -> Rule:
    roles = frozenset({Role.ADMINISTRATOR, Role.LEAD_CLINICIAN})
    return Rule(scope="outlet", roles=roles, purpose="administration")


def _desk() -> Rule:
    return Rule(scope="patient", roles=CARE_TEAM)


def _list() -> Rule:
    return Rule(scope="list", roles=CARE_TEAM | {Role.AUDITOR})


ACCESS: dict[str, Rule] = {
    "booking:book": _desk(),
    "booking:enter": _desk(),
    "booking:walk_in": _desk(),
    "booking:correct": _desk(),
    "booking:move": _desk(),
    "booking:cancel": _desk(),
    "booking:calendar": _list(),
    "booking:choose": Rule(scope="list", roles=CARE_TEAM),
    "booking:waiting": _list(),
    "booking:join": _desk(),
    "booking:series": _desk(),
    "booking:leave": _desk(),
    "booking:urge": Rule(scope="patient", roles=PHYSICIANS),
    "booking:offer": _desk(),
    "booking:answer": _desk(),
    "booking:recalls": _list(),
    "booking:not_reminded": _list(),
    "booking:pause_recall": _desk(),
    "booking:end_pause": _desk(),
    # A program asks, with the secret in the address and nothing else.
    "booking:feed": PUBLIC,
    "booking:feeds": Rule(scope="outlet", roles=_STAFF),
    "booking:make_feed": Rule(scope="outlet", roles=_STAFF),
    "booking:revoke_feed": Rule(scope="outlet", roles=_STAFF),
    # Always of the outlet that somebody works in now.
    "booking:reminding": _manage(),
    "booking:closure_hits": _list(),
    "booking:hours": _manage(),
    "booking:opening_hours": _manage(),
    "booking:own_changes": _manage(),
    "booking:announce_closure": _manage(),
    "booking:end_closure": _manage(),
    "booking:working_hours": _manage(),
    "booking:change_day": _manage(),
    "booking:restore_day": _manage(),
    "booking:new_service": _manage(),
    "booking:change_service": _manage(),
}
