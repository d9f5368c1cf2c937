"""What must hold of a session before any page: age, idleness, password, second factor.

A screen left alone locks itself; the next page asks for the password and goes on where
one was. A form sent from a locked screen is not saved, and the answer says so and how
to send it again: nothing that somebody typed goes missing without a word.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from glabella.clinic.accounts.queries import has_second_factor
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import SECOND_FACTOR
from glabella.clinic.accounts.standing import Standing

READING = frozenset({"GET", "HEAD", "OPTIONS"})
BEGUN, SEEN = "begun_at", "seen_at"  # seconds since 1970, in the session
KEEP_SEEN_EVERY = 60  # seconds; each time costs a write
JUST_NOW = timedelta(minutes=5)

UNLOCKING = frozenset(
    {"account_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}
)
CHANGING_PASSWORD = frozenset({"account_change_password", "account_logout"})
SETTING_UP = UNLOCKING | {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "account_change_password",
}


def begin(request: HttpRequest) -> None:
    """Start the clock of a session."""
    now = _moment(request).timestamp()
    request.session[BEGUN] = request.session[SEEN] = now


def has_just_signed_in(request: HttpRequest) -> bool:
    """Return whether the session is but a few minutes old."""
    begun = request.session.get(BEGUN)
    if begun is None:
        return False
    return _moment(request) - datetime.fromtimestamp(begun, UTC) < JUST_NOW


def stop_at_age_or_lock(request: StaffRequest, name: str) -> HttpResponse | None:
    """Answer for a session that is too old, or was left alone; None lets it go on."""
    if BEGUN not in request.session:  # opened by other means than the sign-in page
        begin(request)
    if _since(request, request.session[BEGUN]) > _hours():
        get_adapter(request).logout(request)
        messages.info(request, _("Your session has ended for the day. Sign in again."))
        return ask(request, "account_login", can_resend=False)
    awake = max(request.session[SEEN], _last_unlocked(request))
    if _since(request, awake) <= timedelta(minutes=settings.GLABELLA_IDLE_MINUTES):
        _keep_seen(request)
        return None
    if name in UNLOCKING:
        return None
    return ask(request, "account_reauthenticate", can_resend=True)


def stop_before_set_up(
    request: StaffRequest, standing: Standing, name: str
) -> HttpResponse | None:
    """Answer for an account that must first set a password or a second factor."""
    if request.user.has_one_time_password and name not in CHANGING_PASSWORD:
        messages.info(request, _("Set a password of your own before you go on."))
        return _set_up(request, "account_change_password")
    if name in SETTING_UP or not _lacks_second_factor(request, standing):
        return None
    messages.info(request, _("Your role needs a second factor. Set one up to go on."))
    return _set_up(request, "mfa_index")


def ask(request: HttpRequest, page: str, *, can_resend: bool) -> HttpResponse:
    """Send somebody to a page that asks who they are, and back afterwards.

    A form is not saved and not thrown away either: its answer says what to do.

    Args:
        request: What was asked for.
        page: The address by name that asks.
        can_resend: Loading the answer again sends the form again, as typed.
    """
    htmx = bool(getattr(request, "htmx", False))
    if request.method in READING:
        address = f"{reverse(page)}?{urlencode({'next': _place(request)})}"
        return HttpResponseClientRedirect(address) if htmx else redirect(address)
    values = {"address": reverse(page), "can_resend": can_resend and not htmx}
    if not htmx:
        return render(request, "accounts/not_sent.html", values, status=403)
    # Put above the form, which keeps what was typed.
    response = render(request, "accounts/_not_sent.html", values)
    response["HX-Retarget"], response["HX-Reswap"] = "#content", "afterbegin"
    return response


def _set_up(request: HttpRequest, page: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse(page))
    return redirect(page)


def _place(request: HttpRequest) -> str:
    """Return the page somebody looks at; a part of it is not a place to go back to."""
    shown = str(request.headers.get("HX-Current-URL", ""))
    if not shown:
        return request.get_full_path()
    parts = urlsplit(shown)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _lacks_second_factor(request: StaffRequest, standing: Standing) -> bool:
    if settings.GLABELLA_SECOND_FACTOR != "required":
        return False
    if not standing.roles & SECOND_FACTOR:
        return False
    records = get_authentication_records(request, request.user)
    if any(one.get("method") == "mfa" for one in records):
        return False
    return not has_second_factor(request.user.id)


def _last_unlocked(request: StaffRequest) -> float:
    records = get_authentication_records(request, request.user)
    times = [float(one["at"]) for one in records if one.get("reauthenticated")]
    return max(times, default=0.0)


def _keep_seen(request: StaffRequest) -> None:
    """Note that somebody is there, at most once a minute."""
    if _since(request, request.session[SEEN]).total_seconds() < KEEP_SEEN_EVERY:
        return
    request.session[SEEN] = request.at.timestamp()
    rows = UserSession.objects.filter(session_key=request.session.session_key)
    rows.update(last_seen_at=request.at)


def _since(request: StaffRequest, then: float) -> timedelta:
    return request.at - datetime.fromtimestamp(then, UTC)


def _hours() -> timedelta:
    return timedelta(hours=settings.GLABELLA_SESSION_HOURS)


def _moment(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]  # see accounts.request
    return at
