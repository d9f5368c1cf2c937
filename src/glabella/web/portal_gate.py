"""The gate of the portal: who came in, whether the door still stands, and the trail.

It knows nothing of accounts of staff: no role opens a page of the portal, and whoever
is inside the portal opens no page of staff.
"""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from glabella.clinic.accounts.origin import address_of
from glabella.clinic.accounts.rules import Rule
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.portal.doors import (
    grants_of,
    is_from_before_the_check,
    person_behind,
)
from glabella.clinic.portal.inside import begun_at, entry_of
from glabella.clinic.portal.models import Device, Door
from glabella.clinic.portal.queries import running_proxy, standing_door
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.portal.values import Entry

ENTRANCE = "portal:enter"


def let_in(request: PortalRequest, rule: Rule) -> HttpResponse | None:
    """Let a patient or proxy through, or send them to the entrance."""
    entry = entry_of(request, at=request.at)
    door = standing_door(entry) if entry else None
    if entry is None or door is None:
        return _to_the_entrance(request)
    if is_from_before_the_check(door, begun=begun_at(request)):
        request.session.flush()
        return _to_the_entrance(request)
    _introduce(request, entry, door)
    if not _is_granted(request, rule.grant):
        raise PermissionDenied("this was not granted to you")
    return None


def tell_the_trail(request: PortalRequest) -> None:
    """Put what somebody in the portal has read on the trail."""
    match = request.resolver_match
    if match is None:
        return
    about = [value for value in match.kwargs.values() if isinstance(value, UUID)]
    deed = f"read {match.view_name}"
    patient = request.person.id
    record(deed, by=request.actor, at=request.at, patient=patient, about=about)


def is_inside(request: HttpRequest) -> bool:
    """Return whether the gate has let this request through."""
    return hasattr(request, "door")


def was_read(response: HttpResponseBase) -> bool:
    """Return whether an answer showed a page, or a refused form with the page."""
    return response.status_code in {200, 422} and not response.has_header("HX-Redirect")


def _is_granted(request: PortalRequest, grant: str) -> bool:
    """Return whether a page is open: its grant, or the person alone where none is."""
    return grant in request.grants if grant else request.proxy is None


def _introduce(request: PortalRequest, entry: Entry, door: Door) -> None:
    who = person_behind(door)
    if who is None:
        raise PermissionDenied("there is no such person")
    request.person, request.door = who, door
    request.proxy = running_proxy(entry.proxy) if entry.proxy else None
    device = entry.device
    request.device = Device.objects.filter(id=device).first() if device else None
    request.grants = grants_of(door, request.proxy)
    request.outlet = door.outlet_id
    request.actor = Actor(
        user=None,
        kind="patient",
        role="proxy" if request.proxy else "self",
        origin=address_of(request),
        purpose="portal",
        outlet=door.outlet_id,
    )
    timezone.activate(ZoneInfo(door.outlet.time_zone))


def _to_the_entrance(request: PortalRequest) -> HttpResponse:
    address = reverse(ENTRANCE)
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return redirect(address)
