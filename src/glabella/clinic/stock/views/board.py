"""The board of an outlet: what is held, open, short, expiring; kit and cold chain."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.knowledge import library
from glabella.clinic.stock import queries
from glabella.clinic.stock.values import Held, OpenVial
from glabella.clinic.stock.words import (
    BARS,
    CLOCKS,
    bar_in_words,
    warnings_in_words,
)

SOON = timedelta(days=30)  # how long before an expiry the board speaks of it


def stock(request: StaffRequest) -> HttpResponse:
    """Show the stock of this outlet."""
    today = day_here(request)
    context: dict[str, Any] = {"today": today, "outlet": request.outlet}
    vials: list[OpenVial] = []
    if request.outlet is not None:
        vials = queries.open_vials(request.outlet, on=today, at=request.at)
        context |= _shelf(request.outlet, today)
        context |= _house(request.outlet, today)
    owners = {vial.patient for vial in vials if vial.patient is not None}
    shown(request, owners)
    context["vials"] = _vials(vials, Patient.objects.in_bulk(owners))
    return render(request, "stock/stock.html", context)


def _shelf(outlet: UUID, today: date) -> dict[str, Any]:
    held = queries.held_at(outlet)
    by_product: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in held:
        by_product[one.product].append(_line(one, today))
    language = get_language() or "en"
    known = library().products
    return {
        "products": [
            {
                "name": known[key].name.in_language(language) if key in known else key,
                "rows": rows,
                "usable": _usable(rows),
            }
            for key, rows in by_product.items()
        ],
        "barred": [one for one in held if one.barred(today)],
        "short": queries.to_reorder(outlet, on=today),
    }


def _line(one: Held, today: date) -> dict[str, Any]:
    bar = one.barred(today)
    is_soon = not bar and one.expires_on < today + SOON
    return {"held": one, "bar": BARS.get(bar), "code": bar, "is_soon": is_soon}


def _usable(rows: list[dict[str, Any]]) -> list[tuple[Decimal, int]]:
    """Return how many usable vials there are of each size, the largest first."""
    found: dict[Decimal, int] = defaultdict(int)
    for row in rows:
        if not row["bar"]:
            found[row["held"].vial_units] += row["held"].vials
    return sorted(found.items(), reverse=True)


def _house(outlet: UUID, today: date) -> dict[str, Any]:
    kit = queries.kit(outlet)
    return {
        "kit": [
            {
                "row": row,
                "is_expired": row.expires_on is not None and row.expires_on < today,
                "is_soon": row.expires_on is not None
                and today <= row.expires_on < today + SOON,
            }
            for row in kit
        ],
        "has_adrenaline": queries.has_adrenaline(outlet, on=today),
        "sharing": queries.sharing(outlet),
        "levels": queries.levels(outlet),
        "readings": queries.last_readings(outlet),
    }


def _vials(vials: list[OpenVial], owners: dict[UUID, Patient]) -> list[dict[str, Any]]:
    found = []
    for vial in vials:
        owner = owners.get(vial.patient) if vial.patient else None
        bar = vial.barred({vial.patient} if vial.patient else (), is_sharing=True)
        found.append(
            {
                "vial": vial,
                "owner": owner,
                "bar": bar_in_words(bar),
                "warnings": warnings_in_words(vial.warnings),
                "clock": CLOCKS[vial.clock],
            }
        )
    return found
