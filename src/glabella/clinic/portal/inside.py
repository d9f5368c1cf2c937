"""How somebody is let into the portal and out of it: the session and the cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from glabella.clinic.accounts.origin import address_of
from glabella.clinic.audit.actor import Actor
from glabella.clinic.portal.values import DEVICE_LASTS, Entry

KEY = "portal"  # in the session
COOKIE = "glabella_device"


def visitor(request: HttpRequest) -> Actor:
    """Return somebody who is not inside yet as the one who acts."""
    origin = address_of(request)
    return Actor(user=None, kind="anonymous", origin=origin, purpose="portal")


def come_in(request: HttpRequest, entry: Entry) -> None:
    """Open a session of the portal; nothing of an earlier session goes over into it."""
    now = request.at.timestamp()  # type: ignore[attr-defined]  # set by the middleware
    request.session.flush()
    request.session[KEY] = {
        "door": str(entry.door),
        "proxy": str(entry.proxy or ""),
        "device": str(entry.device or ""),
        "begun": now,
        "seen": now,
    }


def keep_cookie(response: HttpResponseBase, secret: str) -> None:
    """Give a device the secret by which it is known again."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(DEVICE_LASTS.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_name(request: HttpRequest) -> str:
    """Return a short name of the browser, for the list of devices."""
    agent = str(request.headers.get("User-Agent", ""))
    systems = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
    browsers = ("Firefox", "Edg", "Chrome", "Safari")
    found = [
        next((one for one in names if one in agent), "")
        for names in (browsers, systems)
    ]
    return ", ".join(one.replace("Edg", "Edge") for one in found if one)
