"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.rules import Rule


def _inside(grant: str = "") -> Rule:
    """Return the row of a page inside; with a grant it is open to a proxy too."""
    return Rule(scope="portal", roles=frozenset(), purpose="portal", grant=grant)


ACCESS: dict[str, Rule] = {
    "checkin:home": _inside("questionnaires"),
    "checkin:start": _inside("questionnaires"),
    "checkin:help": _inside("questionnaires"),
    "checkin:send": _inside("questionnaires"),
    "checkin:question": _inside("questionnaires"),
    "checkin:sent": _inside("questionnaires"),
    "checkin:effects": _inside("questionnaires"),
    "checkin:tell": _inside("questionnaires"),
    "checkin:told": _inside("questionnaires"),
    "checkin:consents": _inside("consent"),
    "checkin:consent": _inside("consent"),
    "checkin:paper": _inside("consent"),
    # Nobody writes, signs or takes back for another.
    "checkin:write": _inside(),
    "checkin:sign": _inside(),
    "checkin:withdraw": _inside(),
    "checkin:curve": _inside("curve"),
}
