"""Where the schemes of a protocol put their points, drawn on our own figures."""

from collections.abc import Iterator

import attrs
from django.utils.safestring import SafeString, mark_safe

from glabella.clinic.practice.knowledge import figures
from glabella.core.protocol import Protocol, Scheme, SitePattern
from glabella.core.schemes import SIDES
from glabella.core.sources import Text
from glabella.figures.drawing import draw
from glabella.figures.placing import place
from glabella.figures.values import Figure, Look, Point
from glabella.protocols.loader import Library


@attrs.frozen
class Drawing:
    """One figure of one scheme.

    Args:
        is_schematic: Points show the muscle and the number, not a place to inject.
    """

    title: str
    svg: SafeString
    is_schematic: bool


@attrs.frozen
class SchemeMap:
    """The figures of one scheme, under its name."""

    id: str
    name: str
    product: str
    drawings: tuple[Drawing, ...]


def maps_of(library: Library, protocol: Protocol, *, language: str) -> list[SchemeMap]:
    """Return a map for each scheme that names its muscles."""
    return [
        SchemeMap(
            id=scheme.id,
            name=scheme.name.in_language(language),
            product=scheme.product,
            drawings=tuple(_drawings(library, scheme, language)),
        )
        for scheme in protocol.schemes
        if scheme.sites
    ]


def _drawings(library: Library, scheme: Scheme, language: str) -> Iterator[Drawing]:
    sites = [each for site in scheme.sites for each in _sides(site)]
    muscles = {muscle for muscle, _, _ in sites}
    read = frozenset(
        site.muscle
        for site in scheme.sites
        if site.landmark_basis is not None and not site.landmark_basis.is_recalled
    )
    names = {m: library.muscles[m].name for m in muscles if m in library.muscles}
    points = place(figures(), sites, landmarks=read)
    for key in dict.fromkeys(point.figure for point in points):
        here = tuple(point for point in points if point.figure == key)
        figure = figures()[key]
        look = _look(figure, names, language=language, key=f"{scheme.id}-{key}")
        yield _drawing(figure, _dosed(here, scheme), look)


def _sides(site: SitePattern) -> Iterator[tuple[str, str, int]]:
    # A range of points is drawn with its least number; the table beside says the range.
    least = site.points_range[0] if site.points_range else 1
    number = least if site.points is None else site.points
    for side in SIDES[site.side]:
        yield site.muscle, side, number


def _dosed(points: tuple[Point, ...], scheme: Scheme) -> tuple[Point, ...]:
    """Return the points with their units; a division only recalled gives no number."""
    if scheme.basis.is_recalled or (scheme.split_basis or scheme.basis).is_recalled:
        return points
    units = {site.muscle: site.units_per_point for site in scheme.sites}
    return tuple(attrs.evolve(p, units=units.get(p.muscle)) for p in points)


def _look(figure: Figure, names: dict[str, Text], *, language: str, key: str) -> Look:
    return Look(
        language=language, labels="units", names=names, title=figure.title, key=key
    )


def _drawing(figure: Figure, points: tuple[Point, ...], look: Look) -> Drawing:
    lit = frozenset(point.muscle for point in points)
    return Drawing(
        title=figure.title.in_language(look.language),
        svg=mark_safe(draw(figure, points=points, lit=lit, look=look)),  # noqa: S308 drawn from data files of this package
        is_schematic=any(point.schematic for point in points),
    )
