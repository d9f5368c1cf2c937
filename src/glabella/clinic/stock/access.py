"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS, READERS, Role
from glabella.clinic.accounts.rules import Rule

_LEAD = frozenset({Role.LEAD_CLINICIAN})


def _read() -> Rule:
    return Rule(scope="outlet", roles=READERS)


def _do() -> Rule:
    return Rule(scope="outlet", roles=CLINICAL)


ACCESS: dict[str, Rule] = {
    # It names those to whom an opened vial belongs.
    "stock:stock": Rule(scope="list", roles=READERS, writers=CLINICAL),
    "stock:lot": _read(),
    "stock:people": Rule(scope="list", roles=READERS, writers=CLINICAL),
    "stock:receive": _do(),
    "stock:move": _do(),
    "stock:count": _do(),
    "stock:waste": _do(),
    "stock:place": _do(),
    "stock:quarantine": _do(),
    "stock:quarantine_here": _do(),
    "stock:release": Rule(scope="outlet", roles=PHYSICIANS),
    "stock:release_here": Rule(scope="outlet", roles=PHYSICIANS),
    "stock:recall": Rule(scope="outlet", roles=PHYSICIANS),
    "stock:open": _do(),
    "stock:dissolve": _do(),
    "stock:discard": _do(),
    "stock:cold": _read(),
    "stock:reading": _read(),
    "stock:read": _do(),
    "stock:add_place": _do(),
    "stock:end_place": _do(),
    "stock:level": _do(),
    "stock:add_kit": _do(),
    "stock:end_kit": _do(),
    "stock:share": Rule(scope="outlet", roles=_LEAD, purpose="administration"),
    "stock:end_sharing": Rule(scope="outlet", roles=_LEAD, purpose="administration"),
}
