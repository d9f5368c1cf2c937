"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import (
    CARE_TEAM,
    CLINICAL,
    PHYSICIANS,
    READERS,
    Role,
)
from glabella.clinic.accounts.rules import Rule

_READ = Rule(scope="patient", roles=READERS)
_WRITE = Rule(scope="patient", roles=CLINICAL)

_DECIDE = Rule(scope="patient", roles=PHYSICIANS)

ACCESS: dict[str, Rule] = {
    # reviews, contacts, side effects, reports
    "followup:reports": Rule(scope="list", roles=READERS),
    "followup:overview": _READ,
    "followup:score": _WRITE,
    "followup:withdraw_score": _WRITE,
    "followup:review": _DECIDE,
    "followup:kept_review": _READ,
    "followup:withdraw_review": _DECIDE,
    # The front desk takes a call and sees the days since, and nothing clinical.
    "followup:take_contact": Rule(scope="patient", roles=CARE_TEAM | {Role.AUDITOR}),
    "followup:contact": Rule(scope="patient", roles=CARE_TEAM | {Role.AUDITOR}),
    "followup:judge": _DECIDE,
    "followup:withdraw_contact": _WRITE,
    "followup:new_effect": _WRITE,
    "followup:effect": _READ,
    "followup:change_effect": _WRITE,
    "followup:spread": _WRITE,
    "followup:prepare": _DECIDE,
    "followup:report": _READ,
    "followup:report_sent": _DECIDE,
    "followup:report_aside": _DECIDE,
    # repeat or stop
    "followup:repeat": _READ,
    "followup:plan_next": _WRITE,
    "followup:add_coverage": _WRITE,
    "followup:change_coverage": _WRITE,
    "followup:end_coverage": _WRITE,
    "followup:cost_note": _WRITE,
    "followup:letter": Rule(scope="patient", roles=PHYSICIANS),
}
