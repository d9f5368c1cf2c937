"""Tasks: the board of an outlet, and one task with its attempts and its end."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.desk.forms.clinical import (
    HOW,
    RESULT,
    AttemptForm,
    CloseTaskForm,
    HandOverForm,
    NewTaskForm,
)
from glabella.clinic.desk.queries import readable, refuse_twin
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.queries import outlet as outlet_of
from glabella.clinic.record import actions, queries
from glabella.clinic.record.models import Task
from glabella.clinic.record.values import Duty, NewAttempt, NewTask


def tasks(request: StaffRequest) -> HttpResponse:
    """Show the open tasks of this outlet: urgent ones, overdue, today, later."""
    found = queries.open_tasks(request.outlet) if request.outlet else []
    rows = readable(found, roles=request.standing.roles_at([request.outlet]))
    shown(request, [row.patient_id for row in rows if row.patient_id])
    today = day_here(request)
    columns: dict[str, list[Task]] = {
        key: [] for key in ("urgent", "overdue", "today", "later")
    }
    for row in rows:
        columns["urgent" if row.is_urgent else _when(row, today=today)].append(row)
    context = {"columns": columns, "total": len(rows)}
    return render(request, "desk/tasks.html", context)


def _when(row: Task, *, today: date) -> str:
    """Return the column of a task, by the clock of the outlet."""
    # What is due at midnight is due before the day that begins then.
    due = timezone.localtime(row.due_at - timedelta(microseconds=1)).date()
    if due == today:
        return "today"
    return "overdue" if due < today else "later"


def patient_task(request: PatientRequest, patient: UUID, task: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show a task about a patient, with every try to reach them."""
    row = _task(request, task)
    attempts = row.attempts.select_related("tried_by").order_by("tried_at")
    context = {
        "header": header_of(request),
        "task": row,
        "attempts": [(dict(HOW)[a.how], dict(RESULT)[a.result], a) for a in attempts],
    }
    return render(request, "desk/task.html", context)


def new_task(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Open a task about a patient."""
    form = NewTaskForm(sent(request), initial={"due_on": day_here(request)})

    @transaction.atomic
    def deed(data: dict[str, Any]) -> None:
        if request.outlet is None:
            raise DeedRefusedError(_("you work at no outlet."))
        twins = Task.objects.filter(opened_by=request.user, patient=request.person.id)
        refuse_twin(twins.filter(title=data["title"]), at=request.at)
        zone = ZoneInfo(outlet_of(request.outlet).time_zone)
        new = NewTask(
            outlet=request.outlet,
            patient=request.person.id,
            kind="call_back",
            title=data["title"],
            is_urgent=data["is_urgent"],
            due_at=datetime.combine(data["due_on"], time(18), tzinfo=zone),
            owner=data["owner"].id,
            deputy=data["deputy"].id if data["deputy"] else None,
        )
        actions.open_task(new, by=request.actor, at=request.at)

    page = FormPage(
        title=_("New task"),
        button=_("Open the task"),
        icon="plus",
        back=reverse("desk:patient", args=[request.person.id]),
        done=_("The task is open."),
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def note_attempt(request: PatientRequest, patient: UUID, task: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Note a try to reach the person."""
    row = _task(request, task)

    def deed(data: dict[str, Any]) -> None:
        new = NewAttempt(**data)
        actions.note_attempt(row.id, new, by=request.actor, at=request.at)

    page = _page(request, row, _("Note an attempt"), _("Note"), done=_("Noted."))
    return answer_form(request, AttemptForm(sent(request)), deed=deed, page=page)


def hand_over(request: PatientRequest, patient: UUID, task: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Give a task to somebody else."""
    row = _task(request, task)
    before = {"owner": row.owner_id, "deputy": row.deputy_id, "version": row.version}
    form = HandOverForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        deputy = data["deputy"].id if data["deputy"] else None
        actions.hand_over_task(
            row.id,
            Duty(owner=data["owner"].id, deputy=deputy),
            version=data["version"],
            by=request.actor,
            at=request.at,
        )

    page = _page(
        request, row, _("Hand the task over"), _("Hand over"), done=_("Handed over.")
    )
    return answer_form(request, form, deed=deed, page=page)


def close(request: PatientRequest, patient: UUID, task: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Close a task by saying what came of it."""
    row = _task(request, task)
    form = CloseTaskForm(sent(request), initial={"version": row.version})

    def deed(data: dict[str, Any]) -> None:
        actions.close_task(
            row.id,
            outcome=data["outcome"],
            version=data["version"],
            by=request.actor,
            at=request.at,
        )

    page = _page(request, row, _("Close the task"), _("Close"), done=_("Closed."))
    return answer_form(request, form, deed=deed, page=page)


def _task(request: PatientRequest, key: UUID) -> Task:
    rows = Task.objects.select_related("owner__user", "deputy__user", "closed_by")
    return get_object_or_404(rows, id=key, patient_id__in=request.person.ids)


def _page(
    request: PatientRequest, row: Task, title: str, button: str, *, done: str
) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=reverse("desk:patient_task", args=[request.person.id, row.id]),
        done=done,
        lead=row.title,
        header=header_of(request),
    )
