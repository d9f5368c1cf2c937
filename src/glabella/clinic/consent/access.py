"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS, READERS, Role
from glabella.clinic.accounts.rules import Rule

_LEAD = frozenset({Role.LEAD_CLINICIAN})


def _read() -> Rule:
    return Rule(scope="patient", roles=READERS, writers=CLINICAL)


def _do() -> Rule:
    return Rule(scope="patient", roles=CLINICAL)


def _house() -> Rule:
    return Rule(scope="outlet", roles=_LEAD, purpose="administration")


ACCESS: dict[str, Rule] = {
    "consent:consents": _read(),
    "consent:consent": _read(),
    "consent:read": _read(),
    "consent:paper": _read(),
    "consent:prepare": _do(),
    # A talk is held by somebody competent, and the time to reflect is judged by name.
    "consent:talk": Rule(scope="patient", roles=PHYSICIANS),
    "consent:sign": _do(),
    "consent:scan": _do(),
    "consent:copy": _do(),
    "consent:again": _do(),
    "consent:withdraw": _do(),
    "consent:photographs": _do(),
    "consent:photo_paper": _read(),
    "consent:withdraw_photos": _do(),
    "consent:clauses": _house(),
    "consent:add_clause": _house(),
    "consent:end_clause": _house(),
    "consent:label": _house(),
}
