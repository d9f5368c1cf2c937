"""The first page inside the portal: what is next, whom to call, which devices."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from glabella.clinic.booking.queries import visits_of
from glabella.clinic.portal import actions, queries
from glabella.clinic.portal.request import PortalRequest

OVER = frozenset({"cancelled", "no_show"})


def home(request: PortalRequest) -> HttpResponse:
    """Show the coming appointments and how to reach the practice."""
    visits = visits_of(request.person.ids)
    coming = [
        one
        for one in reversed(visits)
        if one.ends_at >= request.at and one.state not in OVER
    ]
    is_proxy = request.proxy is not None
    context = {
        "coming": coming,
        "outlet": request.door.outlet,
        "is_proxy": is_proxy,
        "devices": [] if is_proxy else queries.devices(request.door.id),
    }
    return render(request, "portal/home.html", context)


def forget_mine(request: PortalRequest, device: UUID) -> HttpResponse:
    """Forget a device of one's own; whoever holds it is outside at the next step."""
    if device not in {row.id for row in queries.devices(request.door.id)}:
        raise Http404("this device is not remembered")
    if request.method == "POST":
        door = request.door.id
        actions.revoke_device(device, door=door, by=request.actor, at=request.at)
    return redirect("portal:home")
