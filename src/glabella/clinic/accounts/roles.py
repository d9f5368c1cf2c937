"""The roles, and what each may touch. The access table speaks in these words."""

import enum


class Role(enum.StrEnum):
    """What a person is at an outlet, or in the whole practice."""

    FRONT_DESK = "front_desk"  # no clinical notes
    ASSISTANT = "assistant"
    CLINICIAN = "clinician"
    LEAD_CLINICIAN = "lead_clinician"
    AUDITOR = "auditor"  # reads all, changes nothing
    ADMINISTRATOR = "administrator"  # no clinical content


CLINICAL = frozenset({Role.ASSISTANT, Role.CLINICIAN, Role.LEAD_CLINICIAN})
PHYSICIANS = frozenset({Role.CLINICIAN, Role.LEAD_CLINICIAN})
CARE_TEAM = CLINICAL | {Role.FRONT_DESK}
# Those who may read the clinical content of a patient whom they may see.
READERS = CLINICAL | {Role.AUDITOR}
EVERYBODY = frozenset(Role)
# Roles that must sign in with a second factor.
SECOND_FACTOR = CLINICAL | {Role.AUDITOR, Role.ADMINISTRATOR}
