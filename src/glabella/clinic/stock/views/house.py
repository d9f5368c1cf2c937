"""What an outlet allows itself and keeps ready: levels, sharing, emergency kit."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.stock import actions
from glabella.clinic.stock.forms import KitForm, LevelForm, SharingForm
from glabella.clinic.stock.models import KitItem, ReorderLevel, Sharing
from glabella.clinic.stock.places import outlet_of
from glabella.clinic.stock.values import NewKitItem, NewLevel


def level(request: StaffRequest) -> HttpResponse:
    """Set with how many vials left more is ordered."""
    form = LevelForm(sent(request), initial=_level(request))

    def deed(data: dict[str, Any]) -> None:
        data["version"] = data["version"] or 0
        new = NewLevel(outlet=outlet_of(request), **data)
        actions.set_reorder_level(new, by=request.actor, at=request.at)

    page = _page(_("Reorder level"), _("Save"), done=_("Saved."))
    return answer_form(request, form, deed=deed, page=page)


def _level(request: StaffRequest) -> dict[str, Any]:
    """Return the level that the address, or the form sent, is about."""
    asked = request.POST if request.method == "POST" else request.GET
    product, typed = asked.get("product", ""), asked.get("vial_units", "")
    try:
        units = Decimal(typed)
    except InvalidOperation:
        return {"version": 0}
    rows = ReorderLevel.objects.filter(product=product, vial_units=units)
    row = rows.filter(outlet=request.outlet).first()
    known = {"product": product, "vial_units": typed, "version": 0}
    return known | {"vials": row.vials, "version": row.version} if row else known


def add_kit(request: StaffRequest) -> HttpResponse:
    """Put something into the emergency kit."""

    def deed(data: dict[str, Any]) -> None:
        outlet, by, at = outlet_of(request), request.actor, request.at
        actions.add_kit_item(NewKitItem(**data), outlet=outlet, by=by, at=at)

    page = _page(_("Into the emergency kit"), _("Add"), done=_("Added."))
    return answer_form(request, KitForm(sent(request)), deed=deed, page=page)


def end_kit(request: StaffRequest, item: UUID) -> HttpResponse:
    """Take something out of the emergency kit."""
    row = get_object_or_404(KitItem, id=item, outlet_id=request.outlet)

    def deed(data: dict[str, Any]) -> None:
        reason = data["reason"]
        actions.end_kit_item(row.id, reason=reason, by=request.actor, at=request.at)

    page = _page(
        _("Out of the emergency kit"),
        _("Take out"),
        done=_("Taken out."),
        lead=row.name,
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def share(request: StaffRequest) -> HttpResponse:
    """Let this outlet share vials; signed by the lead."""

    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        actions.allow_sharing(
            outlet_of(request),
            name=request.user.name,
            reason=data["reason"],
            by=request.actor,
            at=request.at,
        )

    page = _page(
        _("Let this outlet share vials"),
        _("Sign and allow"),
        done=_("Allowed."),
        lead=_(
            "Without this an opened vial belongs to one person. Read the product "
            "information: some products are for one person alone."
        ),
    )
    return answer_form(request, SharingForm(sent(request)), deed=deed, page=page)


def end_sharing(request: StaffRequest, sharing: UUID) -> HttpResponse:
    """End the sharing of vials."""
    row = get_object_or_404(Sharing, id=sharing, outlet_id=request.outlet)

    def deed(data: dict[str, Any]) -> None:
        reason = data["reason"]
        actions.end_sharing(row.id, reason=reason, by=request.actor, at=request.at)

    page = _page(_("End the sharing of vials"), _("End"), done=_("Ended."))
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def _page(title: str, button: str, *, done: str, lead: str = "") -> FormPage:
    return FormPage(
        title=title, button=button, back=reverse("stock:stock"), done=done, lead=lead
    )
