"""What the screens of the assessment share: the visit of the day, and page frames."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage
from glabella.clinic.assessment import queries
from glabella.clinic.assessment.shows import urgent_rows
from glabella.clinic.assessment.visits import Visit, visit
from glabella.clinic.assessment.words import FAMILIES
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import outlet
from glabella.clinic.record.duty import home_of
from glabella.core.facts import Fact
from glabella.core.urgent import urgent_findings


def place_of(request: PatientRequest) -> Outlet:
    """Return the outlet one works in; else that which looks after the patient."""
    if request.outlet is not None:
        return outlet(request.outlet)
    return home_of(request.person.id, by=request.actor)


def visit_of(request: PatientRequest) -> Visit:
    """Return the patient as the protocols see them here today."""
    return visit(request.person, outlet=place_of(request), on=day_here(request))


def page_context(request: PatientRequest, seen: Visit) -> dict[str, Any]:
    """Return what stands above every page: whose it is, and what is urgent."""
    rules, catalogue = seen.library.urgent, seen.library.catalogue
    found = urgent_findings(rules, seen.facts)
    silent = dict.fromkeys(rule.family for rule in queries.unasked(seen))
    item = seen.facts.lookup("suicide_item_positive")
    return {
        "header": header_of(request),
        "tabs": tabs_of(request, "assess"),
        "who": request.person.id,
        "today": seen.on,
        "urgent": urgent_rows(found, queries.raised(request.person), catalogue),
        "is_suicidality": any(one.rule.family == "suicidality" for one in found),
        "unasked": [(key, FAMILIES.get(key, key)) for key in silent],
        "has_negative_item": isinstance(item, Fact) and item.value is False,
    }


def form_page(
    request: PatientRequest,
    title: str,
    button: str,
    **given: Any,  # noqa: ANN401 fields of the frame, checked by it
) -> FormPage:
    """Return the frame of a form; it leads back to the assessment."""
    back = reverse("assessment:overview", args=[request.person.id])
    words: dict[str, Any] = {"back": back, "done": _("Kept."), **given}
    return FormPage(title=title, button=button, header=header_of(request), **words)


def outlet_here(request: PatientRequest) -> Outlet:
    """Return the outlet one works in, for a deed that belongs to one.

    Raises:
        DeedRefusedError: If one works at none.
    """
    if request.outlet is None:
        raise DeedRefusedError(
            _("you work at no outlet."), mending=_("Choose one at the top.")
        )
    return outlet(request.outlet)
