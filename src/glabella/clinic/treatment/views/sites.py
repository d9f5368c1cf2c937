"""The sites of a treatment: ticked at once or singly, changed, left out, added."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import answer_form, sent
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.treatment import actions
from glabella.clinic.treatment.forms import LeaveOutForm, NewSiteForm, SiteForm
from glabella.clinic.treatment.models import TreatedSite
from glabella.clinic.treatment.values import Change, NewSite
from glabella.clinic.treatment.views.pressing import (
    page_of,
    press,
    row_of,
    site_of,
    url_of,
)
from glabella.clinic.treatment.words import SIDES, muscle_name


def tick(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
    site: UUID,
) -> HttpResponse:
    """Tick a site as given as planned, or take that back."""
    row = row_of(request, treatment)
    one = site_of(row, site)

    def deed() -> None:
        actions.tick(
            one.id,
            given=request.POST.get("given", "yes") == "yes",
            version=_number(request.POST.get("version")),
            by=request.actor,
            at=request.at,
        )

    return press(request, deed, back=url_of(row, part="sites"))


def tick_all(request: PatientRequest, patient: UUID, treatment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Tick every open site as given as planned, of one figure or of all."""
    row = row_of(request, treatment)

    def deed() -> None:
        actions.tick_all(
            row.id,
            figure=request.POST.get("figure", ""),
            version=_number(request.POST.get("version")),
            by=request.actor,
            at=request.at,
        )

    return press(request, deed, back=url_of(row, part="sites"))


def _number(typed: str | None) -> int:
    """Return a version; what is no number is older than any."""
    return int(typed) if typed and typed.isdecimal() else 0


def change_site(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
    site: UUID,
) -> HttpResponse:
    """Write down what was given instead."""
    row = row_of(request, treatment)
    one = site_of(row, site)
    before = {"units": one.units, "reason": one.reason, "version": one.version}
    form = SiteForm(sent(request), initial=before)

    def deed(data: dict[str, Any]) -> None:
        change = Change(data["units"], data["version"], data["reason"])
        actions.change_site(one.id, change, by=request.actor, at=request.at)

    title = _("Change %(site)s") % {"site": named(one)}
    page = page_of(request, row, title, _("Keep"), done=_("Kept."))
    return answer_form(request, form, deed=deed, page=page)


def leave_out(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
    site: UUID,
) -> HttpResponse:
    """Say that a site was not injected."""
    row = row_of(request, treatment)
    one = site_of(row, site)
    form = LeaveOutForm(sent(request), initial={"version": one.version})

    def deed(data: dict[str, Any]) -> None:
        actions.leave_out(one.id, **data, by=request.actor, at=request.at)

    title = _("Leave out %(site)s") % {"site": named(one)}
    page = page_of(request, row, title, _("Leave out"), done=_("Left out."))
    return answer_form(request, form, deed=deed, page=page)


def add_site(request: PatientRequest, patient: UUID, treatment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Add a site that the plan does not have."""
    row = row_of(request, treatment)

    def deed(data: dict[str, Any]) -> None:
        actions.add_site(row.id, NewSite(**data), by=request.actor, at=request.at)

    page = page_of(request, row, _("Add a site"), _("Add"), done=_("Added."))
    return answer_form(request, NewSiteForm(sent(request)), deed=deed, page=page)


def named(one: TreatedSite) -> str:
    """Return a site in words: muscle, side, and which of its points."""
    name = f"{muscle_name(one.muscle)}, {SIDES[one.side]}"
    return f"{name} {one.point}" if one.point else name
