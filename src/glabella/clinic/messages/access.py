"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CARE_TEAM, Role
from glabella.clinic.accounts.rules import PUBLIC, Rule

ACCESS: dict[str, Rule] = {
    "messages:board": Rule(scope="list", roles=CARE_TEAM | {Role.AUDITOR}),
    "messages:settle": Rule(scope="list", roles=CARE_TEAM),
    "messages:no_more": Rule(scope="list", roles=CARE_TEAM),
    "messages:lift": Rule(scope="list", roles=CARE_TEAM),
    # Whoever holds a message may say that they want no more of them.
    "messages:stop": PUBLIC,
}
