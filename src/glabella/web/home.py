"""The start page of each role, what a refusal says, and the address of monitoring."""

from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.web import portal_gate
from glabella.web.closed import ClosedRecordError
from glabella.web.context import frame


def home(request: HttpRequest) -> HttpResponse:
    """Send somebody to the first page their role opens."""
    rows = frame(request).get("navigation") or []
    return redirect(rows[0]["url"] if rows else reverse("usersessions_list"))


def health(_request: HttpRequest) -> HttpResponse:
    """Say that the server answers and the database too; nothing about anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a page is closed, and offer the glass where that is somebody's right."""
    if not isinstance(exception, ClosedRecordError):
        _tell_of_refusal(request, None)
        page = "portal/refused.html" if portal_gate.is_inside(request) else "403.html"
        return render(request, page, status=403)
    _tell_of_refusal(request, exception.card)
    values = {
        "card": exception.card,
        "may_break_glass": exception.may_break_glass,
        "next": request.get_full_path(),
    }
    return render(request, "accounts/closed_record.html", values, status=403)


def _tell_of_refusal(request: HttpRequest, card: UUID | None) -> None:
    """Put an attempt at a closed page on the trail, if somebody is signed in."""
    actor: Actor | None = getattr(request, "actor", None)
    match = request.resolver_match
    if actor is None or match is None:
        return
    at = request.at  # type: ignore[attr-defined]  # set by the access middleware
    record(f"refused {match.view_name}"[:80], by=actor, at=at, patient=card)
