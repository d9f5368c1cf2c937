"""Pages on which a treatment begins: the time-out, or what was given already."""

from typing import Any
from uuid import UUID

import attrs
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import UNPROCESSABLE, FormPage, answer_form, sent
from glabella.clinic.accounts.tickets import AlreadyDoneError, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import queries as planning
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Staff
from glabella.clinic.treatment import actions, queries
from glabella.clinic.treatment.forms import (
    AfterwardsForm,
    PlannedAfterwardsForm,
)
from glabella.clinic.treatment.values import NewAfterwards, NewStart, TimeOut
from glabella.clinic.treatment.views.pressing import refusal_of, url_of
from glabella.clinic.treatment.views.start_card import card_of, plan_or_404


def start(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Ask at the time-out, and start; what was answered is kept either way."""
    row = plan_or_404(request, plan)
    card = card_of(request, row, data=sent(request))
    form = card["form"]
    if form is not None and form.is_bound and form.is_valid():
        try:
            with once(request):
                refusal = _begin(request, plan, form.cleaned_data)
        except AlreadyDoneError:
            messages.info(request, _("This was saved already; nothing was doubled."))
            return _go_on(request)
        except DeedRefusedError as refused:
            refusal = refused
        if refusal is None:
            messages.success(request, _("Started. Everything is saved as you go."))
            return _go_on(request)
        form.add_error(None, str(refusal))
        card = {**card, **card_of(request, row), "form": form}
    status = UNPROCESSABLE if form is not None and form.errors else 200
    context = {"header": header_of(request), "start": card}
    return render(request, "treatment/start.html", context, status=status)


def _begin(
    request: PatientRequest, plan: UUID, data: dict[str, Any]
) -> DeedRefusedError | None:
    if request.outlet is None:
        raise DeedRefusedError(_("you work at no outlet."))
    names = [field.name for field in attrs.fields(TimeOut)]
    time_out = TimeOut(**{name: data[name] for name in names if name in data})
    who, by, at = request.person, request.actor, request.at
    actions.ask(who, time_out, outlet_id=request.outlet, by=by, at=at)
    new = NewStart(
        plan=plan,
        outlet=request.outlet,
        clinician=data["clinician"].id,
        time_out=time_out,
        name=request.user.name,
    )

    def deed() -> None:
        with transaction.atomic():  # what was asked stays, even if this is refused
            actions.start(who, new, by=by, at=at)

    return refusal_of(deed)


def _go_on(request: PatientRequest) -> HttpResponse:
    found = queries.open_treatment(request.person)
    if found is None:
        return redirect(reverse("treatment:sessions", args=[request.person.id]))
    return redirect(url_of(found))


def afterwards(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Open the record of a treatment that was given already."""
    plan = planning.approved(request.person)
    running = queries.open_treatment(request.person)
    if running is not None:
        messages.info(request, _("A treatment of this person is open; it comes first."))
        return redirect(url_of(running))
    if plan is not None and plan.treatments.exclude(state="abandoned").exists():
        plan = None
    kind = AfterwardsForm if plan is None else PlannedAfterwardsForm
    staff = Staff.objects.filter(user=request.user).first()
    before = {"on": day_here(request), "clinician": staff}
    form = kind(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        new = _given_already(request, plan, data)
        actions.record_afterwards(request.person, new, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Record what was given"),
        button=_("Open the record"),
        lead=_(
            "What was injected is always recorded. What was wrong with it is named "
            "at the end, with a reason, and the lead looks at it."
        ),
        back=reverse("treatment:sessions", args=[request.person.id]),
        done=_("The record is open. Enter what was given, then sign."),
        header=header_of(request),
    )
    answer = answer_form(request, form, deed=deed, page=page)
    opened = queries.open_treatment(request.person)
    return redirect(url_of(opened)) if opened is not None else answer


def _given_already(
    request: PatientRequest, plan: Plan | None, data: dict[str, Any]
) -> NewAfterwards:
    if request.outlet is None:
        raise DeedRefusedError(_("you work at no outlet."))
    name = plan.orders[0]["protocol"] if plan else data["protocol"]
    return NewAfterwards(
        outlet=request.outlet,
        clinician=data["clinician"].id,
        protocol=name,
        protocol_version=library().protocol(name).version,
        product=plan.product if plan else data["product"],
        on=data["on"],
        plan=plan.id if plan else None,
    )
