"""Setting up: when the outlet is open, who works when, and what can be booked."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.booking import actions, queries
from glabella.clinic.booking.closures import announce, hit_by
from glabella.clinic.booking.forms.setup import (
    ClosureForm,
    DayForm,
    NewServiceForm,
    ServiceForm,
    WeekForm,
    WorkForm,
    written,
)
from glabella.clinic.booking.models import Service, WorkingDay
from glabella.clinic.booking.values import ChangedDay, ServiceDetails, Week
from glabella.clinic.folder.fields import NothingForm
from glabella.clinic.folder.whose import day_here
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.models import Closure, Outlet, Staff
from glabella.clinic.practice.queries import staff_of
from glabella.clinic.practice.values import NewClosure

Spans = dict[int, list[tuple[time, time]]]


def hours(request: StaffRequest) -> HttpResponse:
    """Show the week of this outlet, its closed days, who works here, the services."""
    place = _place(request)
    today = day_here(request)
    closures = place.closures.filter(ended_at__isnull=True, ends_before__gt=today)
    weeks = queries.weeks_at(place.id, on=today)
    people = staff_of(frozenset({place.id}))
    context = {
        "place": place,
        "week": _lines(queries.opening_of(place)),
        "closures": [
            (
                row,
                row.ends_before - timedelta(days=1),
                len(hit_by(row, place, at=request.at)),
            )
            for row in closures.order_by("starts_on")
        ],
        "people": [(row, _lines(weeks.get(row.id, {}))) for row in people],
        "changed": queries.changed_days(place.id, since=today),
        "services": Service.objects.prefetch_related("outlets").order_by("name_en"),
    }
    return render(request, "booking/hours.html", context)


def opening_hours(request: StaffRequest) -> HttpResponse:
    """Set the opening hours of this outlet."""
    place = _place(request)
    form = WeekForm(sent(request), initial=_initial(queries.opening_of(place)))

    def deed(_data: dict[str, Any]) -> None:
        practice.set_opening_hours(
            place.id, form.rows(), by=request.actor, at=request.at
        )

    return answer_form(
        request, form, deed=deed, page=_page(_("Opening hours"), place.name)
    )


def announce_closure(request: StaffRequest) -> HttpResponse:
    """Close this outlet for some days."""
    place = _place(request)

    def deed(data: dict[str, Any]) -> None:
        words = (data["words_en"], data["words_de"])
        new = NewClosure(data["starts_on"], data["ends_before"], words)
        announce(place.id, new, by=request.actor, at=request.at)

    page = _page(_("Close the outlet for some days"), place.name)
    return answer_form(request, ClosureForm(sent(request)), deed=deed, page=page)


def end_closure(request: StaffRequest, closure: UUID) -> HttpResponse:
    """Take closed days back."""
    place = _place(request)
    row = get_object_or_404(Closure, id=closure, outlet=place)
    page = _page(_("Take closed days back"), place.name)

    def deed(_data: dict[str, Any]) -> None:
        practice.end_closure(row.id, by=request.actor, at=request.at)

    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def working_hours(request: StaffRequest, staff: UUID) -> HttpResponse:
    """Set the week of somebody at this outlet, and what they can do."""
    place, row = _place(request), _staff(staff)
    today = day_here(request)
    weeks = queries.weeks_at(place.id, on=today)
    start = _initial(weeks.get(row.id, {}))
    start |= {"from_on": today, "skills": ", ".join(row.skills)}
    form = WorkForm(sent(request), initial=start)

    @transaction.atomic
    def deed(data: dict[str, Any]) -> None:
        who: dict[str, Any] = {"by": request.actor, "at": request.at}
        week = Week(form.rows(), data["from_on"])
        actions.set_working_hours(row.id, place.id, week, **who)
        if sorted(data["skills"]) != sorted(row.skills):
            practice.set_skills(row.id, data["skills"], **who)

    page = _page(_("Working hours"), f"{row.user.name} · {place.name}")
    return answer_form(request, form, deed=deed, page=page)


def change_day(request: StaffRequest, staff: UUID) -> HttpResponse:
    """Let somebody work other hours here on one day, or not at all."""
    place, row = _place(request), _staff(staff)

    def deed(data: dict[str, Any]) -> None:
        actions.change_day(
            row.id, place.id, ChangedDay(**data), by=request.actor, at=request.at
        )

    page = _page(_("Change a day"), f"{row.user.name} · {place.name}")
    return answer_form(request, DayForm(sent(request)), deed=deed, page=page)


def restore_day(request: StaffRequest, day: UUID) -> HttpResponse:
    """Let a day be like the others of its week again."""
    row = get_object_or_404(WorkingDay, id=day, outlet=_place(request))

    def deed(_data: dict[str, Any]) -> None:
        actions.restore_day(row.id, by=request.actor, at=request.at)

    page = _page(_("Take the changed day back"), f"{row.on:%Y-%m-%d}")
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def new_service(request: StaffRequest) -> HttpResponse:
    """Add something that can be booked."""

    @transaction.atomic
    def deed(data: dict[str, Any]) -> None:
        who: dict[str, Any] = {"by": request.actor, "at": request.at}
        names = (data.pop("name_en"), data.pop("name_de"))
        kind = data.pop("kind")
        row = actions.add_service(kind, names, minutes=data["minutes"], **who)
        actions.change_service(row.id, _details(data), **who)

    page = _page(_("New service"))
    return answer_form(request, NewServiceForm(sent(request)), deed=deed, page=page)


def change_service(request: StaffRequest, service: UUID) -> HttpResponse:
    """Change how something is booked from now on."""
    row = get_object_or_404(Service, id=service)
    start: dict[str, Any] = {
        name: getattr(row, name) for name in ServiceForm.base_fields
    }
    start["outlets"] = [outlet.id for outlet in row.outlets.all()]

    def deed(data: dict[str, Any]) -> None:
        actions.change_service(row.id, _details(data), by=request.actor, at=request.at)

    form = ServiceForm(sent(request), initial=start)
    page = _page(_("Change the service"), row.name)
    return answer_form(request, form, deed=deed, page=page)


def _details(data: dict[str, Any]) -> ServiceDetails:
    outlets = tuple(outlet.id for outlet in data.pop("outlets"))
    return ServiceDetails(**data, outlets=outlets)


def _place(request: StaffRequest) -> Outlet:
    if request.outlet is None:
        raise Http404("no outlet is chosen")
    return get_object_or_404(Outlet, id=request.outlet)


def _staff(key: UUID) -> Staff:
    return get_object_or_404(Staff.objects.select_related("user"), id=key)


def _lines(spans: Spans) -> list[tuple[str, str]]:
    return [(str(WEEKDAYS[day]), written(spans[day])) for day in sorted(spans)]


def _initial(spans: Spans) -> dict[str, Any]:
    return {f"day_{day}": written(times) for day, times in spans.items()}


def _page(title: str, lead: str = "") -> FormPage:
    return FormPage(
        title=title,
        button=_("Save"),
        back=reverse("booking:hours"),
        done=_("Saved."),
        lead=lead,
    )
