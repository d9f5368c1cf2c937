"""The sessions of a person: what can start, what is open, and what is sealed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import queries as planning
from glabella.clinic.record import actions as records
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Session
from glabella.clinic.treatment import queries
from glabella.clinic.treatment.deviations import WORDS as DEVIATIONS
from glabella.clinic.treatment.forms import AddendumForm
from glabella.clinic.treatment.showing import groups, session_figures, vial_rows
from glabella.clinic.treatment.views.start_card import card_of
from glabella.clinic.treatment.words import (
    ALLERGIES,
    ANTITHROMBOTICS,
    GUIDANCES,
    MODES,
    PREGNANCIES,
    REACTIONS,
    SIDES,
    muscle_name,
    protocol_name,
)


def sessions(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show the sessions, the newest first, and above them what comes next."""
    running = queries.open_treatment(request.person)
    may_start = bool(request.roles & PHYSICIANS)
    plan = planning.approved(request.person)
    if plan is not None and plan.treatments.filter(state="finished").exists():
        plan = None
    start = card_of(request, plan) if running is None and may_start else None
    rows = [
        (protocol_name(row.protocol), row) for row in record.sessions(request.person)
    ]
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "treat"),
        "running": running,
        "start": start,
        "sessions": rows,
        "given_up": queries.given_up(request.person),
        "may_start": may_start,
    }
    return render(request, "treatment/sessions.html", context)


def session(request: PatientRequest, patient: UUID, session: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show one session as it was sealed: map, table, lots, effects, addenda."""
    row = _session(request, session)
    given = queries.treatment_of_session(row)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "treat"),
        "session": row,
        "protocol": protocol_name(row.protocol),
        "drawings": session_figures(row),
        "sites": [
            (muscle_name(one.muscle), SIDES.get(one.side, one.side), one)
            for one in row.sites.all()
        ],
        "lots": row.lots.select_related("lot"),
        "effects": queries.effects_of(row),
        "addenda": row.addenda.all(),
        "deviations": [DEVIATIONS.get(code, code) for code in row.deviations],
        "given": _given(request, given) if given else None,
        "may_write": bool(request.roles & CLINICAL),
    }
    return render(request, "treatment/session.html", context)


def _given(request: PatientRequest, row: Any) -> dict[str, Any]:  # noqa: ANN401 a row of this app
    asked = row.time_out
    return {
        "treatment": row,
        "mode": MODES[row.mode],
        "guidance": GUIDANCES[row.guidance],
        "off_plan": [
            line
            for group in groups(queries.sites_of(row))
            for line in group.lines
            if line.is_off_plan
        ],
        "vials": vial_rows(queries.vials_of(row), at=request.at),
        "reactions": [(REACTIONS[one.kind], one) for one in queries.reactions_of(row)],
        "allergies": ALLERGIES.get(asked.get("allergies", ""), ""),
        "pregnancy": PREGNANCIES.get(asked.get("pregnancy", ""), ""),
        "antithrombotics": ANTITHROMBOTICS.get(asked.get("antithrombotics", ""), ""),
    }


def add_addendum(request: PatientRequest, patient: UUID, session: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Add to a sealed session."""
    row = _session(request, session)

    def deed(data: dict[str, Any]) -> None:
        records.add_addendum(
            session=row.id,
            text=data["text"],
            name=request.user.name,
            by=request.actor,
            at=request.at,
        )

    page = FormPage(
        title=_("Add an addendum"),
        button=_("Add"),
        back=reverse("treatment:session", args=[request.person.id, row.id]),
        done=_("Added."),
        header=header_of(request),
    )
    return answer_form(request, AddendumForm(sent(request)), deed=deed, page=page)


def _session(request: PatientRequest, key: UUID) -> Session:
    found = record.session(request.person, key)
    if found is None:
        raise Http404("this patient has no such session")
    return found
