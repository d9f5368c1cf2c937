"""Receive vials, scanned or typed; and the sheet of a stock-take."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.stock import actions, queries
from glabella.clinic.stock.forms import CountForm, ReceiveForm, counts_of
from glabella.clinic.stock.models import Holding
from glabella.clinic.stock.places import outlet_of
from glabella.clinic.stock.values import NewLot
from glabella.clinic.stock.words import doubts_in_words, scan_in_words
from glabella.interop.gs1 import Scan, ScanError, read_scan

# What an address may say of a box beforehand.
_KNOWN = ("product", "vial_units", "number", "expires_on", "gtin")


def receive(request: StaffRequest) -> HttpResponse:
    """Receive vials of one lot."""
    typed = request.GET.get("scan", "")
    scanned = _scanned(typed) if typed else {}
    asked = {key: request.GET[key] for key in _KNOWN if request.GET.get(key)}
    initial = {**_of_article(asked.get("gtin", "")), **asked}
    initial |= scanned.get("initial", {})
    form = ReceiveForm(sent(request), outlet=request.outlet, initial=initial)

    @transaction.atomic
    def deed(data: dict[str, Any]) -> None:
        place, vials = data.pop("place"), data.pop("vials")
        outlet = outlet_of(request)
        by, at = request.actor, request.at
        lot = actions.receive(NewLot(**data), outlet=outlet, vials=vials, by=by, at=at)
        if place is not None:
            row = Holding.objects.get(lot=lot, outlet_id=outlet)
            actions.put_in_place(row.id, place=place.id, by=by, at=at)

    page = FormPage(
        title=_("Receive vials"),
        button=_("Receive"),
        icon="package-plus",
        back=reverse("stock:stock"),
        done=_("Received."),
        lead=_("Scan the square code on the box, or type what is printed."),
        template="stock/receive.html",
        context={"scan": scanned},
    )
    return answer_form(request, form, deed=deed, page=page)


def _scanned(typed: str) -> dict[str, Any]:
    """Return what a scan fills in, or why it cannot be read and what to choose from."""
    try:
        scan = read_scan(typed)
    except ScanError as error:
        readings = [(one, urlencode(_initial(one))) for one in error.readings]
        return {"problem": scan_in_words(error.code), "readings": readings}
    return {"initial": _initial(scan), "doubts": doubts_in_words(scan.doubts)}


def _initial(scan: Scan) -> dict[str, str]:
    day = scan.expires_on.isoformat() if scan.expires_on else ""
    found = {"number": scan.lot, "expires_on": day, "gtin": scan.gtin}
    return {**_of_article(scan.gtin), **{k: v for k, v in found.items() if v}}


def _of_article(gtin: str) -> dict[str, str]:
    """Return product and size of an article that was received before."""
    known = queries.article(gtin)
    if known is None:
        return {}
    return {"product": known.product, "vial_units": _plain(known.vial_units)}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def count(request: StaffRequest) -> HttpResponse:
    """Take stock of everything that is held here."""
    rows = queries.held_at(request.outlet) if request.outlet else []
    form = CountForm(sent(request), rows=rows)

    def deed(data: dict[str, Any]) -> None:
        counts = counts_of(rows, data)
        actions.take_stock(outlet_of(request), counts, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Take stock"),
        button=_("Save the count"),
        icon="clipboard-check",
        back=reverse("stock:stock"),
        done=_("Counted. Each difference is kept with its reason."),
        lead=_("Count what lies there. A difference needs a reason."),
        template="stock/count.html",
    )
    return answer_form(request, form, deed=deed, page=page)
