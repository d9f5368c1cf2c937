"""Calendars to look into: where staff make and revoke them, and how programs read."""

from datetime import UTC
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from glabella.clinic.accounts.origin import line_of
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.booking import feeds as deeds
from glabella.clinic.booking.models import Feed
from glabella.clinic.practice.models import Outlet, Staff

MANAGERS = frozenset({Role.ADMINISTRATOR, Role.LEAD_CLINICIAN})


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Hand a calendar out to whoever has its address; the same words for all others."""
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    if not deeds.may_ask(line_of(request), at=at):
        answer = _refused(HTTPStatus.TOO_MANY_REQUESTS)
        answer["Retry-After"] = "3600"
        return answer
    found = deeds.shown_feed(secret, at=at)
    if found is None:
        return _refused(HTTPStatus.NOT_FOUND)
    seconds = int(found.changed_at.astimezone(UTC).timestamp())
    response = HttpResponse(found.body, content_type="text/calendar; charset=utf-8")
    etag = f'"{found.digest}"'
    response["ETag"] = etag
    response["Last-Modified"] = http_date(seconds)
    # Kept by the program that asked alone, and asked about anew each time.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="appointments.ics"'
    kept = get_conditional_response(
        request, etag=etag, last_modified=seconds, response=response
    )
    return kept if kept is not None else response


def _refused(status: HTTPStatus) -> HttpResponse:
    """Return a refusal that names no address: the framework would log the secret."""
    answer = HttpResponse(
        status.phrase, status=status, content_type="text/plain; charset=utf-8"
    )
    # Read by the framework before it logs.
    setattr(answer, "_has_been_logged", True)  # noqa: B010 no type knows this name
    return answer


def feeds(request: StaffRequest) -> HttpResponse:
    """Show the calendars of the one who asks, and of this outlet to who manages it."""
    return _page(request)


@require_POST
def make_feed(request: StaffRequest) -> HttpResponse:
    """Make a calendar and show its address this once."""
    staff = Staff.objects.filter(user_id=request.user.id).first()
    of_outlet = request.POST.get("of") == "outlet"
    if (of_outlet and not _may_manage(request)) or not (of_outlet or staff):
        raise Http404("there is nothing to make a calendar of")
    try:
        with once(request):
            _row, secret = deeds.make_feed(
                staff=None if of_outlet or staff is None else staff.id,
                outlet=request.outlet if of_outlet else None,
                by=request.actor,
                at=request.at,
            )
    except AlreadyDoneError:
        messages.info(request, _("This was saved already; nothing was doubled."))
        return redirect("booking:feeds")
    address = settings.GLABELLA_ADDRESS + reverse("booking:feed", args=[secret])
    return _page(request, address=address, of_outlet=of_outlet)


@require_POST
def revoke_feed(request: StaffRequest, feed: UUID) -> HttpResponse:
    """Close a calendar; its address is answered no more."""
    row = get_object_or_404(Feed.objects.select_related("staff"), id=feed)
    is_mine = row.staff is not None and row.staff.user_id == request.user.id
    is_here = row.outlet_id == request.outlet and row.outlet_id is not None
    if not is_mine and not (is_here and _may_manage(request)):
        raise Http404("there is no such calendar here")
    try:
        with once(request):
            deeds.revoke_feed(row.id, by=request.actor, at=request.at)
    except AlreadyDoneError:
        messages.info(request, _("This was saved already; nothing was doubled."))
    else:
        messages.success(request, _("Closed: its address is answered no more."))
    return redirect("booking:feeds")


def _page(
    request: StaffRequest, *, address: str = "", of_outlet: bool = False
) -> HttpResponse:
    staff = Staff.objects.filter(user_id=request.user.id).first()
    manages = _may_manage(request)
    here = request.outlet
    place = Outlet.objects.filter(id=here).first() if here is not None else None
    context = {
        "mine": deeds.running_feeds(staff=staff.id if staff else None, outlet=None),
        "theirs": deeds.running_feeds(staff=None, outlet=request.outlet)
        if manages
        else [],
        "has_staff": staff is not None,
        "may_manage": manages,
        "place": place,
        "address": address,
        "of_outlet": of_outlet,
        "ticket": new_ticket(),
    }
    return render(request, "booking/feeds.html", context)


def _may_manage(request: StaffRequest) -> bool:
    return bool(request.standing.roles_at([request.outlet]) & MANAGERS)
