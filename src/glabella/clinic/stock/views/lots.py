"""One lot: where it is, what was said of it, its movements, who got of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.whose import day_here
from glabella.clinic.stock import actions, queries
from glabella.clinic.stock.contacts import contacts_of
from glabella.clinic.stock.forms import (
    MoveForm,
    PlaceForm,
    RecallForm,
    ReleaseForm,
    WasteForm,
)
from glabella.clinic.stock.models import Holding, Lot
from glabella.clinic.stock.places import outlet_of
from glabella.clinic.stock.reach import by_person, given_of
from glabella.clinic.stock.shelf import held
from glabella.clinic.stock.words import BARS, KINDS, NOTES


def lot(request: StaffRequest, lot: UUID) -> HttpResponse:
    """Show a lot with its holdings, what was said of it, and its movements."""
    row = _lot(lot)
    today = day_here(request)
    holdings = row.holdings.select_related("lot", "place", "outlet")
    moves = row.movements.select_related("outlet", "moved_by", "vial")
    notes = row.notes.select_related("outlet", "said_by").order_by("-said_at")
    here = [each for each in holdings if each.outlet_id == request.outlet]
    context = {
        "lot": row,
        "today": today,
        "is_expired": row.expires_on < today,
        "holdings": [
            (each, BARS.get(held(each).barred(today)))
            for each in holdings.order_by("outlet__name")
            if each.vials or each.outlet_id == request.outlet
        ],
        "here": here[0] if here else None,
        "moves": [
            (KINDS[each.kind], each) for each in moves.order_by("-moved_at")[:200]
        ],
        "notes": [(NOTES[each.kind], each) for each in notes],
        "people": len(by_person(given_of(row))),
        "is_sharing": request.outlet and queries.is_sharing(request.outlet),
    }
    return render(request, "stock/lot.html", context)


def people(request: StaffRequest, lot: UUID) -> HttpResponse:
    """Show who got something of a lot, how to reach them, and who knows."""
    row = _lot(lot)
    mine = request.outlets
    rows = contacts_of(row.id, outlets=mine)
    shown(request, [one.patient for one in rows])
    everyone = len(by_person(given_of(row)))
    context = {
        "lot": row,
        "rows": rows,
        "elsewhere": everyone - len(rows),
        "reached": sum(one.told.result in {"reached", "closed"} for one in rows),
        "without": sum(one.told.task is None for one in rows),
    }
    return render(request, "stock/people.html", context)


def move(request: StaffRequest, lot: UUID) -> HttpResponse:
    """Move vials of a lot to another outlet."""
    row = _lot(lot)
    form = MoveForm(sent(request), outlet=request.outlet)

    def deed(data: dict[str, Any]) -> None:
        route = (outlet_of(request), data["target"].id)
        by, at = request.actor, request.at
        actions.move(row.id, route=route, vials=data["vials"], by=by, at=at)

    page = _page(row, _("Move vials"), _("Move"), done=_("Moved."))
    return answer_form(request, form, deed=deed, page=page)


def quarantine(request: StaffRequest, lot: UUID) -> HttpResponse:
    """Set a lot aside at every outlet."""
    row = _lot(lot)
    deed = _with_reason(request, actions.quarantine, row.id)
    title = _("Set the lot aside at every outlet")
    page = _page(row, title, _("Set aside"), done=_("Set aside."))
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def quarantine_here(request: StaffRequest, holding: UUID) -> HttpResponse:
    """Set aside what this outlet holds of a lot."""
    row = _held_here(request, holding)
    form = ReasonForm(sent(request), initial={"reason": request.GET.get("reason", "")})
    deed = _with_reason(request, actions.quarantine_here, row.id)
    title = _("Set aside what lies here")
    page = _page(row.lot, title, _("Set aside"), done=_("Set aside."))
    return answer_form(request, form, deed=deed, page=page)


def _with_reason(
    request: StaffRequest, do: Callable[..., object], key: UUID
) -> Callable[[dict[str, Any]], object]:
    return lambda data: do(key, reason=data["reason"], by=request.actor, at=request.at)


def release(request: StaffRequest, lot: UUID) -> HttpResponse:
    """Release a lot from quarantine, by name."""
    row = _lot(lot)
    return _release(request, row, actions.release, row.id)


def release_here(request: StaffRequest, holding: UUID) -> HttpResponse:
    """Release what this outlet holds of a lot, by name."""
    row = _held_here(request, holding)
    return _release(request, row.lot, actions.release_here, row.id)


def _release(
    request: StaffRequest, row: Lot, do: Callable[..., object], key: UUID
) -> HttpResponse:
    def deed(data: dict[str, Any]) -> None:
        confirm_identity(request, data["password"], data.get("code", ""))
        name, reason = request.user.name, data["reason"]
        do(key, name=name, reason=reason, by=request.actor, at=request.at)

    title = _("Release from quarantine")
    page = _page(row, title, _("Sign and release"), done=_("Released."))
    return answer_form(request, ReleaseForm(sent(request)), deed=deed, page=page)


def recall(request: StaffRequest, lot: UUID) -> HttpResponse:
    """Note a recall; a task is opened for each person who got of the lot."""
    row = _lot(lot)
    form = RecallForm(sent(request), initial={"reference": row.recalled_reference})

    def deed(data: dict[str, Any]) -> None:
        reference = data["reference"]
        actions.recall(row.id, reference=reference, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Recall a lot"),
        button=_("Recall, and open a task for each person"),
        icon="siren",
        danger=True,
        back=reverse("stock:people", args=[row.id]),
        done=_("Recalled. Each person below has a task."),
        lead=_lead(row),
    )
    return answer_form(request, form, deed=deed, page=page)


def waste(request: StaffRequest, holding: UUID) -> HttpResponse:
    """Write unopened vials off."""
    row = _held_here(request, holding)

    def deed(data: dict[str, Any]) -> None:
        actions.waste(row.id, **data, by=request.actor, at=request.at)

    page = _page(
        row.lot, _("Throw vials away"), _("Throw away"), done=_("Written off.")
    )
    return answer_form(request, WasteForm(sent(request)), deed=deed, page=page)


def place(request: StaffRequest, holding: UUID) -> HttpResponse:
    """Say where vials lie."""
    row = _held_here(request, holding)
    initial = {"place": row.place_id}
    form = PlaceForm(sent(request), outlet=request.outlet, initial=initial)

    def deed(data: dict[str, Any]) -> None:
        chosen = data["place"].id if data["place"] else None
        actions.put_in_place(row.id, place=chosen, by=request.actor, at=request.at)

    page = _page(row.lot, _("Where the vials lie"), _("Save"), done=_("Saved."))
    return answer_form(request, form, deed=deed, page=page)


def _lot(key: UUID) -> Lot:
    rows: QuerySet[Lot] = Lot.objects.select_related("quarantined_by", "recalled_by")
    return get_object_or_404(rows, id=key)


def _held_here(request: StaffRequest, key: UUID) -> Holding:
    rows = Holding.objects.select_related("lot")
    return get_object_or_404(rows, id=key, outlet_id=request.outlet)


def _lead(row: Lot) -> str:
    return _("Lot %(number)s of %(product)s.") % {
        "number": row.number,
        "product": row.product,
    }


def _page(row: Lot, title: str, button: str, *, done: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=reverse("stock:lot", args=[row.id]),
        done=done,
        lead=_lead(row),
    )
