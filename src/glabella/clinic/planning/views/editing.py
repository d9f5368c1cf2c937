"""The page on which a plan is made: map, table of sites, live totals."""

from typing import Any
from uuid import UUID

import attrs
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.folder.whose import day_here
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import actions, queries
from glabella.clinic.planning.counting import Counted, content_of
from glabella.clinic.planning.forms.sites import Sites, added, read, rows_of
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.placing import mirrored, next_site
from glabella.clinic.planning.values import NewSite, site_of
from glabella.clinic.planning.views.opened import (
    frame,
    heading,
    last_time,
    live,
    plan_or_404,
)
from glabella.clinic.planning.words import DEPTHS, SIDES, language, say
from glabella.clinic.practice.knowledge import figures, library
from glabella.core.errors import InputError
from glabella.core.quantity import ONE_ML_SYRINGE

UNPROCESSABLE = 422
MIRRORS = {"mirror_left": "left", "mirror_right": "right"}


def edit(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:
    """Show a draft with its map, and save what its table says."""
    row = plan_or_404(request, plan)
    if not row.is_draft:
        return redirect("planning:plan", patient, plan)
    before = tuple(site_of(one) for one in row.sites.all())
    if request.method != "POST":
        return _page(request, row, rows_of(before))
    table = read(request.POST, before)
    deed = request.POST.get("deed", "save")
    if deed == "count" or not table.is_valid:
        return _page(request, row, table, errors=table.wrong)
    try:
        with once(request):
            actions.change_sites(
                row,
                _wanted(request, deed, table.sites),
                version=_version(request),
                by=request.actor,
                at=request.at,
            )
    except AlreadyDoneError:
        messages.info(request, _("This was saved already; nothing was doubled."))
    except StaleError as stale:
        theirs = tuple(stale.theirs.items())
        return _page(request, row, table, errors=(str(stale),), theirs=theirs)
    except (DeedRefusedError, ValueError) as wrong:
        return _page(request, row, table, errors=(str(wrong),))
    else:
        messages.success(request, _("The plan is kept as a draft."))
    return redirect("planning:edit", patient, plan)


def count(request: PatientRequest, patient: UUID, plan: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Answer the map and the totals of what the table says; nothing is kept."""
    row = plan_or_404(request, plan)
    before = tuple(site_of(one) for one in row.sites.all())
    table = read(request.POST, before) if request.method == "POST" else rows_of(before)
    context = {**frame(request), **heading(row), **_counted(request, row, table)}
    return render(request, "planning/_counted.html", context)


def _version(request: PatientRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0


def _wanted(
    request: PatientRequest, deed: str, sites: tuple[NewSite, ...]
) -> tuple[NewSite, ...]:
    """Return the sites that a button leaves: mirrored, with one more, or as typed."""
    if deed in MIRRORS:
        return mirrored(sites, figures(), side=MIRRORS[deed])
    new = added(request.POST)
    return next_site(sites, figures(), new=new) if new else sites


def _page(
    request: PatientRequest,
    row: Plan,
    table: Sites,
    *,
    errors: tuple[str, ...] = (),
    theirs: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    counted = _counted(request, row, table)
    context = {
        **frame(request),
        **heading(row),
        **counted,
        **last_time(row, request),
        "errors": errors,
        "theirs": theirs,
        "table": table,
        "ticket": new_ticket(),
        "muscles": _muscles(),
        "sides": [(key, SIDES[key]) for key in ("left", "right", "middle")],
        "depths": list(DEPTHS.items()),
        "figures": _figures(),
    }
    status = UNPROCESSABLE if errors else 200
    return render(request, "planning/edit.html", context, status=status)


def _counted(request: PatientRequest, row: Plan, table: Sites) -> dict[str, Any]:
    """Return map and totals; or why they cannot be had, with those kept last."""
    content = content_of(row)
    try:
        counted = _count(request, row, table)
    except InputError as wrong:
        kept = queries.counted_content(content, request.person, today=day_here(request))
        return {**live(row, kept, content.sites), "uncounted": str(wrong), "step": 1}
    shown = live(row, counted, table.sites)
    return {**shown, "uncounted": "; ".join(table.wrong), "step": _step(counted)}


def _count(request: PatientRequest, row: Plan, table: Sites) -> Counted:
    content = attrs.evolve(content_of(row), sites=table.sites)
    return queries.counted_content(content, request.person, today=day_here(request))


def _step(counted: Counted) -> str:
    """Return the units that one graduation of the syringe holds."""
    if counted.preparation is None:
        return "1"
    strength = counted.preparation.concentration.units_per_ml
    units = ONE_ML_SYRINGE.graduation_ml * strength.numerator / strength.denominator
    return f"{units.normalize():f}"


def _muscles() -> list[tuple[str, str]]:
    drawn = {muscle for figure in figures().values() for muscle in figure.muscles}
    names = [(key, say(library().muscles[key].name)) for key in drawn]
    return sorted(names, key=lambda one: one[1])


def _figures() -> list[tuple[str, str]]:
    said = language()
    return [(key, one.title.in_language(said)) for key, one in figures().items()]
