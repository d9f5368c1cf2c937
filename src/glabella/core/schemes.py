"""From a published scheme to single points: muscle, side, point, units.

Vocabulary: a *point* is one needle entry; a *choice* is what a clinician asked for:
scheme, options, sides, and units where only a range is published.
Nothing is proposed that no source prints: a scheme without a published split, or a
range without the clinician's number, gives no points and says why.
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_DOWN, Decimal

import attrs

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.protocol import (
    ExtraSites,
    Protocol,
    Scheme,
    SchemeOption,
    SitePattern,
)
from glabella.core.sources import Source, Text, unverified_reason

HUNDREDTH = Decimal("0.01")

SIDES = {
    "bilateral": ("left", "right"),
    "affected": ("left", "right"),
    "midline": ("midline",),
    "left": ("left",),
    "right": ("right",),
}


WHICH_SIDE = Text(
    "No dose is proposed: say which side is affected (left, right or both).",
    "Es wird keine Dosis vorgeschlagen: Welche Seite ist betroffen (links, rechts "
    "oder beide)?",
)


@attrs.frozen
class Choice:
    """What the clinician asked of one protocol.

    `units` are units per side by muscle, for schemes that print a range; `points` are
    points per side for these; `extra_points` are points to add by muscle for an option,
    both sides together. `sides` is "both", "left" or "right"; None means both for what
    is injected on both sides, and nothing yet for an affected side.
    """

    scheme: str | None = None
    options: tuple[str, ...] = ()
    sides: str | None = None
    units: Mapping[str, Decimal] = attrs.field(factory=dict)
    points: Mapping[str, int] = attrs.field(factory=dict)
    extra_points: Mapping[str, int] = attrs.field(factory=dict)


@attrs.frozen
class PlannedSite:
    """One point of a plan."""

    muscle: str
    side: str
    point: int
    units: Decimal
    protocols: tuple[str, ...]
    sources: tuple[str, ...]
    unverified: str | None = None
    landmark: Text | None = None
    landmark_unverified: str | None = None
    depth: str | None = None


@attrs.frozen
class Pattern:
    """The points of one protocol, with the scheme they come from.

    `sites` empty means that nothing may be proposed; `reason` then says why.
    `by_hand` are the muscles whose units a clinician entered and no source prints.
    """

    protocol: str
    scheme: Scheme | None
    sites: tuple[PlannedSite, ...]
    reason: Text | None = None
    by_hand: tuple[str, ...] = ()


@attrs.frozen
class Bench:
    """Where points are made: product, country profile and the sources."""

    product: str
    profile: str
    sources: Mapping[str, Source]


def pattern_of(protocol: Protocol, choice: Choice, *, bench: Bench) -> Pattern:
    """Return the points that a protocol and a choice give for a product.

    Raises:
        UnknownNameError: If the scheme or an option does not exist for the product.
        InputError: If units lie outside the published range.
    """
    scheme = chosen_scheme(protocol, choice, bench=bench)
    if scheme is None:
        return Pattern(protocol.id, None, (), _which_scheme(protocol, bench.product))
    if _rests_on_memory(scheme) and not scheme.sites:
        return Pattern(protocol.id, scheme, (), _no_points(scheme))
    if choice.sides is None and any(s.side == "affected" for s in scheme.sites):
        return Pattern(protocol.id, scheme, (), WHICH_SIDE)
    sites = [
        site
        for pattern in scheme.sites
        for site in _points(pattern, scheme=scheme, choice=choice, owner=protocol.id)
    ]
    sites = [_marked(site, scheme, bench) for site in sites]
    if not sites:
        return Pattern(protocol.id, scheme, (), _no_points(scheme))
    for name in choice.options:
        option = _option(protocol, scheme, name)
        sites += _extras(option, sites, choice)
    by_hand = tuple(p.muscle for p in scheme.sites if _is_by_hand(p, choice))
    return Pattern(protocol.id, scheme, tuple(sites), by_hand=by_hand)


def schemes_for(protocol: Protocol, bench: Bench) -> tuple[Scheme, ...]:
    """Return the schemes of a protocol for a product in a country."""
    return tuple(
        scheme
        for scheme in protocol.schemes
        if scheme.product == bench.product
        and (not scheme.profiles or bench.profile in scheme.profiles)
    )


def chosen_scheme(protocol: Protocol, choice: Choice, *, bench: Bench) -> Scheme | None:
    """Return the scheme picked by name, else the only default; None if there is none.

    Raises:
        UnknownNameError: If no scheme of that name exists for the product.
    """
    offered = schemes_for(protocol, bench)
    if choice.scheme is None:
        defaults = [scheme for scheme in offered if scheme.choice == "default"]
        return defaults[0] if len(defaults) == 1 else None
    for scheme in offered:
        if scheme.id == choice.scheme:
            return scheme
    names = ", ".join(scheme.id for scheme in offered) or "none"
    raise UnknownNameError(
        f'has no scheme "{choice.scheme}" for {bench.product}.',
        where=protocol.id,
        mending=f"Schemes on file: {names}.",
    )


def _which_scheme(protocol: Protocol, product: str) -> Text:
    names = ", ".join(s.id for s in protocol.schemes if s.product == product)
    if not names:
        return Text(
            f"No scheme for {product} is on file for {protocol.name.en}.",
            f"Für {product} ist bei {protocol.name.de} kein Schema hinterlegt.",
        )
    return Text(
        f"No dose is proposed: pick a published scheme by name ({names}).",
        "Es wird keine Dosis vorgeschlagen: ein veröffentlichtes Schema wählen "
        f"({names}).",
    )


def _rests_on_memory(scheme: Scheme) -> bool:
    return scheme.basis.is_recalled


def _no_points(scheme: Scheme) -> Text:
    low_high = _published_range(scheme)
    if low_high:
        return Text(
            f"No dose is proposed. Published per side: {low_high}. Enter the units.",
            f"Keine Dosis wird vorgeschlagen. Veröffentlicht je Seite: {low_high}. "
            "Bitte die Einheiten eingeben.",
        )
    return Text(
        f'The scheme "{scheme.id}" prints no points: only its total is known.',
        f"Das Schema „{scheme.id}“ nennt keine Punkte: Nur die Summe ist bekannt.",
    )


def _published_range(scheme: Scheme) -> str:
    ranges = [
        f"{site.muscle} {site.units_range[0]}-{site.units_range[1]} U"
        for site in scheme.sites
        if site.units_range is not None
    ]
    return "" if scheme.basis.is_recalled else ", ".join(ranges)


def _points(
    pattern: SitePattern, *, scheme: Scheme, choice: Choice, owner: str
) -> Iterator[PlannedSite]:
    """Yield the points of one muscle on the sides asked for."""
    doses = _doses(pattern, choice)
    for side in _sides(pattern, choice):
        for number, units in enumerate(doses, start=1):
            yield PlannedSite(
                muscle=pattern.muscle,
                side=side,
                point=number,
                units=units,
                protocols=(owner,),
                sources=scheme.basis.sources,
                landmark=pattern.landmark,
                landmark_unverified=_landmark_doubt(pattern),
                depth=pattern.depth,
            )


def _sides(pattern: SitePattern, choice: Choice) -> tuple[str, ...]:
    sides = SIDES[pattern.side]
    if choice.sides in {None, "both"} or pattern.side == "midline":
        return sides
    return tuple(side for side in sides if side == choice.sides)


def _doses(pattern: SitePattern, choice: Choice) -> list[Decimal]:
    """Return the units of each point of a side; empty if none are printed or chosen."""
    entered = choice.units.get(pattern.muscle)
    if entered is not None:
        _check_range(pattern, entered)
        return split_equally(entered, points=_point_number(pattern, choice))
    if pattern.units_per_point is not None and pattern.points:
        return [pattern.units_per_point] * pattern.points
    span = pattern.units_range
    if span is not None and span[0] == span[1] and pattern.points:
        return split_equally(span[0], points=pattern.points)
    return []


def _is_by_hand(pattern: SitePattern, choice: Choice) -> bool:
    """Return whether units were entered that neither a range nor a map prints."""
    entered = choice.units.get(pattern.muscle)
    if entered is None or pattern.units_range is not None:
        return False
    return entered != (pattern.units_per_point or Decimal(0)) * (pattern.points or 0)


def _point_number(pattern: SitePattern, choice: Choice) -> int:
    asked = choice.points.get(pattern.muscle)
    if asked is not None:
        return _checked_points(pattern, asked)
    if pattern.points:
        return pattern.points
    return pattern.points_range[0] if pattern.points_range else 1


def _checked_points(pattern: SitePattern, asked: int) -> int:
    low, high = pattern.points_range or (1, asked)
    if asked < 1 or not low <= asked <= high:
        raise InputError(
            f"{asked} points per side lie outside the published {low} to {high}.",
            where=pattern.muscle,
            mending="Ask for a number of points inside the range.",
        )
    return asked


def _check_range(pattern: SitePattern, units: Decimal) -> None:
    span = pattern.units_range
    if span is not None and not span[0] <= units <= span[1]:
        raise InputError(
            f"{units} U per side lies outside the published {span[0]} to {span[1]} U.",
            where=pattern.muscle,
            mending="Enter units inside the range.",
        )


def split_equally(units: Decimal, *, points: int) -> list[Decimal]:
    """Return the units of each point, in hundredths, adding up exactly.

    What does not divide goes to the first points, one hundredth each.
    """
    each = (units / points).quantize(HUNDREDTH, ROUND_DOWN)
    rest = int((units - each * points) / HUNDREDTH)
    return [each + HUNDREDTH if place < rest else each for place in range(points)]


def _landmark_doubt(pattern: SitePattern) -> str | None:
    basis = pattern.landmark_basis
    return "recalled, not read in a source" if basis and basis.is_recalled else None


def _marked(site: PlannedSite, scheme: Scheme, bench: Bench) -> PlannedSite:
    """Mark a point as unverified where its dose or its split was not read."""
    doubts = [unverified_reason(scheme.basis, bench.sources)]
    if scheme.split_basis is not None:
        doubts.append(unverified_reason(scheme.split_basis, bench.sources))
    said = [doubt for doubt in doubts if doubt is not None]
    return attrs.evolve(site, unverified="; ".join(said) or None)


def _option(protocol: Protocol, scheme: Scheme, name: str) -> SchemeOption:
    for option in protocol.options:
        if option.id == name and option.scheme == scheme.id:
            return option
    names = ", ".join(o.id for o in protocol.options if o.scheme == scheme.id) or "none"
    raise UnknownNameError(
        f'the scheme "{scheme.id}" has no option "{name}".',
        where=protocol.id,
        mending=f"Options on file: {names}.",
    )


def _extras(
    option: SchemeOption, sites: list[PlannedSite], choice: Choice
) -> list[PlannedSite]:
    """Return the extra points of an option, left and right in turn.

    Raises:
        InputError: If more is asked for than the option prints.
    """
    added: list[PlannedSite] = []
    for extra in option.extras:
        added += _extra_points(extra, sites, _extra_count(extra, choice))
    units = sum((site.units for site in added), Decimal(0))
    if units > option.max_extra_units or len(added) > option.max_extra_points:
        raise InputError(
            f"adds {units} U at {len(added)} points.",
            where=option.id,
            mending=f"At most {option.max_extra_units} U at {option.max_extra_points}.",
        )
    return added


def _extra_count(extra: ExtraSites, choice: Choice) -> int:
    most = int(extra.max_units / extra.units_per_point)
    wanted = choice.extra_points.get(extra.muscle, 0) if choice.extra_points else most
    if wanted > most:
        raise InputError(
            f"{wanted} extra points are more than the {most} printed.",
            where=extra.muscle,
            mending="Ask for fewer.",
        )
    return wanted


def _extra_points(
    extra: ExtraSites, sites: list[PlannedSite], count: int
) -> Iterator[PlannedSite]:
    own = [site for site in sites if site.muscle == extra.muscle]
    sides = list(dict.fromkeys(site.side for site in own))
    for number in range(count if own else 0):
        side = sides[number % len(sides)]
        last = max(site.point for site in own if site.side == side)
        yield attrs.evolve(
            next(site for site in own if site.side == side),
            point=last + 1 + number // len(sides),
            units=extra.units_per_point,
            landmark=None,
        )
