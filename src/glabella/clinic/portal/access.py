"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.rules import PUBLIC, Rule


def _inside(grant: str = "") -> Rule:
    """Return the row of a page inside; with a grant it is open to a proxy too."""
    return Rule(scope="portal", roles=frozenset(), purpose="portal", grant=grant)


ACCESS: dict[str, Rule] = {
    "portal:enter": PUBLIC,
    "portal:ask": PUBLIC,
    "portal:link": PUBLIC,
    "portal:forget": PUBLIC,
    "portal:leave": PUBLIC,
    "portal:home": _inside("appointments"),
}
