"""The page of a patient: what is next, the course as a picture, what happened."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from glabella.clinic.accounts.roles import CARE_TEAM, READERS
from glabella.clinic.booking.queries import missed_by, visits_of
from glabella.clinic.desk.happenings import lines
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.followup.course_picture import course_chart
from glabella.clinic.followup.pictures import doses_chart, picture_of
from glabella.clinic.people import queries as people
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Session

NEWEST = 40


def overview(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show one person; to the front desk without clinical content."""
    who = request.person
    visits = visits_of(who.ids)
    is_clinical = bool(request.roles & READERS)
    tasks = record.tasks(who) if is_clinical else []
    sessions = record.sessions_with_sites(who) if is_clinical else []
    context = {
        "header": header_of(request, tasks=tasks, sessions=sessions),
        "tabs": tabs_of(request, "overview"),
        "coming": [one for one in reversed(visits) if one.ends_at >= request.at],
        "past": [one for one in visits if one.ends_at < request.at][:5],
        "missed": missed_by(who.ids, at=request.at),
        "contacts": people.contacts(who),
        "is_clinical": is_clinical,
        "may_label": bool(request.roles & CARE_TEAM),
    }
    if is_clinical:
        context |= _clinical(request, sessions) | {"open_tasks": tasks}
    return render(request, "desk/patient.html", context)


def _clinical(request: PatientRequest, sessions: Sequence[Session]) -> dict[str, Any]:
    who, language = request.person, get_language() or "en"
    course = course_chart(
        who, sessions, on=day_here(request), library=library(), language=language
    )
    doses = doses_chart(sessions, library=library(), language=language)
    entries = record.timeline(who)
    return {
        "pictures": [
            picture
            for picture in (picture_of(course), picture_of(doses))
            if picture is not None
        ],
        "entries": lines(entries[:NEWEST], library=library(), language=language),
        "more": max(0, len(entries) - NEWEST),
        "problems": [row for row in record.problems(who) if row.resolved_on is None],
        "therapies": [row for row in record.therapies(who) if row.stopped_on is None],
    }
