"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CLINICAL, READERS, Role
from glabella.clinic.accounts.rules import Rule

_LEAD = frozenset({Role.LEAD_CLINICIAN})

ACCESS: dict[str, Rule] = {
    "photos:photos": Rule(scope="patient", roles=READERS, writers=CLINICAL),
    "photos:picture": Rule(scope="patient", roles=READERS, writers=CLINICAL),
    "photos:compare": Rule(scope="patient", roles=READERS, writers=CLINICAL),
    "photos:add": Rule(scope="patient", roles=CLINICAL),
    "photos:destroy": Rule(scope="patient", roles=_LEAD),
}
