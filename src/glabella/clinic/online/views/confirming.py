"""The code that proves the contact, and what was booked."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from glabella.clinic.accounts.origin import line_of
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.models import Appointment
from glabella.clinic.messages.leaving import absolute
from glabella.clinic.online import actions, queries
from glabella.clinic.online.actions import Booked
from glabella.clinic.online.forms import ConfirmForm
from glabella.clinic.online.models import Asking
from glabella.clinic.online.values import CODES_A_CONTACT, SHOWN_FOR, TRIES_AN_HOUR
from glabella.clinic.online.views.choosing import KEY, UNPROCESSABLE, too_many
from glabella.clinic.portal import inside as portal
from glabella.clinic.portal.inside import come_in, visitor
from glabella.clinic.public.actions import knock

BOOKED = "booked"  # in the session: the appointment, and when it was shown first


@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the right one books."""
    row = _asking(request)
    if row is None:
        return redirect("online:booked")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        at = _at(request)
        if not knock("ask_try", line_of(request), limit=TRIES_AN_HOUR, at=at):
            return too_many(request)
        link = absolute(reverse("portal:enter"))
        code, by = form.cleaned_data["code"], visitor(request)
        try:
            done = actions.confirm(row.id, code, link=link, by=by, at=at)
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _inside(request, done)
    return _page(request, row, form)


@never_cache
def again(request: HttpRequest) -> HttpResponse:
    """Send a new code in place of the one before."""
    row = _asking(request)
    if row is None or request.method != "POST":
        return redirect("online:confirm")
    at = _at(request)
    if not knock("ask_contact", row.contact, limit=CODES_A_CONTACT, at=at):
        return too_many(request)
    actions.send_again(row.id, by=visitor(request), at=at)
    return _page(request, row, ConfirmForm(), is_new=True)


def give_up(request: HttpRequest) -> HttpResponse:
    """Give the time back and start anew."""
    row = _asking(request)
    if row is not None and request.method == "POST":
        actions.give_up(row.id, by=visitor(request), at=_at(request))
        del request.session[KEY]
    return redirect("online:ask")


@never_cache
def booked(request: HttpRequest) -> HttpResponse:
    """Show what this browser has booked, for a while."""
    kept = request.session.get(BOOKED)
    at = _at(request)
    if portal.locked(request, at=at) is not None:
        return redirect("portal:enter")  # it belongs to the pages that were locked
    if not kept or at - datetime.fromtimestamp(kept["at"], UTC) > SHOWN_FOR:
        return redirect("online:ask")
    rows = Appointment.objects.select_related("outlet", "service")
    row = rows.get(id=UUID(kept["id"]))
    timezone.activate(ZoneInfo(row.outlet.time_zone))
    context = {
        "row": row,
        "start": row.starts_at,
        "is_inside": kept["is_inside"],
    }
    return render(request, "online/booked.html", context)


def _inside(request: HttpRequest, done: Booked) -> HttpResponse:
    if done.entry is not None:
        come_in(request, done.entry)  # a new session: nothing goes over into it
    else:
        request.session.flush()
    request.session[BOOKED] = {
        "id": str(done.appointment.id),
        "at": _at(request).timestamp(),
        "is_inside": done.entry is not None,
    }
    return redirect("online:booked")


def _page(
    request: HttpRequest, row: Asking, form: ConfirmForm, *, is_new: bool = False
) -> HttpResponse:
    timezone.activate(ZoneInfo(row.hold.outlet.time_zone))
    context = {
        "form": form,
        "row": row,
        "start": row.hold.starts_at,
        "until": row.expires_at,
        "is_new": is_new,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "online/confirm.html", context, status=status)


def _asking(request: HttpRequest) -> Asking | None:
    key = request.session.get(KEY)
    return queries.running(UUID(key), at=_at(request)) if key else None


def _at(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]  # set by the middleware
    return at
