"""Names of countries and products, checked against the data."""

from collections.abc import Mapping
from difflib import get_close_matches

from glabella.core.errors import UnknownNameError
from glabella.core.product import Product
from glabella.core.profile import Profile
from glabella.protocols.loader import Library

DEFAULT_PROFILE = "UK"


def known_profile(name: str | None, library: Library) -> Profile:
    """Return a country profile; the default without a name.

    Raises:
        UnknownNameError: If there is no such profile.
    """
    wanted = name or DEFAULT_PROFILE
    found = library.profiles.get(wanted)
    if found is None:
        raise _unknown("profile", wanted, library.profiles)
    return found


def known_product(name: str, library: Library) -> Product:
    """Return a product by its active substance.

    Raises:
        UnknownNameError: If there is no such product; a brand is told by its substance.
    """
    found = library.products.get(name)
    if found is None:
        raise _unknown("product", name, library.products, hint=_brand(name, library))
    return found


def _brand(name: str, library: Library) -> str:
    for product in library.products.values():
        if name.casefold() in {brand.name.casefold() for brand in product.brands}:
            return f"{name} is a brand of {product.id}. "
    return ""


def _unknown(
    kind: str, name: str, known: Mapping[str, object], *, hint: str = ""
) -> UnknownNameError:
    near = get_close_matches(name, known, n=1)
    meant = f'Did you mean "{near[0]}"? ' if near and not hint else ""
    return UnknownNameError(
        f'there is no {kind} "{name}".',
        where=f"--{kind}",
        mending=f"{hint or meant}Known are {', '.join(known)}.",
    )
