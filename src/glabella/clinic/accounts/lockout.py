"""The lock-out: who has failed too often from one address must wait.

The counting is that of axes. It is told of a failure with a bare request, because it
keeps the fields of a form, and those of a form that signs a record are clinical.
"""

from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest

from glabella.clinic.accounts.origin import address_of

_KEPT = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT", "PATH_INFO")


def name_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the sign-in name that an attempt was made for, folded.

    The sign-in library says "email", its form "login", and axes itself "username".
    """
    given = credentials or {}
    form = request.POST
    name = given.get("email") or given.get("username") or form.get("login") or ""
    return str(name).strip().lower()


def bare(request: HttpRequest) -> HttpRequest:
    """Return a request that says from where it came, and nothing of what was typed."""
    plain = HttpRequest()
    plain.method = request.method
    plain.META = {key: request.META[key] for key in _KEPT if key in request.META}
    return plain


def is_locked_out(request: HttpRequest, email: str) -> bool:
    """Return whether somebody must wait before the next attempt."""
    return not AxesProxyHandler.is_allowed(bare(request), {"email": email})


def count_failure(request: HttpRequest, email: str) -> bool:
    """Count a failed attempt; return whether it was one too many."""
    plain = bare(request)
    AxesProxyHandler.user_login_failed(
        count_failure, credentials={"email": email}, request=plain
    )
    return bool(getattr(plain, "axes_locked_out", False))


def forget_failures(request: HttpRequest, email: str) -> None:
    """Start again at nought after somebody has shown who they are."""
    AxesProxyHandler.reset_attempts(username=email, ip_address=address_of(request))


def minutes() -> int:
    """Return how long a lock lasts, for pages that say so."""
    return round(float(settings.AXES_COOLOFF_TIME) * 60)
