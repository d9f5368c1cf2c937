"""What a request carries when its address names a patient."""

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.cards import Person


class PatientRequest(StaffRequest):
    """A request about one person whom the asker may see.

    Attributes:
        person: The person, from any of their cards.
        roles: The roles the asker holds towards this person, by outlet or broken glass.
    """

    person: Person
    roles: frozenset[Role]
