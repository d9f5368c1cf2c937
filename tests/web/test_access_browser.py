"""The pages of accounts in a real browser: axe finds nothing, nothing overflows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from glabella.clinic.accounts import actions
from glabella.clinic.accounts.roles import Role
from tests import world
from tests.web import probe
from tests.web.browsing import (
    SITE,
    Screen,
    chromium,
    overflow,
    page_on,
    running,
    violations,
)

pytestmark = [
    # The browser is answered on a connection of its own, so the rows are committed.
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed"),
]

REASON = "Status migrainosus, nobody else here"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # The browser's library keeps an event loop running in this thread.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with running() as one:
        yield one


def findings(browser: Browser, role: Role, addresses: list[str]) -> dict[str, object]:
    """Return what is wrong with pages, on a desk and on a phone."""
    outlet = world.outlet()
    doctor = world.member(Role.CLINICIAN, world.outlet())
    card = world.patient(outlet)
    by = world.actor(doctor)
    glass = actions.break_glass(card.id, reason=REASON, by=by, at=world.AT)
    user = world.member(role, outlet)
    session = probe.signed_in(user).cookies["sessionid"].value
    parts = {"account": doctor.id, "glass": glass.id, "card": card.id}
    found: dict[str, object] = {}
    for screen in (Screen(), Screen(width=390)):
        page = page_on(browser, screen)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": SITE}])
        for address in addresses:
            page.goto(address.format(**parts))
            assert page.url == SITE + address.format(**parts)
            wrong = [*violations(page), *["overflow"] * (overflow(page) > 0)]
            if wrong:
                found[f"{address} at {screen.width}"] = wrong
    return found


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (
            Role.ADMINISTRATOR,
            [
                "/staff/accounts/",
                "/staff/accounts/new/",
                "/staff/accounts/{account}/",
            ],
        ),
        (Role.LEAD_CLINICIAN, ["/staff/broken-glass/", "/staff/broken-glass/{glass}/"]),
        (Role.AUDITOR, ["/staff/trail/", "/account/sessions/"]),
    ],
)
def test_pages_of_accounts_are_for_everybody(
    browser: Browser, role: Role, addresses: list[str]
) -> None:
    assert findings(browser, role, addresses) == {}
