"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.rules import Rule

_LEAD = frozenset({Role.LEAD_CLINICIAN})


def _rule(scope: str) -> Rule:
    return Rule(scope=scope, roles=_LEAD, purpose="import")


ACCESS: dict[str, Rule] = {
    "imports:runs": _rule("outlet"),
    "imports:upload": _rule("outlet"),
    "imports:map": _rule("outlet"),
    "imports:try": _rule("outlet"),
    "imports:import": _rule("outlet"),
    "imports:close": _rule("outlet"),
    # These name people who are on file: cards that a row may be the same as.
    "imports:run": _rule("list"),
    "imports:undo": _rule("list"),
    "imports:bad_rows": _rule("list"),
}
