"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS, READERS
from glabella.clinic.accounts.rules import Rule


def _read() -> Rule:
    return Rule(scope="patient", roles=READERS, writers=CLINICAL)


def _care() -> Rule:
    return Rule(scope="patient", roles=CLINICAL)


def _sign() -> Rule:
    return Rule(scope="patient", roles=PHYSICIANS)


ACCESS: dict[str, Rule] = {
    "assessment:overview": _read(),
    "assessment:protocol": _read(),
    "assessment:decision": _read(),
    "assessment:facts": _read(),
    "assessment:examinations": _read(),
    "assessment:interview": _care(),
    "assessment:withdraw_fact": _care(),
    "assessment:new_dose": _care(),
    "assessment:withdraw_dose": _care(),
    "assessment:new_preventive": _care(),
    "assessment:phq9": _care(),
    "assessment:examine": _care(),
    "assessment:withdraw_examination": _care(),
    "assessment:risk": _sign(),
    "assessment:acknowledge": _sign(),
    "assessment:override": _sign(),
    "assessment:decide": _sign(),
}
