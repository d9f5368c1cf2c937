"""The parts of a patient's record, shown to those whom the access table lets in."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from glabella.clinic.desk.access import ACCESS
from glabella.clinic.people.request import PatientRequest

PARTS = (
    ("overview", _("Overview"), "desk:patient"),
    ("card", _("Card"), "desk:card"),
    ("history", _("Problems and medicines"), "desk:history"),
    ("notes", _("Notes"), "desk:notes"),
    ("papers", _("Letters and results"), "desk:papers"),
    ("privacy", _("Privacy"), "desk:privacy"),
)


def tabs_of(request: PatientRequest, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a patient's page, the current one marked."""
    return [
        {
            "label": label,
            "url": reverse(name, args=[request.person.id]),
            "current": key == current,
        }
        for key, label, name in PARTS
        if name in ACCESS and request.roles & ACCESS[name].roles
    ]
