"""Words that nobody outside may read: of any product, and of what is claimed for one.

What is read by strangers is asked about all of them. What carries the name of an outlet
or of a room to the outside, such as a message or a calendar, is asked about products
alone: a person may be called as a price is.
"""

import functools
import re
import tomllib
from pathlib import Path
from types import MappingProxyType

from glabella.clinic.practice.models import Outlet

FILE = Path(__file__).resolve().parent / "lexicon.toml"
# What an outlet is called outside whose name is that of a product.
NAMELESS = MappingProxyType({"en": "Your practice", "de": "Ihre Praxis"})


@functools.cache
def lexicon() -> re.Pattern[str]:
    """Return what no page may say that shows the condition only."""
    anywhere, at_start = (_patterns(place) for place in ("anywhere", "at_start"))
    return re.compile(f"({anywhere}|(?<![\\w])(?:{at_start}))", re.IGNORECASE)


def forbidden(text: str) -> list[str]:
    """Return the words of a text that a public page may not carry."""
    return sorted({match.group(1).casefold() for match in lexicon().finditer(text)})


def names_a_product(text: str) -> bool:
    """Return whether a text names a substance or a brand, alone or in a compound."""
    return _products().search(text) is not None


def outlet_name(outlet: Outlet, *, language: str) -> str:
    """Return what an outlet is called in what lies open elsewhere, in one line."""
    if names_a_product(outlet.name):
        return NAMELESS["de" if language.startswith("de") else "en"]
    return " ".join(outlet.name.split())


def outlet_address(outlet: Outlet) -> list[str]:
    """Return the address of an outlet, line by line, without what says too much."""
    lines = [" ".join(line.split()) for line in outlet.address.splitlines()]
    return [line for line in lines if line and not names_a_product(line)]


def outlet_mail(outlet: Outlet, *, otherwise: str) -> str:
    """Return to which e-mail address an answer goes.

    Args:
        otherwise: That of the house, if the outlet has none, or one that says too much.
    """
    is_plain = outlet.email and not names_a_product(outlet.email)
    return outlet.email if is_plain else otherwise


@functools.cache
def _products() -> re.Pattern[str]:
    return re.compile(_patterns("anywhere"), re.IGNORECASE)


def _patterns(place: str) -> str:
    raw = tomllib.loads(FILE.read_text("utf-8"))
    return "|".join(pattern for kind in raw[place].values() for pattern in kind)
