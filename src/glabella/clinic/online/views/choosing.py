"""Choose a place, a kind and a time; then say who you are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glabella.clinic.accounts.origin import line_of
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.choices import (
    LOOK,
    Wish,
    alternatives,
    first_free,
    free_days,
    moment_in,
    slot_at,
)
from glabella.clinic.online import actions, queries
from glabella.clinic.online.forms import DetailsForm
from glabella.clinic.online.values import (
    ASKS_AN_HOUR,
    CODES_A_CONTACT,
    NewAsking,
)
from glabella.clinic.portal.inside import visitor
from glabella.clinic.practice.queries import today_at
from glabella.clinic.public.actions import find, knock

KEY = "asking"  # in the session
CHECK = "check_code"  # likewise: which answers a code opened
TOO_MANY, UNPROCESSABLE = 429, 422


@attrs.frozen
class Time:
    """One free time, and the address to take it."""

    at: datetime
    url: str


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Show where somebody may book what; elsewhere, whom to call.

    The self-check sends its code here, in a form and never in an address.
    """
    if request.method == "POST" and "code" in request.POST:
        return _with_code(request)
    context = {"places": queries.places(at=_at(request)), "has_code": _found(request)}
    return render(request, "online/ask.html", context)


def _with_code(request: HttpRequest) -> HttpResponse:
    at = _at(request)
    if not knock("ask_code", line_of(request), limit=ASKS_AN_HOUR, at=at):
        return too_many(request)
    found = find(request.POST["code"], at=at)
    request.session[CHECK] = str(found) if found else ""
    return redirect("online:ask")


@never_cache
def days(request: HttpRequest, outlet: UUID, service: UUID) -> HttpResponse:
    """Show the days with free time; at first those from the first free day on."""
    wish = _wish(request, outlet, service)
    asked = _day(request.GET.get("from", ""))
    first = asked or first_free(wish)
    if first and first > wish.last:
        first = None  # so far ahead nothing is free
    found = free_days(wish, first=first) if first else []
    url = reverse("online:details", args=[outlet, service])
    later = max(first, wish.first) + timedelta(days=LOOK) if first else wish.last
    context = {
        "outlet": wish.outlet,
        "service": wish.service,
        "days": [
            (day.on, [Time(one, f"{url}?{_start(one)}") for one in day.times])
            for day in found
        ],
        "later": later if first and later <= wish.last else None,
        "from_start": bool(asked),
    }
    return render(request, "online/days.html", context)


@never_cache
def details(request: HttpRequest, outlet: UUID, service: UUID) -> HttpResponse:
    """Ask who somebody is; then keep the time and send a code."""
    wish = _wish(request, outlet, service)
    sent = request.POST if request.method == "POST" else None
    start = moment_in((sent or request.GET).get("start", ""))
    if start is None:
        return redirect("online:days", outlet, service)
    form = DetailsForm(
        sent,
        today=today_at(wish.outlet, at=wish.at),
        region=wish.outlet.profile,
        takes_numbers=queries.has_text_messages(),
    )
    if sent is None or not form.is_valid():
        return _details(request, wish, start, form=form)
    return _keep(request, wish, start, form=form)


def _keep(
    request: HttpRequest, wish: Wish, start: datetime, *, form: DetailsForm
) -> HttpResponse:
    data = form.cleaned_data
    if not _may_ask(request, data["contact"].value):
        return too_many(request)
    handover = _handover(request, data)
    if data["check_code"] and handover is None:
        form.add_error("check_code", _("This code opens nothing. Check it."))
        return _details(request, wish, start, form=form)
    new = NewAsking(
        outlet=wish.outlet.id,
        service=wish.service.id,
        starts_at=start,
        who=form.named(get_language() or "en"),
        contact=data["contact"],
        may_write=data["may_write"],
        wants_portal=data["wants_portal"] == "yes",
        handover=handover,
    )
    _forget_before(request)
    try:
        row = actions.ask(new, by=visitor(request), at=wish.at)
    except DeedRefusedError as refusal:
        form.add_error(None, str(refusal))
        return _details(request, wish, start, form=form)
    request.session[KEY] = str(row.id)
    return redirect("online:confirm")


def _details(
    request: HttpRequest, wish: Wish, start: datetime, *, form: DetailsForm
) -> HttpResponse:
    """Show the form; a time that is gone comes with others, nothing typed is lost."""
    is_free = slot_at(wish, start) is not None
    others: Sequence[datetime] = () if is_free else alternatives(wish, start)
    context = {
        "form": form,
        "outlet": wish.outlet,
        "service": wish.service,
        "start": start.astimezone(wish.zone),
        "is_free": is_free,
        "others": others,
        "has_code": _found(request),
    }
    status = 200 if is_free and not form.errors else UNPROCESSABLE
    return render(request, "online/details.html", context, status=status)


def _may_ask(request: HttpRequest, contact: str) -> bool:
    at = _at(request)
    here = knock("ask", line_of(request), limit=ASKS_AN_HOUR, at=at)
    return here and knock("ask_contact", contact, limit=CODES_A_CONTACT, at=at)


def _handover(request: HttpRequest, data: Mapping[str, Any]) -> UUID | None:
    """Return the answers of a code typed here, or of one that was brought along."""
    if data["check_code"]:
        return find(data["check_code"], at=_at(request))
    kept = request.session.get(CHECK, "")
    return UUID(kept) if kept else None


def _forget_before(request: HttpRequest) -> None:
    """Give a time back that this browser had asked for before."""
    before = request.session.get(KEY)
    if before:
        actions.give_up(UUID(before), by=visitor(request), at=_at(request))


def _found(request: HttpRequest) -> bool:
    return bool(request.session.get(CHECK))


def _wish(request: HttpRequest, outlet: UUID, service: UUID) -> Wish:
    found = queries.offered(outlet, service)
    if found is None:
        raise Http404("this cannot be booked here")
    timezone.activate(ZoneInfo(found[0].time_zone))
    return Wish(service=found[1], outlet=found[0], at=_at(request))


def _day(text: str) -> date | None:
    """Return a day from an address; None if it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that somebody asked too often, and whom to call."""
    context = {"places": queries.places(at=_at(request))}
    return render(request, "online/too_many.html", context, status=TOO_MANY)


def _start(at: datetime) -> str:
    return urlencode({"start": at.isoformat()})


def _at(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]  # set by the middleware
    return at
