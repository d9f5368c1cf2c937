"""What the lead clinician keeps: the clinic's own clauses, conflicts about labels."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent import actions, queries
from glabella.clinic.consent.forms import ClauseForm, LabelForm
from glabella.clinic.consent.models import Clause
from glabella.clinic.consent.readability import band, lix, plain_text
from glabella.clinic.consent.standing import language_now
from glabella.clinic.consent.values import NewClause
from glabella.clinic.consent.words import BANDS
from glabella.clinic.folder.fields import NothingForm
from glabella.clinic.practice.actions import decide_label
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.values import NewLabelDecision
from glabella.core.errors import UnknownNameError


def clauses(request: StaffRequest) -> HttpResponse:
    """Show what this outlet adds to every consent, and how hard each is to read."""
    rows = queries.clauses(request.outlet) if request.outlet else []
    context = {"clauses": [(row, *_measured(row.text)) for row in rows]}
    return render(request, "consent/clauses.html", context)


def add_clause(request: StaffRequest) -> HttpResponse:
    """Add a clause in the clinic's own words."""

    def deed(data: dict[str, Any]) -> None:
        if request.outlet is None:
            raise DeedRefusedError(_("you work at no outlet."))
        new = NewClause(**data)
        actions.add_clause(request.outlet, new, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Add a clause"),
        button=_("Add"),
        back=reverse("consent:clauses"),
        done=_("Added. It stands in every consent prepared from now on."),
        lead=_("What is signed already stays as it is."),
        icon="plus",
    )
    return answer_form(request, ClauseForm(sent(request)), deed=deed, page=page)


def end_clause(request: StaffRequest, clause: UUID) -> HttpResponse:
    """Leave a clause out from now on."""
    row = get_object_or_404(Clause, id=clause, outlet_id=request.outlet)

    def deed(_data: dict[str, Any]) -> None:
        actions.end_clause(row.id, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Leave the clause out"),
        button=_("Leave out"),
        back=reverse("consent:clauses"),
        done=_("Left out from now on. It is kept where it was signed."),
        lead=row.title,
        danger=True,
        icon="x",
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def label(
    request: StaffRequest, profile: str, protocol: str, product: str
) -> HttpResponse:
    """Decide by name what a country's label says of a product."""
    try:
        country = library().profile(profile).name.in_language(language_now())
        name = library().protocol(protocol).name.in_language(language_now())
        library().product(product)
    except UnknownNameError as error:
        raise Http404(str(error)) from error

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        new = NewLabelDecision(
            protocol=protocol,
            product=product,
            profile=profile,
            status=data["status"],
            basis=data["basis"],
            name=request.user.name,
        )
        decide_label(new, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Decide what the label says"),
        button=_("Decide"),
        back=reverse("consent:clauses"),
        done=_("Decided. Prepare the consent anew."),
        lead=f"{name}, {product}, {country}",
        icon="scale",
    )
    return answer_form(request, LabelForm(sent(request)), deed=deed, page=page)


def _measured(text: str) -> tuple[int, object]:
    score = lix(plain_text(text.splitlines())) or 0
    return round(score), BANDS[band(score)]
