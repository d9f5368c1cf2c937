"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS, READERS
from glabella.clinic.accounts.rules import Rule

_READ = Rule(scope="patient", roles=READERS)
_WRITE = Rule(scope="patient", roles=CLINICAL)

ACCESS: dict[str, Rule] = {
    # repeat or stop
    "followup:repeat": _READ,
    "followup:add_coverage": _WRITE,
    "followup:change_coverage": _WRITE,
    "followup:end_coverage": _WRITE,
    "followup:cost_note": _WRITE,
    "followup:letter": Rule(scope="patient", roles=PHYSICIANS),
}
