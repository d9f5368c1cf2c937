"""The practice on screen: outlets and rooms; staff, their training, their leave."""

from typing import Any
from uuid import UUID

import attrs
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking.closures import tell_of_leave
from glabella.clinic.desk.forms.practice import (
    LeaveForm,
    NewOutletForm,
    OutletForm,
    RoomForm,
    StaffForm,
    TrainingForm,
)
from glabella.clinic.folder.fields import NothingForm
from glabella.clinic.folder.whose import day_here
from glabella.clinic.practice import actions, queries
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Leave, Outlet, Staff
from glabella.clinic.practice.values import (
    NewLeave,
    NewOutlet,
    NewTraining,
    StaffDetails,
)
from glabella.clinic.record.models import Task

MANAGERS = frozenset({Role.ADMINISTRATOR, Role.LEAD_CLINICIAN})


def practice(request: StaffRequest) -> HttpResponse:
    """Show the outlets with their rooms, and who works in the practice."""
    today = day_here(request)
    outlets = Outlet.objects.prefetch_related("rooms")
    people = queries.staff_of()
    context = {
        "outlets": outlets,
        "people": [(row, queries.lapsed(row, on=today)) for row in people],
        "away": queries.away(today),
        "may_manage": _may_manage(request),
    }
    return render(request, "desk/practice.html", context)


def new_outlet(request: StaffRequest) -> HttpResponse:
    """Open an outlet."""

    def deed(data: dict[str, Any]) -> None:
        profiles = frozenset(library().profiles)
        actions.open_outlet(
            NewOutlet(**data), profiles=profiles, by=request.actor, at=request.at
        )

    page = _page(_("Open an outlet"), _("Open"), done=_("The outlet is open."))
    return answer_form(request, NewOutletForm(sent(request)), deed=deed, page=page)


def change_outlet(request: StaffRequest, outlet: UUID) -> HttpResponse:
    """Change address, phone and name of an outlet."""
    row = _managed_outlet(request, outlet)
    before = {name: getattr(row, name) for name in OutletForm.base_fields}
    form = OutletForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        actions.change_outlet(row.id, data, by=request.actor, at=request.at)

    page = _page(_("Change the outlet"), _("Save"), done=_("Saved."))
    return answer_form(request, form, deed=deed, page=page)


def add_room(request: StaffRequest, outlet: UUID) -> HttpResponse:
    """Add a room to an outlet."""
    row = _managed_outlet(request, outlet)

    def deed(data: dict[str, Any]) -> None:
        actions.add_room(row.id, data["name"], by=request.actor, at=request.at)

    page = _page(_("Add a room"), _("Add"), done=_("Added."), lead=row.name)
    return answer_form(request, RoomForm(sent(request)), deed=deed, page=page)


def staff(request: StaffRequest, staff: UUID) -> HttpResponse:
    """Show a member of staff: registration, training, leave."""
    row = get_object_or_404(Staff.objects.select_related("user"), id=staff)
    leaves = row.leaves.filter(
        cancelled_at__isnull=True, ends_before__gt=day_here(request)
    )
    context = {
        "staff": row,
        "lapsed": queries.lapsed(row, on=day_here(request)),
        "trainings": row.trainings.order_by("name"),
        "leaves": leaves.select_related("deputy__user").order_by("starts_on"),
        "may_manage": _may_manage(request),
        "may_leave": _may_manage(request) or row.user_id == request.user.id,
    }
    return render(request, "desk/staff.html", context)


def change_staff(request: StaffRequest, staff: UUID) -> HttpResponse:
    """Change registration and specialty; a second editor sees what the first wrote."""
    row = get_object_or_404(Staff.objects.select_related("user"), id=staff)
    names = [field.name for field in attrs.fields(StaffDetails)]
    before = {name: getattr(row, name) for name in (*names, "version")}
    form = StaffForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        version = data.pop("version")
        actions.change_staff(
            row.id,
            StaffDetails(**data),
            version=version,
            by=request.actor,
            at=request.at,
        )

    page = _page(_("Change the entry"), _("Save"), done=_("Saved."), staff=row)
    return answer_form(request, form, deed=deed, page=page)


def add_training(request: StaffRequest, staff: UUID) -> HttpResponse:
    """Add a course or certificate."""
    row = get_object_or_404(Staff.objects.select_related("user"), id=staff)

    def deed(data: dict[str, Any]) -> None:
        new = NewTraining(**data)
        actions.add_training(row.id, new, by=request.actor, at=request.at)

    page = _page(_("Add training"), _("Add"), done=_("Added."), staff=row)
    return answer_form(request, TrainingForm(sent(request)), deed=deed, page=page)


def take_leave(request: StaffRequest, staff: UUID) -> HttpResponse:
    """Enter days away; refused without a deputy while tasks are open."""
    row = _own_or_managed(request, staff)
    form = LeaveForm(sent(request))

    @transaction.atomic
    def deed(data: dict[str, Any]) -> None:
        deputy = data["deputy"].id if data["deputy"] else None
        new = NewLeave(row.id, data["starts_on"], data["ends_before"], deputy=deputy)
        tasks = Task.objects.filter(owner_id=row.id, closed_at__isnull=True).count()
        leave = actions.take_leave(
            new, open_tasks=tasks, by=request.actor, at=request.at
        )
        tell_of_leave(leave, by=request.actor, at=request.at)

    page = _page(_("Enter leave"), _("Enter"), done=_("Entered."), staff=row)
    return answer_form(request, form, deed=deed, page=page)


def cancel_leave(request: StaffRequest, staff: UUID, leave: UUID) -> HttpResponse:
    """Cancel days away."""
    row = _own_or_managed(request, staff)
    found = get_object_or_404(Leave, id=leave, staff_id=row.id)

    def deed(_data: dict[str, Any]) -> None:
        actions.cancel_leave(found.id, by=request.actor, at=request.at)

    page = _page(
        _("Cancel this leave"), _("Cancel the leave"), done=_("Cancelled."), staff=row
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def _may_manage(request: StaffRequest) -> bool:
    return bool(request.standing.roles_at([request.outlet]) & MANAGERS)


def _managed_outlet(request: StaffRequest, outlet: UUID) -> Outlet:
    """Return an outlet that the asker manages; to work in another is not enough."""
    row = get_object_or_404(Outlet, id=outlet)
    if not request.standing.roles_at([row.id]) & MANAGERS:
        raise PermissionDenied("somebody else manages this outlet")
    return row


def _own_or_managed(request: StaffRequest, staff: UUID) -> Staff:
    rows = Staff.objects.select_related("user")
    if not _may_manage(request):
        rows = rows.filter(user_id=request.user.id)
    return get_object_or_404(rows, id=staff)


def _page(
    title: str, button: str, *, done: str, lead: str = "", staff: Staff | None = None
) -> FormPage:
    back = reverse("desk:practice")
    if staff is not None:
        back, lead = reverse("desk:staff", args=[staff.id]), staff.user.name
    return FormPage(title=title, button=button, back=back, done=done, lead=lead)
