"""Where sites stand on the figures: from a scheme, added by hand, or mirrored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import attrs

from glabella.clinic.planning.values import SIDES, NewSite, core_side, record_side
from glabella.core.schemes import PlannedSite
from glabella.figures.geometry import contains, mirror
from glabella.figures.placing import place, spread
from glabella.figures.values import Figure, Point, Shape, Zone

Figures = Mapping[str, Figure]

TENTH = Decimal("0.1")
OTHER = {"left": "right", "right": "left"}


def in_order(sites: Iterable[NewSite]) -> tuple[NewSite, ...]:
    """Return sites in the order injected: muscle by muscle, side by side, by number."""
    rows = list(sites)
    muscles = list(dict.fromkeys(site.muscle for site in rows))
    return tuple(
        sorted(
            rows,
            key=lambda one: (
                muscles.index(one.muscle),
                SIDES.index(one.side),
                one.point,
            ),
        )
    )


def from_scheme(planned: Iterable[PlannedSite]) -> tuple[NewSite, ...]:
    """Return the points of the schemes as sites that stand nowhere yet."""
    return tuple(
        NewSite(
            muscle=one.muscle,
            side=record_side(one.side),
            point=one.point,
            units=one.units,
            depth=one.depth or "",
            protocols=one.protocols,
        )
        for one in planned
    )


def placed(
    sites: Sequence[NewSite], figures: Figures, *, landmarks: frozenset[str]
) -> tuple[NewSite, ...]:
    """Return the sites, those without a place put where their muscle is.

    Args:
        landmarks: Muscles whose rule of place was read, or confirmed by name; all
            others are spread evenly and say so.
    """
    shown = {muscle for figure in figures.values() for muscle in figure.muscles}
    numbers: dict[tuple[str, str], int] = {}
    for site in sites:
        if site.muscle in shown:
            pair = (site.muscle, core_side(site.side))
            numbers[pair] = max(numbers.get(pair, 0), site.point)
    wanted = [(muscle, side, number) for (muscle, side), number in numbers.items()]
    points = {
        (point.muscle, record_side(point.side), point.label): point
        for point in place(figures, wanted, landmarks=landmarks)
    }
    return tuple(
        _put(site, points.get((site.muscle, site.side, str(site.point))), figures)
        for site in sites
    )


def _put(site: NewSite, point: Point | None, figures: Figures) -> NewSite:
    if site.figure or point is None:
        return site
    return attrs.evolve(
        site,
        figure=point.figure,
        figure_version=figures[point.figure].version,
        x=_tenths(point.x),
        y=_tenths(point.y),
        is_schematic=point.schematic,
    )


def next_site(
    sites: Sequence[NewSite], figures: Figures, *, new: NewSite
) -> tuple[NewSite, ...]:
    """Return the sites with one more of a muscle and side, numbered and placed.

    A place that came along is kept; else it stands clear of its neighbours.
    """
    same = [one for one in sites if (one.muscle, one.side) == (new.muscle, new.side)]
    added = attrs.evolve(new, point=max((one.point for one in same), default=0) + 1)
    if added.x is None:
        added = _spread(added, sites, figures)
    version = figures[added.figure].version if added.figure in figures else ""
    return in_order((*sites, attrs.evolve(added, figure_version=version)))


def _spread(site: NewSite, sites: Sequence[NewSite], figures: Figures) -> NewSite:
    side = core_side(site.side)
    used = [one.figure for one in sites if one.muscle == site.muscle and one.figure]
    for key in dict.fromkeys([*used, *figures]):
        taken = [
            (float(one.x), float(one.y))
            for one in sites
            if one.figure == key and one.x is not None and one.y is not None
        ]
        found = spread(figures[key], site.muscle, side, 1, taken=taken)
        if site.muscle in figures[key].muscles and found:
            x, y = found[0]
            return attrs.evolve(
                site, figure=key, x=_tenths(x), y=_tenths(y), is_schematic=True
            )
    return attrs.evolve(site, figure="", x=None, y=None)


def mirrored(
    sites: Sequence[NewSite], figures: Figures, *, side: str
) -> tuple[NewSite, ...]:
    """Return the sites with one side copied onto the other, muscle by muscle.

    Muscles that have no point on that side stay as they are.
    """
    copied = {one.muscle for one in sites if one.side == side}
    kept = [one for one in sites if one.side != OTHER[side] or one.muscle not in copied]
    return in_order((*kept, *_copies(sites, figures, side=side)))


def _copies(
    sites: Sequence[NewSite], figures: Figures, *, side: str
) -> Iterator[NewSite]:
    for one in sites:
        if one.side != side:
            continue
        copy = attrs.evolve(one, side=OTHER[side], note="")
        if one.x is None or one.y is None or one.figure not in figures:
            yield attrs.evolve(copy, figure="", x=None, y=None)
            continue
        figure = figures[one.figure]
        x, y = mirror(float(one.x), float(one.y))
        twin = figures[figure.twin or figure.id]
        yield attrs.evolve(
            copy,
            figure=twin.id,
            figure_version=twin.version,
            x=_tenths(x),
            y=_tenths(y),
        )


@attrs.frozen
class PlaceNote:
    """What a person should look at where a site stands.

    Args:
        zone: The zone to keep away from that it stands in; None if it stands outside
            the muscle it is meant for.
    """

    site: NewSite
    zone: Zone | None


def notes(sites: Iterable[NewSite], figures: Figures) -> Iterator[PlaceNote]:
    """Yield the sites that stand in a risky zone, or outside their muscle."""
    for site in sites:
        figure = figures.get(site.figure)
        if figure is None or site.x is None or site.y is None:
            continue
        x, y = float(site.x), float(site.y)
        for zone in figure.zones:
            if contains(Shape("", "", zone.path), x, y):
                yield PlaceNote(site, zone)
        shapes = figure.shapes_of(site.muscle, core_side(site.side))
        if not any(contains(shape, x, y) for shape in shapes):
            yield PlaceNote(site, None)


def _tenths(value: float) -> Decimal:
    return Decimal(str(value)).quantize(TENTH)
