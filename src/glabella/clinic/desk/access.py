"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import (
    CARE_TEAM,
    CLINICAL,
    READERS,
    Role,
)
from glabella.clinic.accounts.rules import Rule

_EVERY = CARE_TEAM | {Role.AUDITOR}
_GUARDIANS = frozenset({Role.LEAD_CLINICIAN, Role.ADMINISTRATOR})


def _list(*, clinical: bool = False) -> Rule:
    return Rule(scope="list", roles=READERS if clinical else _EVERY)


def _card() -> Rule:
    return Rule(scope="patient", roles=_EVERY)


def _clinical() -> Rule:
    return Rule(scope="patient", roles=READERS, writers=CLINICAL)


def _manage(*roles: Role) -> Rule:
    return Rule(scope="outlet", roles=frozenset(roles), purpose="administration")


ACCESS: dict[str, Rule] = {
    # people
    "desk:search": _list(),
    "desk:new_patient": Rule(scope="list", roles=CARE_TEAM),
    "desk:patient": _card(),
    "desk:card": _card(),
    "desk:change_card": Rule(scope="patient", roles=CARE_TEAM),
    "desk:add": Rule(scope="patient", roles=CARE_TEAM),
    "desk:end": Rule(scope="patient", roles=CARE_TEAM),
    # the practice
    "desk:practice": Rule(scope="outlet", purpose="administration"),
    "desk:new_outlet": _manage(Role.ADMINISTRATOR),
    "desk:change_outlet": _manage(Role.ADMINISTRATOR, Role.LEAD_CLINICIAN),
    "desk:add_room": _manage(Role.ADMINISTRATOR, Role.LEAD_CLINICIAN),
    "desk:staff": Rule(scope="outlet", purpose="administration"),
    "desk:change_staff": _manage(Role.ADMINISTRATOR, Role.LEAD_CLINICIAN),
    "desk:add_training": _manage(Role.ADMINISTRATOR, Role.LEAD_CLINICIAN),
    # One's own leave, or, for those who manage, anybody's: the view tells them apart.
    "desk:take_leave": Rule(scope="outlet", purpose="administration"),
    "desk:cancel_leave": Rule(scope="outlet", purpose="administration"),
}
