"""One's own curve: seen, hidden, printed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from glabella.clinic.checkin import actions, queries
from glabella.clinic.checkin.curve import own_curve
from glabella.clinic.checkin.views.shown import call, home_outlet, language_now
from glabella.clinic.followup.pictures import picture_of
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.practice.queries import today_at


@never_cache
def curve(request: PortalRequest) -> HttpResponse:
    """Show the curve beside whom to talk to; or only the latter, if it is hidden."""
    is_proxy = request.proxy is not None
    if request.method == "POST" and not is_proxy:
        actions.choose_curve(
            request.person,
            is_hidden="hide" in request.POST,
            by=request.actor,
            at=request.at,
        )
        return redirect("checkin:curve")
    card = request.person.patient
    is_hidden = queries.is_curve_hidden(request.person)
    on = today_at(home_outlet(request), at=request.at)
    chart = None
    if not is_hidden:
        chart = own_curve(request.person, on=on, language=language_now())
    context = {
        "picture": picture_of(chart),
        "is_hidden": is_hidden,
        "is_proxy": is_proxy,
        "name": f"{card.given_names} {card.family_name}",
        "on": on,
        **call(request),
    }
    return render(request, "checkin/curve.html", context)
