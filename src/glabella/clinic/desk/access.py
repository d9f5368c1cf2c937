"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import (
    CARE_TEAM,
    CLINICAL,
    PHYSICIANS,
    READERS,
    Role,
)
from glabella.clinic.accounts.rules import Rule

_PHYSICIANS_READ = PHYSICIANS | {Role.AUDITOR}
_EVERY = CARE_TEAM | {Role.AUDITOR}


def _list(*, clinical: bool = False) -> Rule:
    return Rule(scope="list", roles=READERS if clinical else _EVERY)


def _card() -> Rule:
    return Rule(scope="patient", roles=_EVERY)


def _clinical() -> Rule:
    return Rule(scope="patient", roles=READERS, writers=CLINICAL)


def _guard() -> Rule:
    lead = frozenset({Role.LEAD_CLINICIAN})
    return Rule(scope="patient", roles=lead, purpose="administration")


def _manage(*roles: Role) -> Rule:
    return Rule(scope="outlet", roles=frozenset(roles), purpose="administration")


ACCESS: dict[str, Rule] = {
    # people
    "desk:search": _list(),
    "desk:new_patient": Rule(scope="list", roles=CARE_TEAM),
    "desk:patient": _card(),
    "desk:card": _card(),
    "desk:change_card": Rule(scope="patient", roles=CARE_TEAM),
    "desk:add": Rule(scope="patient", roles=CARE_TEAM),
    "desk:ask_again": Rule(scope="patient", roles=CARE_TEAM),
    "desk:end": Rule(scope="patient", roles=CARE_TEAM),
    # clinical content
    "desk:history": _clinical(),
    "desk:add_clinical": _clinical(),
    "desk:end_clinical": _clinical(),
    "desk:allergies_asked": _clinical(),
    "desk:change_problem": _clinical(),
    "desk:change_therapy": _clinical(),
    "desk:notes": _clinical(),
    "desk:new_note": _clinical(),
    "desk:change_note": _clinical(),
    "desk:sign_note": Rule(scope="patient", roles=PHYSICIANS),
    "desk:add_addendum": _clinical(),
    "desk:papers": _clinical(),
    "desk:add_paper": _clinical(),
    "desk:paper": _clinical(),
    "desk:mark_read": Rule(scope="patient", roles=PHYSICIANS),
    # boards
    "desk:today": _list(),
    "desk:day_list": _list(),
    "desk:treatment_sheet": Rule(scope="patient", roles=READERS),
    "desk:labels": Rule(scope="patient", roles=CARE_TEAM),
    "desk:set_state": Rule(scope="outlet", roles=CARE_TEAM),
    "desk:inbox": _list(),
    "desk:receive": Rule(scope="outlet", roles=CARE_TEAM),
    "desk:waiting_file": Rule(scope="list", roles=READERS),
    "desk:file_paper": Rule(scope="list", roles=CARE_TEAM),
    "desk:set_aside": Rule(scope="outlet", roles=CLINICAL),
    "desk:tasks": _list(clinical=True),
    "desk:patient_task": _clinical(),
    "desk:new_task": _clinical(),
    "desk:note_attempt": _clinical(),
    "desk:hand_over": _clinical(),
    "desk:close_task": _clinical(),
    # privacy
    "desk:privacy": Rule(scope="patient", roles=READERS, purpose="administration"),
    "desk:export_json": Rule(scope="patient", roles=_PHYSICIANS_READ, purpose="export"),
    "desk:export_paper": Rule(
        scope="patient", roles=_PHYSICIANS_READ, purpose="export"
    ),
    "desk:guard": _guard(),
    "desk:lift_restriction": _guard(),
    "desk:lift_hold": _guard(),
    "desk:merge": Rule(scope="patient", roles=CLINICAL, purpose="administration"),
    "desk:undo_merge": Rule(scope="patient", roles=CLINICAL, purpose="administration"),
    "desk:tell_apart": Rule(scope="patient", roles=CLINICAL, purpose="administration"),
    # the practice
    "desk:practice": Rule(scope="outlet", purpose="administration"),
    "desk:new_outlet": _manage(Role.ADMINISTRATOR),
    "desk:change_outlet": _manage(Role.ADMINISTRATOR, Role.LEAD_CLINICIAN),
    "desk:add_room": _manage(Role.ADMINISTRATOR, Role.LEAD_CLINICIAN),
    "desk:staff": Rule(scope="outlet", purpose="administration"),
    "desk:change_staff": _manage(Role.ADMINISTRATOR, Role.LEAD_CLINICIAN),
    "desk:add_training": _manage(Role.ADMINISTRATOR, Role.LEAD_CLINICIAN),
    # One's own leave, or, for those who manage, anybody's: the view tells them apart.
    "desk:take_leave": Rule(scope="outlet", purpose="administration"),
    "desk:cancel_leave": Rule(scope="outlet", purpose="administration"),
}
