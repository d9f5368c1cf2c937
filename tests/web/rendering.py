"""Templates rendered for tests, and what a reader hears of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import mkdtemp

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory, override_settings
from django.utils.translation import override

import glabella.web
from glabella.core.sources import Basis, Source, Status
from glabella.web.words import day_in_words
from tools.messages import compiled

SOURCE = Source(
    id="example", tier="A", title="Example label", year=2025, read_on="2026-01-15"
)
LOOSE = Source(id="loose", tier="D", title="Loose note", read_on="2026")
SEEN = Basis(Status.SEEN, ("example",), place="section 4")
MEMORY = Basis(Status.RECALLED, (), check="open the label")
THINGS = {
    "source": SOURCE,
    "loose": LOOSE,
    "seen": SEEN,
    "memory": MEMORY,
    "rows": [(7, SOURCE, SEEN)],
}


def page(address: str = "/", **cookies: str) -> HttpRequest:
    """Return a request for an address, with cookies."""
    request = RequestFactory().get(address)
    request.COOKIES.update(cookies)
    return request


def rendered(
    text: str,
    *,
    request: HttpRequest | None = None,
    bare: bool = False,
    **given: object,
) -> str:
    """Return a template with the tags of the house, rendered.

    Without a request it is that of the start page; `bare` leaves even that out.
    """
    template = engines["django"].from_string("{% load i18n ui %}" + text)
    around = {} if bare else {"request": request or page()}
    return template.render(THINGS | given | around)


def said(html: str) -> str:
    """Return the words of a piece of HTML with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@contextmanager
def german() -> Iterator[None]:
    """Speak German by the catalogue as it stands, whether or not it is compiled."""
    day_in_words.cache_clear()
    with override_settings(LOCALE_PATHS=[_compiled()]), override("de"):
        yield
    day_in_words.cache_clear()


@cache
def _compiled() -> str:
    folder = Path(mkdtemp(prefix="glabella-german-"))
    target = folder / "de" / "LC_MESSAGES"
    target.mkdir(parents=True)
    web = Path(glabella.web.__file__).parent
    (target / "django.mo").write_bytes(compiled(web) or b"")
    return str(folder)
