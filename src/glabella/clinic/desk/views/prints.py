"""Papers to print at the desk: list of the day, treatment sheet, labels."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import READERS
from glabella.clinic.audit.actions import record as tell
from glabella.clinic.booking.queries import day_of
from glabella.clinic.desk import prints
from glabella.clinic.desk.board import lacks_of
from glabella.clinic.desk.days import asked_for
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people.queries import numbers
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning.queries import approved, plans
from glabella.clinic.practice.queries import outlet


def day_list(request: StaffRequest) -> HttpResponse:
    """Print the appointments of a day; to the front desk without what lacks."""
    if request.outlet is None:
        shown(request, [])
        messages.error(request, _("You work at no outlet."))
        return redirect("desk:today")
    place = outlet(request.outlet)
    on = asked_for(request.GET.get("on", "")) or day_here(request)
    rows = day_of(place.id, on=on, zone=place.time_zone)
    shown(request, [row.patient_id for row in rows])
    is_clinical = bool(request.standing.roles_at([place.id]) & READERS)
    lacks = lacks_of(rows, place=place, on=on) if is_clinical else None
    tell("desk.print_day", by=request.actor, at=request.at, about=place.id)
    content = prints.day_list(rows, lacks, place=place, on=on, language=_language())
    return _pdf(content, f"day-{on.isoformat()}")


def treatment_sheet(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Print the sheet of a treatment: filled from the plan, or with `?blank=yes`."""
    who = request.person
    plan = approved(who)
    if plan is None:  # a draft may be printed, and says so
        drafts = [row for row in plans(who) if row.state == "draft"]
        plan = drafts[0] if drafts else None
    tell("desk.print_sheet", by=request.actor, at=request.at, patient=who.id)
    content = prints.treatment_sheet(
        _named(request),
        plan,
        on=day_here(request),
        language=_language(),
        is_blank=request.GET.get("blank") == "yes",
    )
    return _pdf(content, f"sheet-{who.id}")


def labels(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Print labels with the name of a patient."""
    tell(
        "desk.print_labels", by=request.actor, at=request.at, patient=request.person.id
    )
    content = prints.labels(_named(request), language=_language())
    return _pdf(content, f"labels-{request.person.id}")


def _named(request: PatientRequest) -> prints.Named:
    rows = numbers(request.person)
    here = [row.number for row in rows if row.outlet_id == request.outlet]
    number = (here or [row.number for row in rows] or [""])[0]
    return prints.Named(request.person.patient, number)


def _language() -> str:
    return "de" if (get_language() or "en").startswith("de") else "en"


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
