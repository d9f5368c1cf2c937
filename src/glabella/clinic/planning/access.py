"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS, READERS
from glabella.clinic.accounts.rules import Rule

_READ = Rule(scope="patient", roles=READERS, writers=CLINICAL)
_MAKE = Rule(scope="patient", roles=CLINICAL)
_SIGN = Rule(scope="patient", roles=PHYSICIANS)

ACCESS: dict[str, Rule] = {
    "planning:plans": _READ,
    "planning:plan": _READ,
    "planning:print": _READ,
    "planning:compare": _READ,
    "planning:new": _MAKE,
    "planning:copy": _MAKE,
    "planning:edit": _MAKE,
    "planning:count": _MAKE,
    "planning:choices": _MAKE,
    "planning:confirm": _SIGN,
    "planning:approve": _SIGN,
    "planning:withdraw": _MAKE,
}
