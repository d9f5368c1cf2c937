"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.rules import SIGNED_IN, Rule

_ADMINISTERED = Rule(
    scope="outlet",
    roles=frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    purpose="administration",
)
# A broken glass is reviewed by a lead clinician; the auditor reads what they said.
_REVIEWED = Rule(
    scope="list",
    roles=frozenset({Role.LEAD_CLINICIAN, Role.AUDITOR}),
    purpose="audit",
)

ACCESS: dict[str, Rule] = {
    "accounts:choose_outlet": SIGNED_IN,
    "accounts:end_session": SIGNED_IN,
    "accounts:accounts": _ADMINISTERED,
    "accounts:new": _ADMINISTERED,
    "accounts:account": _ADMINISTERED,
    "accounts:grant": _ADMINISTERED,
    "accounts:end_membership": _ADMINISTERED,
    "accounts:deactivate": _ADMINISTERED,
    "accounts:reactivate": _ADMINISTERED,
    "accounts:one_time_password": _ADMINISTERED,
    "accounts:reset_second_factor": _ADMINISTERED,
    "accounts:glasses": _REVIEWED,
    "accounts:review_glass": _REVIEWED,
}
