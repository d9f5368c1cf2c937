"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CLINICAL, READERS
from glabella.clinic.accounts.rules import PUBLIC, Rule

_MINE = Rule(scope="portal", roles=frozenset(), purpose="portal", grant="diary")

ACCESS: dict[str, Rule] = {
    "diary:today": _MINE,
    "diary:day": _MINE,
    "diary:month": _MINE,
    "diary:choose": _MINE,
    "diary:reminder": _MINE,
    "diary:send": _MINE,
    "diary:pass": _MINE,
    "diary:file": _MINE,
    # These say nothing about anybody: what a phone keeps to work without a line.
    "diary:offline": PUBLIC,
    "diary:worker": PUBLIC,
    "diary:manifest": PUBLIC,
    "diary:standing": PUBLIC,
    "diary:staff": Rule(scope="patient", roles=READERS),
    "diary:staff_choose": Rule(scope="patient", roles=CLINICAL),
    "diary:staff_file": Rule(scope="patient", roles=CLINICAL),
}
