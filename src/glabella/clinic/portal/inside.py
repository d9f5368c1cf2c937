"""How somebody is let into the portal and out of it: the session and the cookie."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token

from glabella.clinic.accounts.origin import address_of
from glabella.clinic.audit.actor import Actor
from glabella.clinic.portal.values import (
    DEVICE_LASTS,
    LOCKED_AFTER,
    SESSION_LASTS,
    WRONG_DATES,
    Entry,
)

KEY = "portal"  # in the session


def visitor(request: HttpRequest) -> Actor:
    """Return somebody who is not inside yet as the one who acts."""
    origin = address_of(request)
    return Actor(user=None, kind="anonymous", origin=origin, purpose="portal")


def come_in(request: HttpRequest, entry: Entry, *, begun: float | None = None) -> None:
    """Open a session of the portal; nothing of an earlier session goes over into it.

    Args:
        begun: When the session began that was locked, as a timestamp; None for now.
    """
    now = request.at.timestamp()  # type: ignore[attr-defined]  # set by the middleware
    request.session.flush()
    rotate_token(request)
    request.session[KEY] = {
        "door": str(entry.door),
        "proxy": str(entry.proxy or ""),
        "device": str(entry.device or ""),
        "begun": now if begun is None else begun,
        "seen": now,
    }


def entry_of(request: HttpRequest, *, at: datetime) -> Entry | None:
    """Return who this session belongs to; None if it is too old or locked.

    A session that was left alone is locked here.
    """
    kept = _kept(request, at=at)
    if kept is None or "locked" in kept:
        return None
    if at - datetime.fromtimestamp(kept["seen"], UTC) > LOCKED_AFTER:
        is_look = request.method == "GET"
        lock(request, way_back=request.path if is_look else "", unsent=not is_look)
        return None
    request.session[KEY] = kept | {"seen": at.timestamp()}
    return _entry(kept)


def lock(request: HttpRequest, *, way_back: str = "", unsent: bool = False) -> None:
    """Lock the session: it opens again with the date of birth alone.

    Args:
        unsent: Whether somebody was sending what could not be taken any more.
    """
    kept = request.session[KEY]
    kept |= {"locked": 0, "way_back": way_back, "unsent": unsent}
    request.session[KEY] = kept


def locked(request: HttpRequest, *, at: datetime) -> Entry | None:
    """Return who may unlock this session."""
    kept = _kept(request, at=at)
    return _entry(kept) if kept is not None and "locked" in kept else None


def way_back(request: HttpRequest) -> str:
    """Return the page that was open when the session was locked; "" for none."""
    return str(request.session[KEY].get("way_back", ""))


def begun(request: HttpRequest) -> float:
    """Return when a session began, as a timestamp."""
    return float(request.session[KEY]["begun"])


def begun_at(request: HttpRequest) -> datetime:
    """Return when a session began."""
    return datetime.fromtimestamp(begun(request), UTC)


def count_wrong_date(request: HttpRequest) -> None:
    """Count a wrong date at the lock; after a few the session is gone."""
    kept = request.session[KEY]
    count = kept["locked"] + 1
    if count >= WRONG_DATES:
        request.session.flush()
    else:
        request.session[KEY] = kept | {"locked": count}


def _kept(request: HttpRequest, *, at: datetime) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None:
        return None
    if at - datetime.fromtimestamp(kept["begun"], UTC) > SESSION_LASTS:
        request.session.flush()
        return None
    return kept


def _entry(kept: dict[str, Any]) -> Entry:
    proxy, device = kept["proxy"], kept["device"]
    return Entry(
        door=UUID(kept["door"]),
        proxy=UUID(proxy) if proxy else None,
        device=UUID(device) if device else None,
    )


def keep_cookie(response: HttpResponseBase, secret: str) -> None:
    """Give a device the secret by which it is known again."""
    response.set_cookie(
        settings.GLABELLA_DEVICE_COOKIE,
        secret,
        max_age=int(DEVICE_LASTS.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: HttpResponseBase) -> None:
    """Let a device forget the secret by which it was known."""
    response.delete_cookie(settings.GLABELLA_DEVICE_COOKIE, samesite="Lax")


def device_secret(request: HttpRequest) -> str:
    """Return the secret that a device brings along; "" for none."""
    return str(request.COOKIES.get(settings.GLABELLA_DEVICE_COOKIE, ""))


def speak(request: HttpRequest, response: HttpResponseBase, language: str) -> None:
    """Go on in the language of the person, unless this browser has chosen one."""
    name = settings.LANGUAGE_COOKIE_NAME
    short = language.partition("-")[0]
    if name in request.COOKIES or short not in dict(settings.LANGUAGES):
        return
    response.set_cookie(
        name, short, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax"
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
