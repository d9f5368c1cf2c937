"""What other systems call a product, a condition, a service, a member of staff."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from glabella.clinic.booking.models import Service
from glabella.clinic.imports.reading.columns import fold
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import staff_of
from glabella.core.product import substance_names

_TITLES = ("profdrmed", "drmed", "prof", "dr", "herr", "frau", "mr", "mrs", "ms")


def substances() -> Mapping[str, str]:
    """Return the substance by every name of a product, folded."""
    names = substance_names(library().products.values())
    return MappingProxyType({fold(name): code for name, code in names.items()})


def protocols() -> Mapping[str, str]:
    """Return the protocol by its id and its names in both languages, folded."""
    found: dict[str, str] = {}
    for one in library().protocols.values():
        for name in (one.id, one.name.en, one.name.de):
            found[fold(name)] = one.id
    return MappingProxyType(found)


def services() -> Mapping[str, Service]:
    """Return each service by its names in both languages, folded."""
    found: dict[str, Service] = {}
    for one in Service.objects.all():
        found[fold(one.name_en)] = found[fold(one.name_de)] = one
    return MappingProxyType(found)


def clinicians(outlet: UUID) -> Mapping[str, UUID]:
    """Return the members of staff of an outlet by e-mail and by name.

    A name that two of them have says nothing.
    """
    found: dict[str, set[UUID]] = {}
    for one in staff_of(frozenset({outlet})):
        words = {fold(one.user.email), *_spellings(one.user.name)}
        for word in words:
            found.setdefault(word, set()).add(one.id)
    sure = {word: ids.pop() for word, ids in found.items() if len(ids) == 1}
    return MappingProxyType(sure)


def _spellings(name: str) -> set[str]:
    parts = name.split()
    turned = " ".join([*parts[-1:], *parts[:-1]])
    return {fold(name), fold(turned), untitled(name), untitled(turned)} - {""}


def untitled(name: str) -> str:
    """Return a name, folded, without the titles before it."""
    folded = fold(name)
    for title in _TITLES:
        folded = folded.removeprefix(title)
    return folded


def several(words: Iterable[str]) -> str:
    """Return some words that would do, for a sentence."""
    return ", ".join(sorted(set(words)))
