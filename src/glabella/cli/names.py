"""Names of countries and products, checked against the data."""

from difflib import get_close_matches

from glabella.core.errors import UnknownNameError
from glabella.protocols.loader import Library

DEFAULT_PROFILE = "UK"

ANY = "*"


def profile_names(library: Library) -> tuple[str, ...]:
    """Return the country profiles that the data know."""
    labels = {label.profile for p in library.protocols.values() for label in p.labels}
    return tuple(sorted(labels - {ANY}))


def product_names(library: Library) -> tuple[str, ...]:
    """Return the products that the data know, by active substance."""
    found = {p.product for p in library.protocols.values()}
    for protocol in library.protocols.values():
        found |= {label.product for label in protocol.labels}
        found |= {scheme.product for scheme in protocol.schemes}
    return tuple(sorted(found - {ANY}))


def checked_profile(name: str | None, library: Library) -> str:
    """Return a known profile; the default without a name.

    Raises:
        UnknownNameError: If there is no such profile.
    """
    return _checked("profile", name or DEFAULT_PROFILE, profile_names(library))


def checked_product(name: str, library: Library) -> str:
    """Return a known product.

    Raises:
        UnknownNameError: If there is no such product.
    """
    return _checked("product", name, product_names(library))


def _checked(kind: str, name: str, known: tuple[str, ...]) -> str:
    if name in known:
        return name
    near = get_close_matches(name, known, n=1)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    raise UnknownNameError(
        f'there is no {kind} "{name}".',
        where=f"--{kind}",
        mending=f"{hint}Known are {', '.join(known)}.",
    )
