"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import EVERYBODY, READERS, Role
from glabella.clinic.accounts.rules import Rule

_LEAD = frozenset({Role.LEAD_CLINICIAN})

ACCESS: dict[str, Rule] = {
    "library:protocols": Rule(scope="outlet", roles=EVERYBODY),
    "library:protocol": Rule(scope="outlet", roles=EVERYBODY),
    "library:changes": Rule(scope="outlet", roles=EVERYBODY),
    # Past decisions name patients, so the replay is a list on the trail.
    "library:replay": Rule(scope="list", roles=READERS),
    "library:sign": Rule(scope="outlet", roles=_LEAD, purpose="administration"),
    "library:withdraw": Rule(scope="outlet", roles=_LEAD, purpose="administration"),
    "library:confirm": Rule(scope="outlet", roles=_LEAD, purpose="administration"),
    # Studies and what they say: nothing of any patient.
    "library:questions": Rule(scope="outlet", roles=EVERYBODY),
    "library:question": Rule(scope="outlet", roles=EVERYBODY),
    "library:whatif": Rule(scope="outlet", roles=EVERYBODY),
    "library:question_csv": Rule(scope="outlet", roles=EVERYBODY),
    "library:question_metapsy": Rule(scope="outlet", roles=EVERYBODY),
    "library:question_ris": Rule(scope="outlet", roles=EVERYBODY),
    "library:question_bibtex": Rule(scope="outlet", roles=EVERYBODY),
    "library:studies": Rule(scope="outlet", roles=EVERYBODY),
    "library:study": Rule(scope="outlet", roles=EVERYBODY),
    "library:claims": Rule(scope="outlet", roles=EVERYBODY),
    "library:claim": Rule(scope="outlet", roles=EVERYBODY),
}
