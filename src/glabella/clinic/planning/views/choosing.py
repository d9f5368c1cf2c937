"""Pages on which a plan begins: protocols and product, then schemes; or a copy."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import actions
from glabella.clinic.planning.forms.choosing import BasisForm, OrderForm, order_forms
from glabella.clinic.planning.forms.deeds import CopyForm
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.shown import LABELS
from glabella.clinic.planning.values import NewPlan, Order, order_of
from glabella.clinic.planning.views.opened import frame, heading, plan_or_404
from glabella.clinic.planning.words import VERDICTS
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import decisions, outlet
from glabella.clinic.record import queries as record
from glabella.core.labels import label_answer
from glabella.core.schemes import Bench

UNPROCESSABLE = 422
PARTS = ("protocol", "product", "on")


def new(request: PatientRequest, patient: UUID) -> HttpResponse:
    """Choose protocols, product and day; then scheme, sides and units of each."""

    def deed(made: NewPlan) -> Plan:
        return actions.draft(patient, made, by=request.actor, at=request.at)

    chosen = {"on": day_here(request), "protocol": _allowed(request)}
    return _choose(request, deed, chosen=chosen, before={})


def change(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Choose anew for a draft; its sites are proposed anew."""
    row = plan_or_404(request, plan)
    version = int(request.POST.get("version") or row.version)

    def deed(made: NewPlan) -> Plan:
        return actions.change_orders(
            row, made, version=version, by=request.actor, at=request.at
        )

    before = {one["protocol"]: order_of(one) for one in row.orders}
    chosen = {"on": row.on, "protocol": list(before), "product": row.product}
    return _choose(request, deed, chosen=chosen, before=before, plan=row)


def copy(request: PatientRequest, patient: UUID, session: UUID) -> HttpResponse:
    """Plan the sites of an earlier session again."""
    found = record.session(request.person, session)
    if found is None:
        raise Http404("this patient has no such session")
    form = CopyForm(sent(request), initial={"on": day_here(request)})

    def deed(data: dict[str, Any]) -> None:
        actions.copy_session(
            patient,
            found,
            on=data["on"],
            outlet=_here(request),
            by=request.actor,
            at=request.at,
        )

    page = FormPage(
        title=_("Copy from last time"),
        button=_("Copy"),
        back=reverse("planning:plans", args=[patient]),
        done=_("The sites of that session stand in a new draft."),
        lead=_("Everything is counted anew for the day, and for the facts of today."),
        icon="copy",
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


# ---- the two steps -------------------------------------------------------------------


def _choose(
    request: PatientRequest,
    deed: Any,  # noqa: ANN401 a deed on a new plan
    *,
    chosen: Mapping[str, Any],
    before: Mapping[str, Order],
    plan: Plan | None = None,
) -> HttpResponse:
    """Ask for the basis, then for each protocol; both steps work without a script."""
    given = request.POST if request.method == "POST" else request.GET
    profile = outlet(_here(request)).profile
    decided = _decided(request)
    bound = given if "product" in given else None
    basis = BasisForm(bound, decided=decided, profile=profile, initial=dict(chosen))
    context = {**frame(request), "basis": basis, "ticket": new_ticket()}
    context |= heading(plan) if plan else {}
    if bound is None or not basis.is_valid():
        status = UNPROCESSABLE if bound is not None else 200
        return render(request, "planning/basis.html", context, status=status)
    wanted = [library().protocol(key) for key in basis.cleaned_data["protocol"]]
    bench = Bench(basis.cleaned_data["product"], profile, library().sources)
    data = request.POST if request.method == "POST" else None
    forms = order_forms(wanted, bench, data=data, before=before)
    context |= {"forms": _with_labels(forms), "product": bench.product}
    if data is not None and all(form.is_valid() for form in forms):
        answer = _do(request, deed, _plan(request, basis, forms), context)
        if answer is not None:
            return answer
    status = UNPROCESSABLE if data is not None else 200
    return render(request, "planning/choices.html", context, status=status)


def _do(
    request: PatientRequest,
    deed: Any,  # noqa: ANN401 a deed on a new plan
    made: NewPlan,
    context: dict[str, Any],
) -> HttpResponse | None:
    """Do the deed; what it refuses is said above the form."""
    try:
        with once(request):
            plan = deed(made)
    except AlreadyDoneError:
        messages.info(request, _("This was saved already; nothing was doubled."))
        return redirect("planning:plans", request.person.id)
    except DeedRefusedError as refusal:
        context["errors"] = (str(refusal),)
        return None
    messages.success(request, _("The plan is kept as a draft."))
    return redirect("planning:edit", request.person.id, plan.id)


def _plan(request: PatientRequest, basis: BasisForm, forms: list[OrderForm]) -> NewPlan:
    on: date = basis.cleaned_data["on"]
    return NewPlan(
        outlet=_here(request),
        on=on,
        product=basis.cleaned_data["product"],
        orders=tuple(form.order() for form in forms),
    )


def _with_labels(forms: list[OrderForm]) -> list[dict[str, Any]]:
    """Return each form with what the label says of the product here."""
    practice = decisions()
    return [
        {
            "form": form,
            "label": LABELS[
                label_answer(
                    form.protocol,
                    practice,
                    product=form.bench.product,
                    profile=form.bench.profile,
                ).status.value
            ],
        }
        for form in forms
    ]


def _here(request: PatientRequest) -> UUID:
    if request.outlet is None:
        raise DeedRefusedError(_("you work at no outlet."))
    return request.outlet


def _decided(request: PatientRequest) -> dict[str, str]:
    """Return the last verdict by protocol, in words."""
    found: dict[str, str] = {}
    for row in record.decisions(request.person):
        found.setdefault(row.protocol, str(VERDICTS[row.verdict]))
    return found


def _allowed(request: PatientRequest) -> list[str]:
    """Return the protocols whose last decision allows a treatment."""
    newest: dict[str, str] = {}
    for row in record.decisions(request.person):
        newest.setdefault(row.protocol, row.verdict)
    allowing = {"indicated", "criteria_met_off_label"}
    return [key for key, verdict in newest.items() if verdict in allowing]
