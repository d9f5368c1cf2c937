"""A real browser whose every request is answered by Django in this process.

No socket is opened: the browser's requests are caught on their way out and asked of
Django's test client, so that headers, cookies and the content security policy are as a
server would send them.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

SITE = "https://testserver"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Screen(NamedTuple):
    """What the browser is told of the device."""

    width: int = 1440
    scripts: bool = True
    dark: bool = False


def chromium() -> str | None:
    """Return where Chromium is installed, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def running() -> Iterator[Browser]:
    """Start Chromium, and stop it with all that it opened."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox"]
        )


def page_on(browser: Browser, screen: Screen) -> Page:
    """Return a new page, with no cookies, on a screen; its requests go to Django."""
    context = browser.new_context(
        base_url=SITE,
        viewport={"width": screen.width, "height": 900},
        java_script_enabled=screen.scripts,
        color_scheme="dark" if screen.dark else "light",
        reduced_motion="reduce",
    )
    context.route("**/*", _answer)
    return context.new_page()


def _answer(route: Route) -> None:
    request = route.request
    response = _asked(request)
    headers = {name: value for name, value in response.items() if name != "Set-Cookie"}
    cookies = [morsel.OutputString() for morsel in response.cookies.values()]
    if cookies:
        headers["Set-Cookie"] = "\n".join(cookies)
    body = b"".join(response) if response.streaming else response.content
    route.fulfill(status=response.status_code, headers=headers, body=body)


def _asked(request: Request):  # type: ignore[no-untyped-def]  # noqa: ANN202 a patched response of the test client
    client = Client()
    headers = request.all_headers()
    client.cookies.load(headers.get("cookie", ""))
    return client.generic(
        request.method,
        request.url.removeprefix(SITE),
        request.post_data_buffer or b"",
        content_type=headers.get("content-type", ""),
        headers={"accept-language": "en"},
        secure=True,
    )


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, one line each."""
    options = {"runOnly": AXE_RULES}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
