"""Walking through the practice in Chromium, whose requests Django answers in place.

No socket is opened. The pages, headers and cookies are those of the server; a word on
the console or a part that the content security policy stops is kept, so that a journey
can fail for it.
"""

import re
from html import escape
from pathlib import Path

import attrs
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Route,
)

from glabella.clinic.accounts.models import User
from tests import world
from tests.clinic.pages import client_of
from tests.web.browsing import SITE, Screen

REFRESH = '<meta http-equiv="refresh" content="0; url={}">'
REDIRECTS = frozenset({301, 302, 303})
WAIT = 15_000  # milliseconds; the cores may be busy with other work
DESK, TABLET, PHONE = Screen(1280), Screen(820), Screen(390)
PLAIN = Screen(1280, scripts=False)
PICTURES = Path(__file__).parents[2] / "build" / "screenshots"


@attrs.define(slots=False)  # the library of the browser hangs its own names on it
class Walk:
    """Opens pages as somebody, on a screen, and keeps what the console said.

    Args:
        browser: The one of this worker.
        connection: Of this test; the browser's library answers in another context,
            in which Django would open a second one that sees none of the rows.
    """

    browser: Browser
    connection: BaseDatabaseWrapper
    said: list[str] = attrs.field(factory=list)
    files: dict[str, tuple[dict[str, str], bytes]] = attrs.field(factory=dict)
    contexts: list[BrowserContext] = attrs.field(factory=list)

    def page(self, screen: Screen = DESK, *, language: str = "en") -> Page:
        """Return a page of a browser in which nobody is signed in."""
        context = self.browser.new_context(
            base_url=SITE,
            viewport={"width": screen.width, "height": 900},
            java_script_enabled=screen.scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(WAIT)
        context.add_cookies(
            [{"name": "glabella_language", "value": language, "url": SITE}]
        )
        context.route("**/*", self._answer)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def page_as(
        self, user: User, screen: Screen = DESK, *, language: str = "en"
    ) -> Page:
        """Return a page of a browser in which somebody is signed in."""
        page = self.page(screen, language=language)
        cookie = client_of(user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": SITE}]
        )
        return page

    def cut(self, page: Page, address: str, *, has_arrived: bool) -> None:
        """Let the network go once: before a request arrives, or before its answer."""

        def gone(route: Route) -> None:
            connections["default"] = self.connection
            if has_arrived:
                _asked(route.request, route.request.url.removeprefix(SITE))
            route.abort("internetdisconnected")

        page.route(address, gone, times=1)

    def close(self) -> None:
        """Close every page that was opened."""
        for context in self.contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings, but for answers above 399: those are asked for."""
        answered = message.text.startswith("Failed to load resource: the server resp")
        if message.type in {"error", "warning"} and not answered:
            self.said.append(message.text)

    def _answer(self, route: Route) -> None:
        connections["default"] = self.connection
        request = route.request
        path = request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            headers, body = self._file(path)
            route.fulfill(headers=headers, body=body)
            return
        try:
            response = _asked(request, path)
            if "hx-request" in request.headers and response.status_code in REDIRECTS:
                # A script follows without asking, and with the cookies of the page.
                response = _asked(request, response["Location"], method="GET")
        except Exception as error:
            # Told here, because the browser would only wait for an answer.
            self.said.append(f"{request.method} {path}: {error!r}")
            route.abort()
            raise
        headers = {k: v for k, v in response.items() if k != "Set-Cookie"}
        cookies = [morsel.OutputString() for morsel in response.cookies.values()]
        if cookies:
            headers["Set-Cookie"] = "\n".join(cookies)
        status, body = response.status_code, _body(response)
        if status in REDIRECTS:
            # The library does not catch what follows a redirect, so a page says it.
            status, body = 200, REFRESH.format(escape(headers.pop("Location"))).encode()
            headers = {"Content-Type": "text/html", **headers}
        route.fulfill(status=status, headers=headers, body=body)

    def _file(self, path: str) -> tuple[dict[str, str], bytes]:
        """Return a file of our own; it is read once."""
        if path not in self.files:
            response = Client().get(path, secure=True)
            self.files[path] = dict(response.items()), _body(response)
        return self.files[path]


def _asked(request: Request, path: str, *, method: str = ""):  # type: ignore[no-untyped-def]  # noqa: ANN202 a patched response of the test client
    client = Client()
    headers = request.all_headers()
    client.cookies.load(headers.get("cookie", ""))
    kept = ("hx-request", "hx-current-url", "hx-target", "hx-trigger", "referer")
    return client.generic(
        method or request.method,
        path,
        b"" if method else request.post_data_buffer or b"",
        content_type=headers.get("content-type", ""),
        headers={name: headers[name] for name in kept if name in headers},
        secure=True,
    )


def _body(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    assert isinstance(response, HttpResponse)
    return response.content


def sign_in(page: Page, user: User, password: str = world.PASSWORD) -> None:
    """Fill in the sign-in page and send it."""
    page.goto("/account/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name=re.compile("^(Sign in|Anmelden)$")).first.click()


def look(page: Page, name: str) -> None:
    """Leave a picture of the whole page for somebody to look at; git ignores it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    # The library hides the caret by a style that the security policy refuses.
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, caret="initial")


def code_of(secret: str) -> str:
    """Return what the app on somebody's phone shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[1]))
