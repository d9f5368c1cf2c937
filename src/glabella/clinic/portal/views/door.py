"""The entrance: a link, or a remembered device; and the ways out.

Whether a person or a link exists is told to nobody: the pages for a good and for a
useless link are the same until the date of birth fits.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.portal import actions
from glabella.clinic.portal.forms import BirthDateForm, UnlockForm
from glabella.clinic.portal.inside import (
    COOKIE,
    come_in,
    device_name,
    keep_cookie,
    visitor,
)
from glabella.clinic.portal.queries import is_too_often
from glabella.clinic.portal.tries import note_try
from glabella.clinic.portal.values import TRIES_AN_HOUR, Entry

NEUTRAL = "https://www.wikipedia.org/"
TOO_MANY, UNPROCESSABLE = 429, 422


def enter(request: HttpRequest) -> HttpResponse:
    """Ask a remembered device for the date of birth; tell others how to come in."""
    secret = request.COOKIES.get(COOKIE, "")
    if not secret:
        return render(request, "portal/enter.html")
    form = UnlockForm(request.POST or None)

    def unlock(cleaned: dict[str, Any], by: Actor) -> Entry:
        at = request.at  # type: ignore[attr-defined]  # set by the middleware
        return actions.use_device(secret, born=cleaned["born"], by=by, at=at)

    return _try(request, form, unlock, template="portal/unlock.html")


def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the date of birth that belongs to a link; looking uses nothing up."""
    form = BirthDateForm(request.POST or None)

    def use(cleaned: dict[str, Any], by: Actor) -> Entry:
        at = request.at  # type: ignore[attr-defined]  # set by the middleware
        return actions.use_link(token, born=cleaned["born"], by=by, at=at)

    return _try(request, form, use, template="portal/link.html")


def forget(request: HttpRequest) -> HttpResponse:
    """Let a device be asked for a link again, as if it had never been here."""
    response = redirect(reverse("portal:enter"))
    if request.method == "POST":
        response.delete_cookie(COOKIE)
    return response


def leave(request: HttpRequest) -> HttpResponse:
    """Close the session at once and show a page that says nothing about anybody.

    It answers a plain link too: a hasty exit must not ask.
    """
    request.session.flush()
    response = redirect(NEUTRAL)
    response["Clear-Site-Data"] = '"cache"'
    response["Cache-Control"] = "no-store"
    return response


def _try(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[dict[str, Any], Actor], Entry],
    *,
    template: str,
) -> HttpResponse:
    """Let somebody in whose date of birth fits, and count those whose does not."""
    if form.is_bound and form.is_valid():
        if _is_flooding(request, "try"):
            return _too_many(request)
        try:
            entry = deed(form.cleaned_data, visitor(request))
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _inside(request, entry, remember=form.cleaned_data.get("remember"))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template, {"form": form}, status=status)


def _inside(
    request: HttpRequest, entry: Entry, *, remember: bool | None
) -> HttpResponse:
    response = redirect(reverse("portal:home"))
    if remember:
        by, at = visitor(request), request.at  # type: ignore[attr-defined]  # set by the middleware
        token = actions.remember_device(entry, name=device_name(request), by=by, at=at)
        keep_cookie(response, token.secret)
    come_in(request, entry)
    return response


def _is_flooding(request: HttpRequest, kind: str) -> bool:
    """Count a try from this address; return whether there were too many."""
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    origin = visitor(request).origin
    if is_too_often(kind, origin, at=at, limit=TRIES_AN_HOUR):
        return True
    note_try(kind, origin, at=at)
    return False


def _too_many(request: HttpRequest) -> HttpResponse:
    words = _("There were too many attempts from here. Try again in an hour.")
    return render(request, "portal/too_many.html", {"words": words}, status=TOO_MANY)
