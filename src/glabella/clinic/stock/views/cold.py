"""The cold chain: places, readings, and what a reading outside the limits concerns."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.folder.fields import NothingForm
from glabella.clinic.practice.knowledge import library
from glabella.clinic.stock import actions, queries
from glabella.clinic.stock.cold import excursions, kept_in
from glabella.clinic.stock.forms import NewPlaceForm, ReadingForm
from glabella.clinic.stock.models import Place, Reading
from glabella.clinic.stock.places import outlet_of
from glabella.clinic.stock.values import NewReading


def cold(request: StaffRequest) -> HttpResponse:
    """Show the places of this outlet and their last readings."""
    outlet = request.outlet
    last = (
        {row.place_id: row for row in queries.last_readings(outlet)} if outlet else {}
    )
    places = queries.places(outlet) if outlet else []
    context = {
        "places": [(row, last.get(row.id)) for row in places],
        "readings": queries.readings(outlet) if outlet else [],
    }
    return render(request, "stock/cold.html", context)


def reading(request: StaffRequest, reading: UUID) -> HttpResponse:
    """Show a reading and the vials for which it lies outside their limits."""
    rows = Reading.objects.select_related("place", "read_by")
    row = get_object_or_404(rows, id=reading, place__outlet_id=request.outlet)
    language = get_language() or "en"
    found = excursions(_as_read(row), kept_in(row.place), products=library().products)
    said = {"celsius": row.celsius, "place": row.place.name}
    context = {
        "reading": row,
        "rows": [
            {
                "holding": one.holding,
                "limit": one.storage.text.in_language(language),
                "check": one.storage.basis.check or "",
                "is_proposed": one.is_proposed,
            }
            for one in found
        ],
        "reason": _("%(place)s: outside its temperature, %(celsius)s °C") % said,
    }
    return render(request, "stock/reading.html", context)


def _as_read(row: Reading) -> NewReading:
    return NewReading(row.place_id, row.celsius, row.lowest, row.highest)


def read(request: StaffRequest, place: UUID) -> HttpResponse:
    """Keep a look at the thermometer of a place."""
    row = _place(request, place)

    def deed(data: dict[str, Any]) -> None:
        new = NewReading(place=row.id, **data)
        actions.read_temperature(new, by=request.actor, at=request.at)

    page = _page(_("Read the thermometer"), _("Save"), done=_("Saved."), lead=row.name)
    return answer_form(request, ReadingForm(sent(request)), deed=deed, page=page)


def add_place(request: StaffRequest) -> HttpResponse:
    """Add a fridge or cupboard."""

    def deed(data: dict[str, Any]) -> None:
        outlet = outlet_of(request)
        actions.add_place(outlet, data["name"], by=request.actor, at=request.at)

    page = _page(_("New place"), _("Add"), done=_("Added."))
    return answer_form(request, NewPlaceForm(sent(request)), deed=deed, page=page)


def end_place(request: StaffRequest, place: UUID) -> HttpResponse:
    """Give a place up."""
    row = _place(request, place)

    def deed(_data: dict[str, Any]) -> None:
        actions.end_place(row.id, by=request.actor, at=request.at)

    page = _page(
        _("Give the place up"), _("Give up"), done=_("Given up."), lead=row.name
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def _place(request: StaffRequest, key: UUID) -> Place:
    return get_object_or_404(Place, id=key, outlet_id=request.outlet)


def _page(title: str, button: str, *, done: str, lead: str = "") -> FormPage:
    return FormPage(
        title=title, button=button, back=reverse("stock:cold"), done=done, lead=lead
    )
