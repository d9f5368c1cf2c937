"""What the pages of a plan share: the plan itself, its band and tabs, its count."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.planning import queries
from glabella.clinic.planning.answer import answer_of
from glabella.clinic.planning.counting import Counted
from glabella.clinic.planning.drawings import drawings
from glabella.clinic.planning.models import Plan
from glabella.clinic.planning.placing import PlaceNote
from glabella.clinic.planning.shown import shown
from glabella.clinic.planning.values import NewSite, order_of, site_of
from glabella.clinic.planning.words import (
    STATES,
    language,
    place,
    said_comparison,
    say,
)
from glabella.clinic.practice.knowledge import library


def plan_or_404(request: PatientRequest, key: UUID) -> Plan:
    """Return a plan of this person.

    Raises:
        Http404: If they have no such plan.
    """
    found = queries.plan_of(request.person, key)
    if found is None:
        raise Http404("this patient has no such plan")
    return found


def frame(request: PatientRequest) -> dict[str, Any]:
    """Return what every page of a patient's plans carries."""
    return {
        "header": header_of(request),
        "tabs": tabs_of(request, "plan"),
        "patient": request.person.patient,
        "today": day_here(request),
        "may_write": bool(request.roles & CLINICAL),
        "may_approve": bool(request.roles & PHYSICIANS),
    }


def name_of(plan: Plan) -> str:
    """Return what a plan is for: its protocols by name."""
    known = library().protocols
    orders = [order_of(row) for row in plan.orders]
    return " + ".join(
        say(known[one.protocol].name) if one.protocol in known else one.protocol
        for one in orders
    )


def heading(plan: Plan) -> dict[str, Any]:
    """Return how a plan is named, and where it stands."""
    word, tone, icon = STATES[plan.state]
    return {
        "plan": plan,
        "name": name_of(plan),
        "state_word": word,
        "state_tone": tone,
        "state_icon": icon,
    }


def live(plan: Plan, counted: Counted, sites: tuple[NewSite, ...]) -> dict[str, Any]:
    """Return the map and the totals of what a draft says now, saved or not."""
    return {
        "plan": plan,
        "count": shown(answer_of(counted), sites),
        "places": [_note(one) for one in counted.places],
        "landmarks": [
            {"what": one.what, "text": say(one.why)} for one in counted.landmarks
        ],
        "standing": counted.standing,
        "drawings": drawings(sites, language=language()),
        "print_url": reverse("planning:print", args=[plan.patient_id, plan.id]),
    }


def kept(plan: Plan) -> dict[str, Any]:
    """Return the map and the totals of a plan as they were kept."""
    rows = list(plan.sites.all())
    sites = tuple(map(site_of, rows))
    return {
        **heading(plan),
        "count": shown(plan.answer, sites),
        "rows": [_row(row) for row in rows],
        "standing": list(plan.confirmed.all()),
        "drawings": drawings(rows, language=language(), is_live=False),
    }


def last_time(plan: Plan, request: PatientRequest) -> dict[str, Any]:
    """Return the difference to the session before, in words."""
    found = queries.comparison(plan, request.person)
    if found is None:
        return {"comparison": None}
    return {"comparison": found, "comparison_line": said_comparison(found)}


def _row(row: Any) -> dict[str, Any]:  # noqa: ANN401 a site, with a name for it
    return {"site": row, "name": place(row.muscle, row.side)}


def _note(one: PlaceNote) -> dict[str, str]:
    where = f"{place(one.site.muscle, one.site.side)} {one.site.point}"
    return {"where": where, "zone": say(one.zone.name) if one.zone else ""}
