"""The parts of a patient's record, shown to those who may read them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.roles import CARE_TEAM, READERS, Role
from glabella.clinic.people.request import PatientRequest

EVERYONE = CARE_TEAM | {Role.AUDITOR}
# Name, label, address and readers; a test compares the readers with the access table.
PARTS = (
    ("overview", _("Overview"), "desk:patient", EVERYONE),
    ("assess", _("Assess"), "assessment:overview", READERS),
    ("plan", _("Plan"), "planning:plans", READERS),
    ("consent", _("Consent"), "consent:consents", READERS),
    ("treat", _("Treat"), "treatment:sessions", READERS),
    ("follow_up", _("Follow up"), "followup:overview", READERS),
    ("photos", _("Photographs"), "photos:photos", READERS),
    ("history", _("Problems and medicines"), "desk:history", READERS),
    ("notes", _("Notes"), "desk:notes", READERS),
    ("papers", _("Letters and results"), "desk:papers", READERS),
    ("card", _("Card"), "desk:card", EVERYONE),
    ("diary", _("Diary"), "diary:staff", READERS),
    ("portal", _("Portal"), "portal:staff", EVERYONE),
    ("privacy", _("Privacy"), "desk:privacy", READERS),
)


def tabs_of(request: PatientRequest, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a patient's page, the current one marked."""
    return [
        {
            "label": label,
            "url": reverse(name, args=[request.person.id]),
            "current": key == current,
        }
        for key, label, name, readers in PARTS
        if request.roles & readers
    ]
