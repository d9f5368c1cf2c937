"""Who may see a person: by outlet, or for a while by broken glass."""

from datetime import datetime

from glabella.clinic.accounts.models import BreakGlass
from glabella.clinic.accounts.roles import CLINICAL, Role
from glabella.clinic.accounts.rules import Rule
from glabella.clinic.accounts.standing import Standing
from glabella.clinic.people.cards import Person, outlets_of

# A restricted record rests: it is kept, and only these look at it.
READ_RESTRICTED = frozenset({Role.LEAD_CLINICIAN, Role.AUDITOR})

ACCESS: dict[str, Rule] = {}


def roles_towards(
    who: Person, *, standing: Standing, at: datetime
) -> tuple[frozenset[Role], bool]:
    """Return the roles somebody holds towards a person, and whether by broken glass.

    No role means that the record stays closed.
    """
    roles = standing.roles_at(outlets_of(who))
    if who.patient.restricted_at is not None:
        return roles & READ_RESTRICTED, False  # no glass opens what must rest
    broken = not roles & CLINICAL and _glass_is_broken(who, standing=standing, at=at)
    if broken:
        roles |= standing.roles & CLINICAL
    return roles, broken


def _glass_is_broken(who: Person, *, standing: Standing, at: datetime) -> bool:
    if not standing.roles & CLINICAL:
        return False
    return BreakGlass.objects.filter(
        user_id=standing.user, patient_id__in=who.ids, closes_at__gt=at
    ).exists()
