"""Tags of the portal's frame: the places one may go to, and whom to call."""

from typing import Any

from django import template
from django.urls import reverse

from glabella.clinic.portal.navigation import places_for
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.public.queries import help_in
from glabella.clinic.public.words import country

register = template.Library()
# On a phone so many places stand at the bottom; the others are behind "More".
AT_THE_BOTTOM = 4


@register.simple_tag(takes_context=True)
def portal_places(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the places of whoever is inside, the current one marked."""
    request: PortalRequest = context["request"]
    if not hasattr(request, "door"):
        return []  # a page of the portal for somebody who is outside
    places = places_for(request.grants, is_proxy=request.proxy is not None)
    found = []
    for number, one in enumerate(places):
        url = reverse(one.name)
        found.append(
            {
                "label": one.label,
                "icon": one.icon,
                "url": url,
                "current": request.path == url,
                "is_further": number >= AT_THE_BOTTOM,
            }
        )
    return found


@register.simple_tag(takes_context=True)
def portal_help(context: dict[str, Any]) -> dict[str, Any] | None:
    """Return whom to call in the country of the outlet; None if nobody is on file."""
    request: PortalRequest = context["request"]
    door = getattr(request, "door", None)
    return country(help_in(door.outlet.profile)) if door else None
