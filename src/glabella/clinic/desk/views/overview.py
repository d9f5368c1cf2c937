"""The page of a patient: what is next, the course as a picture, what happened."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from glabella.clinic.accounts.roles import READERS
from glabella.clinic.booking.queries import visits_of
from glabella.clinic.desk.course import course_chart
from glabella.clinic.desk.happenings import lines
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people import queries as people
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record import queries as record

WIDE, NARROW = 760, 360
NEWEST = 40


def overview(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show one person; to the front desk without clinical content."""
    who = request.person
    visits = visits_of(who.ids)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "overview"),
        "coming": [one for one in reversed(visits) if one.ends_at >= request.at],
        "past": [one for one in visits if one.ends_at < request.at][:5],
        "contacts": people.contacts(who),
        "is_clinical": bool(request.roles & READERS),
    }
    if context["is_clinical"]:
        context |= _clinical(request)
    return render(request, "desk/patient.html", context)


def _clinical(request: PatientRequest) -> dict[str, Any]:
    who, language = request.person, get_language() or "en"
    chart = course_chart(
        who, on=day_here(request), library=library(), language=language
    )
    entries = record.timeline(who)
    return {
        "chart": None if chart is None else mark_safe(chart.svg(width=WIDE)),  # noqa: S308 drawn by our own room, every text escaped
        "chart_narrow": None if chart is None else mark_safe(chart.svg(width=NARROW)),  # noqa: S308 as above
        "chart_table": None if chart is None else chart.table(),
        "entries": lines(entries[:NEWEST], library=library(), language=language),
        "more": max(0, len(entries) - NEWEST),
        "open_tasks": record.tasks(who),
        "problems": [row for row in record.problems(who) if row.resolved_on is None],
        "therapies": [row for row in record.therapies(who) if row.stopped_on is None],
    }
