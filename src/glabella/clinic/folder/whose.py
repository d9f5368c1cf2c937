"""Whose page this is: what stands at the top of every page about a patient."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import READERS
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import queries as people
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.people.values import Header
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import outlet, today_at
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Session, Task
from glabella.core.errors import UnknownNameError
from glabella.core.ledger import Ledger
from glabella.core.ledger_notes import NoteKind

# What may belong to the sum and cannot be added to it.
FLOOR = frozenset({NoteKind.UNKNOWN_UNITS, NoteKind.UNKNOWN_PRODUCT})
SEXES = {
    "female": gettext_lazy("female"),
    "male": gettext_lazy("male"),
    "other": pgettext_lazy("sex", "other"),
}


def day_here(request: StaffRequest) -> date:
    """Return which day it is at the outlet somebody works in."""
    if request.outlet is None:
        return request.at.date()
    return today_at(outlet(request.outlet), at=request.at)


def refuse_through_glass(request: PatientRequest) -> None:
    """Refuse what would keep a record open after the hour of a broken glass."""
    if request.actor.purpose == "break_glass":
        raise DeedRefusedError(
            _("the record is open to you for an hour, not for good."),
            mending=_("Ask the outlet where the person is registered."),
        )


def header_of(
    request: PatientRequest,
    *,
    tasks: Sequence[Task] | None = None,
    sessions: Sequence[Session] | None = None,
) -> dict[str, Any]:
    """Return the band above a patient's page, as `patient_header` wants it.

    The front desk sees no clinical content: no allergies, no urgent findings.

    Args:
        tasks: The open tasks of the person, where a page has read them already.
        sessions: The sessions of the person, likewise.
    """
    is_clinical = bool(request.roles & READERS)
    found = people.header(request.person, on=day_here(request), is_clinical=is_clinical)
    patient = found.patient
    return {
        "id": patient.id,
        "name": f"{patient.family_name}, {patient.given_names}",
        "url": reverse("desk:patient", args=[patient.id]),
        "number": _number(request, found),
        "born": patient.birth_date,
        "age": found.age,
        "sex_word": SEXES.get(patient.sex, ""),
        "language": patient.interpreter_language,
        "deceased_on": patient.deceased_on,
        "alerts": _alerts(found, is_clinical=is_clinical),
        "urgent": _urgent(request, tasks) if is_clinical else [],
        "restricted": patient.restricted_reason if patient.restricted_at else "",
        **(_ledger(request, sessions) if is_clinical else {}),
    }


def _number(request: PatientRequest, found: Header) -> str:
    """Return the number at this outlet, or at the first where the person is known."""
    here = [row.number for row in found.numbers if row.outlet_id == request.outlet]
    every = [row.number for row in found.numbers]
    return (here or every or [""])[0]


def _alerts(found: Header, *, is_clinical: bool) -> list[dict[str, str]]:
    rows = [{"text": text, "tone": "wait"} for text in found.alerts]
    if not is_clinical:
        return rows
    for allergy in found.allergies:
        words = _("Allergy: %(substance)s") % {"substance": allergy.substance}
        rows.append({"text": words, "tone": "stop"})
    if not found.allergies and found.allergies_asked_on is None:
        rows.append({"text": _("Allergies: not asked yet"), "tone": ""})
    if found.is_held:
        rows.append({"text": _("Legal hold"), "tone": ""})
    return rows


def _ledger(
    request: PatientRequest, sessions: Sequence[Session] | None
) -> dict[str, Any]:
    """Return what was given of the last product, and from when more is allowed."""
    if request.outlet is None:
        return {}
    try:
        found = record.ledger_of(
            request.person,
            on=day_here(request),
            library=library(),
            profile=outlet(request.outlet).profile,
            given=sessions,
        )
    except UnknownNameError:  # a name from elsewhere must not close the record
        return {
            "ledger_note": _(
                "A product on record is not known here, so nothing is added up."
            )
        }
    if found is None:
        return {}
    note = _remainder(found)
    earliest = found.earliest
    row = {
        "units": found.used,
        "product": found.product,
        "note": _span(found) % {"days": found.window_days},
    }
    if earliest is None:
        never = _("Nobody can say from when more is allowed.")
        note = f"{never} {note}".strip()
    elif earliest > found.on:
        # Never 12/02/2026: half the world reads another day in it.
        day = date_format(earliest, pgettext("date format", "j M Y"))
        allowed = _("Next from %(day)s.") % {"day": day}
        note = f"{allowed} {note}".strip()
    return {"ledger": [row], "ledger_note": note}


def _remainder(found: Ledger) -> str:
    """Return why nobody can say what remains; "" if it is known."""
    if found.remaining is not None:
        return ""
    if found.blocks:
        return _("What remains is not known: another toxin, or unknown units.")
    return _("No limit of units is on file for this product.")


def _span(found: Ledger) -> str:
    """Return the words beside the sum: a floor where something is not known."""
    if {block.kind for block in found.blocks} & FLOOR:
        return _("at least, in %(days)d days")
    return _("in %(days)d days")


def _urgent(
    request: PatientRequest, tasks: Sequence[Task] | None
) -> list[dict[str, str]]:
    who = request.person.id
    rows = record.tasks(request.person) if tasks is None else tasks
    return [
        {"text": task.title, "url": reverse("desk:patient_task", args=[who, task.id])}
        for task in rows
        if task.is_urgent
    ]
