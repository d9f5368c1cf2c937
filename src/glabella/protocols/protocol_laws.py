"""Laws of one protocol: names that exist, doses with sources, rules that can speak."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import attrs

from glabella.core.criteria import All
from glabella.core.protocol import (
    Criterion,
    Kind,
    Protocol,
    Scheme,
    SitePattern,
)
from glabella.core.sources import Basis, Status
from glabella.core.truth import Truth
from glabella.protocols.loader import Library
from glabella.protocols.reachability import can_be

Law = tuple[str, str, str]
"""Place, law and mending."""

ANY = "*"

ADVICE = ("review_no_response", "consider_pause")


@attrs.frozen
class Names:
    """The names that a protocol may use."""

    profiles: frozenset[str]
    products: frozenset[str]
    muscles: frozenset[str]
    protocols: frozenset[str]
    consent: frozenset[str]

    @classmethod
    def of(cls, library: Library) -> "Names":
        """Return the names of a library."""
        return cls(
            profiles=frozenset(library.profiles),
            products=frozenset(library.products),
            muscles=frozenset(library.muscles),
            protocols=frozenset(library.protocols),
            consent=frozenset(item.group for item in library.consent),
        )


def protocol_laws(library: Library, protocol: Protocol, names: Names) -> Iterator[Law]:
    """Yield every law that a protocol breaks."""
    yield from _name_laws(protocol, names)
    yield from _twice(protocol)
    yield from _doses(library, protocol)
    yield from _options(protocol)
    for criterion in protocol.criteria:
        if criterion.id not in library.shared_rules:
            yield from criterion_laws(criterion, library)
    yield from _reach(library, protocol)


# ---- names --------------------------------------------------------------------------


def _name_laws(protocol: Protocol, names: Names) -> Iterator[Law]:
    yield from _unknown("file", "product", [protocol.product], names.products)
    others = (*protocol.merges_with, *protocol.never_merges_with)
    yield from _unknown("file", "protocol", others, names.protocols)
    yield from _unknown("file", "consent group", protocol.consent, names.consent)
    for both in set(protocol.merges_with) & set(protocol.never_merges_with):
        yield "file", f'merges with "{both}" and never does.', "Keep one of the two."
    for label in protocol.labels:
        place = f'label "{label.profile} {label.product}"'
        yield from _unknown(place, "profile", [label.profile], names.profiles | {ANY})
        yield from _unknown(place, "product", [label.product], names.products | {ANY})
    for criterion in protocol.criteria:
        place = f'criterion "{criterion.id}"'
        countries = (*criterion.profiles, *criterion.override_profiles)
        yield from _unknown(place, "profile", countries, names.profiles)
        yield from _unknown(place, "product", criterion.products, names.products)
    yield from _dosing_names(protocol, names)


def _dosing_names(protocol: Protocol, names: Names) -> Iterator[Law]:
    for scheme in protocol.schemes:
        place = f'scheme "{scheme.id}"'
        yield from _unknown(place, "product", [scheme.product], names.products)
        yield from _unknown(place, "profile", scheme.profiles, names.profiles)
        muscles = [site.muscle for site in scheme.sites]
        yield from _unknown(place, "muscle", muscles, names.muscles)
    for option in protocol.options:
        muscles = [extra.muscle for extra in option.extras]
        yield from _unknown(f'option "{option.id}"', "muscle", muscles, names.muscles)
    for limit in protocol.limits:
        place = f'limit "{limit.id}"'
        yield from _unknown(place, "product", [limit.product], names.products)
        yield from _unknown(place, "profile", limit.profiles, names.profiles)
        muscles = [limit.muscle] if limit.muscle else []
        yield from _unknown(place, "muscle", muscles, names.muscles)
    for interval in protocol.intervals:
        place = f'interval "{interval.kind}"'
        products = [interval.product] if interval.product else []
        yield from _unknown(place, "product", products, names.products)
        yield from _unknown(place, "profile", interval.profiles, names.profiles)
    for effect in protocol.side_effects:
        place = f'side_effect "{effect.id}"'
        yield from _unknown(place, "muscle", effect.muscles, names.muscles)


def _unknown(
    place: str, kind: str, given: Iterable[str], known: frozenset[str]
) -> Iterator[Law]:
    for name in dict.fromkeys(given):
        if name not in known:
            law = f'names the {kind} "{name}", which does not exist.'
            yield place, law, f"Use one of {', '.join(sorted(known))}."


def _twice(protocol: Protocol) -> Iterator[Law]:
    groups = {
        "criterion": [item.id for item in protocol.criteria],
        "scheme": [item.id for item in protocol.schemes],
        "option": [item.id for item in protocol.options],
        "limit": [item.id for item in protocol.limits],
        "measure": [item.id for item in protocol.measures],
        "remark": [item.id for item in protocol.remarks],
    }
    for kind, ids in groups.items():
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            yield f'{kind} "{name}"', f"is a {kind} twice.", "Rename or remove one."


# ---- doses --------------------------------------------------------------------------


def _doses(library: Library, protocol: Protocol) -> Iterator[Law]:
    for scheme in protocol.schemes:
        place = f'scheme "{scheme.id}"'
        if _has_dose(scheme):
            yield from _sourceless(place, scheme.basis)
        yield from _vial_laws(place, scheme, library)
        yield from _site_laws(place, scheme)
    yield from _limit_laws(protocol)
    for option in protocol.options:
        yield from _sourceless(f'option "{option.id}"', option.basis)
    for interval in protocol.intervals:
        if interval.days <= 0:
            place = f'interval "{interval.kind}"'
            yield place, f"is {interval.days} days.", "Give days above zero."


def _limit_laws(protocol: Protocol) -> Iterator[Law]:
    spoken = {label.product for label in protocol.labels}
    spoken |= {scheme.product for scheme in protocol.schemes} | {protocol.product}
    for limit in protocol.limits:
        place = f'limit "{limit.id}"'
        yield from _sourceless(place, limit.basis)
        if limit.units <= 0:
            yield place, f"is {limit.units} U.", "A limit is above zero."
        if limit.product not in spoken:
            law = f"counts units of {limit.product}, which nothing here speaks of."
            yield place, law, "Correct the product: units never convert."


def _has_dose(scheme: Scheme) -> bool:
    return scheme.total_units is not None or any(
        site.units_per_point is not None or site.units_range is not None
        for site in scheme.sites
    )


def _sourceless(place: str, basis: Basis) -> Iterator[Law]:
    if basis.status is Status.DERIVED and not (basis.sources or basis.note):
        law = "is a dose without source: DERIVED, and from what is not said."
        yield place, law, "Add sources or a note."


def _vial_laws(place: str, scheme: Scheme, library: Library) -> Iterator[Law]:
    product = library.products.get(scheme.product)
    if scheme.vial_units is None or product is None or not product.vials:
        return
    sizes = {units for vials in product.vials for units in vials.units}
    if scheme.vial_units not in sizes:
        known = ", ".join(str(size) for size in sorted(sizes))
        law = f"opens a vial of {scheme.vial_units} U, no size of {product.id}."
        yield place, law, f"Units of another product? The sizes are {known}."


def _site_laws(place: str, scheme: Scheme) -> Iterator[Law]:
    for site in scheme.sites:
        where = f"{place}, {site.muscle}"
        for units in _amounts(site):
            if units <= 0:
                yield where, f"is a dose of {units} U.", "A dose is above zero."
        if site.points is not None and site.points <= 0:
            yield where, f"has {site.points} points.", "Give at least one."
        if scheme.choice == "range" and site.units_per_point is not None:
            law = "gives a dose in a scheme that only prints a range."
            yield where, law, "Give units_range, or another choice."
    if scheme.choice == "default" and scheme.basis.is_recalled:
        law = "proposes a dose that nobody has read."
        yield place, law, 'Use choice = "named", or read a source.'


def _amounts(site: SitePattern) -> Iterator[Decimal]:
    if site.units_per_point is not None:
        yield site.units_per_point
    if site.units_range is not None:
        yield site.units_range[1]  # a range may begin at nothing


def _options(protocol: Protocol) -> Iterator[Law]:
    for option in protocol.options:
        place = f'option "{option.id}"'
        scheme = protocol.scheme(option.scheme)
        if scheme is None:
            law = f'adds to the scheme "{option.scheme}", which does not exist.'
            yield place, law, "Correct the name."
            continue
        muscles = {site.muscle for site in scheme.sites}
        for extra in option.extras:
            if extra.muscle not in muscles:
                law = f"adds to {extra.muscle}, no muscle of {scheme.id}."
                yield place, law, "Correct the muscle."


# ---- rules --------------------------------------------------------------------------


def criterion_laws(criterion: Criterion, library: Library) -> Iterator[Law]:
    """Yield the laws that one rule breaks by itself."""
    place = f'criterion "{criterion.id}"'
    if not can_be(criterion.when, library.catalogue, Truth.YES):
        law = "can never be answered with yes: its parts contradict each other."
        yield place, law, "Correct the numbers or choices."
    elif not can_be(criterion.when, library.catalogue, Truth.NO):
        law = "can never be answered with no."
        yield place, law, "Correct the numbers or choices, or remove it."
    if criterion.advice is not None and criterion.advice not in ADVICE:
        law = f'advises "{criterion.advice}".'
        yield place, law, f"Use one of {', '.join(ADVICE)}."
    ending = criterion.ending
    if ending is not None and ending.after and ending.after not in library.catalogue:
        law = f'ends after "{ending.after}", which is no fact.'
        yield place, law, "Name a date fact."


def _reach(library: Library, protocol: Protocol) -> Iterator[Law]:
    """Yield the rules that only people could meet whom a requirement has blocked."""
    floors = [c for c in protocol.criteria if c.kind is Kind.REQUIREMENT]
    for criterion in protocol.criteria:
        if criterion.id in library.shared_rules:
            continue
        above = [f.when for f in floors if f is not criterion and _covers(f, criterion)]
        together = All((*above, criterion.when))
        is_possible = can_be(criterion.when, library.catalogue, Truth.YES)
        if is_possible and not can_be(together, library.catalogue, Truth.YES):
            law = "is unreachable: a requirement has blocked everybody it is true for."
            yield f'criterion "{criterion.id}"', law, "Correct one of the two."


def _covers(floor: Criterion, criterion: Criterion) -> bool:
    """Return whether the requirement speaks wherever the other rule does."""
    return (
        _within(criterion.profiles, floor.profiles)
        and _within(criterion.products, floor.products)
        and set(criterion.phases) <= set(floor.phases)
    )


def _within(narrow: tuple[str, ...], wide: tuple[str, ...]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))
