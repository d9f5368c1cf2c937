"""The entrance: a link, a remembered device, the lock; and the ways out.

Whether a person or a link exists is told to nobody: the pages for a good and for a
useless link are the same until the date of birth fits.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import attrs
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glabella.clinic.accounts.origin import line_of
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.portal import actions, inside, queries
from glabella.clinic.portal.forms import AskForm, BirthDateForm, UnlockForm
from glabella.clinic.portal.inside import come_in, visitor
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.portal.tries import is_too_often, note_try, take_back
from glabella.clinic.portal.values import ASKS_A_CONTACT, TRIES_AN_HOUR, Entry

NEUTRAL = "https://www.wikipedia.org/"
NOTHING, TOO_MANY, UNPROCESSABLE = 204, 429, 422


@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Ask who is known here for the date of birth; tell others how to come in."""
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    entry = inside.locked(request, at=at)
    if entry is not None:
        return _unlock(request, entry)
    secret = inside.device_secret(request)
    if not secret:
        return render(request, "portal/enter.html")
    form = UnlockForm(request.POST or None)

    def use(cleaned: dict[str, Any], by: Actor) -> Entry:
        return actions.use_device(secret, born=cleaned["born"], by=by, at=at)

    return _try(request, form, use, template="portal/unlock.html")


def _unlock(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Open a session again that was locked, at the page where it was left."""
    form = UnlockForm(request.POST or None)
    at = request.at  # type: ignore[attr-defined]  # set by the middleware

    def use(cleaned: dict[str, Any], by: Actor) -> Entry:
        try:
            actions.unlock(entry, born=cleaned["born"], by=by, at=at)
        except DeedRefusedError:
            inside.count_wrong_date(request)
            raise
        return entry

    return _try(request, form, use, template="portal/locked.html")


@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the date of birth that belongs to a link; looking uses nothing up."""
    form = BirthDateForm(request.POST or None)

    def use(cleaned: dict[str, Any], by: Actor) -> Entry:
        at = request.at  # type: ignore[attr-defined]  # set by the middleware
        return actions.use_link(token, born=cleaned["born"], by=by, at=at)

    return _try(request, form, use, template="portal/link.html")


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Take the wish for a new link; the answer is the same for everybody.

    Nothing is looked up here, so that not even the time tells whether somebody exists.
    """
    form = AskForm(request.POST or None)
    if not (form.is_bound and form.is_valid()):
        status = UNPROCESSABLE if form.errors else 200
        return render(request, "portal/ask.html", {"form": form}, status=status)
    if _knock(request, "ask") is None:
        return _too_many(request)
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    contact, born = form.cleaned_data["contact"], form.cleaned_data["born"]
    # With the date of birth: who knows the contact alone shuts nobody out.
    key = f"{contact.casefold()} {born}"
    is_enough = is_too_often("contact", key, at=at, limit=ASKS_A_CONTACT)
    note_try("contact", key, at=at)
    if not is_enough:
        actions.ask_for_link(contact, born=born, at=at)
    return redirect("portal:asked")


@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens now, in words that hold for everybody."""
    return render(request, "portal/asked.html")


def lock(request: PortalRequest) -> HttpResponse:
    """Lock the portal; the date of birth opens it again."""
    if request.method == "POST":
        inside.lock(request)
    return redirect("portal:enter" if request.method == "POST" else "portal:home")


def stay(request: PortalRequest) -> HttpResponse:
    """Keep the portal open while its page is in use; nothing is read."""
    is_in_use = request.method == "POST"
    return HttpResponse(status=NOTHING) if is_in_use else redirect("portal:home")


def forget(request: HttpRequest) -> HttpResponse:
    """Let a device be asked for a link again, as if it had never been here.

    Its secret opens nothing any more, also if somebody has copied it before.
    """
    response = redirect(reverse("portal:enter"))
    if request.method == "POST":
        row = queries.device_known_by(inside.device_secret(request))
        if row is not None:
            by = visitor(request)
            at = request.at  # type: ignore[attr-defined]  # set by the middleware
            actions.revoke_device(row.id, door=row.door_id, by=by, at=at)
        request.session.flush()
        inside.drop_cookie(response)
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def leave(request: HttpRequest) -> HttpResponse:
    """Close the session at once and show a page that says nothing about anybody.

    It answers a plain link too: a hasty exit must not ask.
    """
    request.session.flush()
    response = redirect(NEUTRAL)
    response["Clear-Site-Data"] = '"cache", "storage"'
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
        tried = _knock(request, "try")
        if tried is None:
            return _too_many(request)
        try:
            entry = deed(form.cleaned_data, visitor(request))
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            # Many may come in from one line; only those count who do not.
            take_back(tried)
            return _inside(request, entry, remember=form.cleaned_data.get("remember"))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template, {"form": form}, status=status)


def _inside(
    request: HttpRequest, entry: Entry, *, remember: bool | None
) -> HttpResponse:
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    was_locked = inside.locked(request, at=at) == entry
    begun = inside.begun(request) if was_locked else None
    way_back = inside.way_back(request) if was_locked else ""
    response = redirect(way_back or reverse("portal:home"))
    if remember:
        by = visitor(request)
        name = inside.device_name(request)
        token = actions.remember_device(entry, name=name, by=by, at=at)
        inside.keep_cookie(response, token.secret)
        # So that this session ends too when the device is forgotten.
        row = queries.device_known_by(token.secret)
        entry = attrs.evolve(entry, device=row.id if row else None)
    inside.speak(request, response, queries.language_behind(entry.door))
    come_in(request, entry, begun=begun)
    return response


def _knock(request: HttpRequest, kind: str) -> UUID | None:
    """Count a try from this line; None if there were too many."""
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    line = line_of(request)
    if is_too_often(kind, line, at=at, limit=TRIES_AN_HOUR):
        return None
    return note_try(kind, line, at=at)


def _too_many(request: HttpRequest) -> HttpResponse:
    words = _("There were too many attempts from here. Try again in an hour.")
    return render(request, "portal/too_many.html", {"words": words}, status=TOO_MANY)
