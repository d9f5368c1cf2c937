"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CARE_TEAM, EVERYBODY, Role
from glabella.clinic.accounts.rules import PUBLIC, Rule

_HOUSE = frozenset({Role.LEAD_CLINICIAN, Role.ADMINISTRATOR})
_LEAD = frozenset({Role.LEAD_CLINICIAN})

ACCESS: dict[str, Rule] = {
    "public:index": PUBLIC,
    "public:condition": PUBLIC,
    "public:outlet": PUBLIC,
    "public:released": PUBLIC,
    "public:help": PUBLIC,
    "public:check": PUBLIC,
    "public:hand_over": PUBLIC,
    "public:door": Rule(scope="outlet", roles=EVERYBODY, purpose="administration"),
    "public:full": Rule(scope="outlet", roles=EVERYBODY),
    "public:add_line": Rule(scope="outlet", roles=_HOUSE, purpose="administration"),
    "public:end_line": Rule(scope="outlet", roles=_HOUSE, purpose="administration"),
    "public:speech": Rule(scope="outlet", roles=_LEAD, purpose="administration"),
    "public:release": Rule(scope="outlet", roles=_LEAD, purpose="administration"),
    "public:end_release": Rule(scope="outlet", roles=_LEAD, purpose="administration"),
    # The front desk may open a code; the answers are shown to readers of the record.
    "public:code": Rule(scope="patient", roles=CARE_TEAM | {Role.AUDITOR}),
}
