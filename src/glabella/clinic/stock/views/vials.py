"""Opened vials: open one for several people, dissolve it, throw it away."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.folder.fields import NothingForm, ReasonForm
from glabella.clinic.stock import actions
from glabella.clinic.stock.forms import DilutionForm
from glabella.clinic.stock.models import Lot, Vial
from glabella.clinic.stock.places import outlet_of
from glabella.clinic.stock.values import Dilution, Opening


def open_shared(request: StaffRequest, lot: UUID) -> HttpResponse:
    """Open a vial that several people share, where the lead allows it."""
    row = get_object_or_404(Lot, id=lot)

    def deed(_data: dict[str, Any]) -> None:
        new = Opening(lot=row.id, outlet=outlet_of(request))
        actions.open_vial(new, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Open a vial for several people"),
        button=_("Open"),
        icon="pipette",
        back=reverse("stock:stock"),
        done=_("Opened. Say how it was dissolved."),
        lead=_("A vial for one person is opened in that person's treatment."),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def dissolve(request: StaffRequest, vial: UUID) -> HttpResponse:
    """Note how an opened vial was dissolved; its clock starts."""
    row = _vial(request, vial)
    form = DilutionForm(sent(request), initial={"reconstituted_at": request.at})

    def deed(data: dict[str, Any]) -> None:
        actions.reconstitute(row.id, Dilution(**data), by=request.actor, at=request.at)

    page = _page(row, _("Dissolve the vial"), _("Save"), done=_("The clock runs."))
    return answer_form(request, form, deed=deed, page=page)


def discard(request: StaffRequest, vial: UUID) -> HttpResponse:
    """Throw away what is left of a vial."""
    row = _vial(request, vial)

    def deed(data: dict[str, Any]) -> None:
        actions.discard(row.id, reason=data["reason"], by=request.actor, at=request.at)

    page = _page(
        row, _("Throw the vial away"), _("Throw away"), done=_("Written off as waste.")
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def _vial(request: StaffRequest, key: UUID) -> Vial:
    rows = Vial.objects.select_related("lot")
    return get_object_or_404(rows, id=key, outlet_id=request.outlet)


def _page(row: Vial, title: str, button: str, *, done: str) -> FormPage:
    words = _("Lot %(number)s of %(product)s, %(units)s U left.")
    said = {
        "number": row.lot.number,
        "product": row.lot.product,
        "units": row.units_left,
    }
    return FormPage(
        title=title,
        button=button,
        back=reverse("stock:stock"),
        done=done,
        lead=words % said,
    )
