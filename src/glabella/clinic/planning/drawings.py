"""The sites of a plan, drawn on the figures: for the screen, and for paper."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

import attrs
from django.utils.safestring import SafeString, mark_safe

from glabella.clinic.practice.knowledge import figures, library
from glabella.core.sources import Text
from glabella.figures.drawing import draw
from glabella.figures.values import Figure, Look, Point

MIDLINE = {"middle": "midline"}
"""What the record calls the middle, and what the figures call it."""


class Placed(Protocol):
    """A site that knows its place: of a plan, of a treatment, or of a form."""

    @property
    def muscle(self) -> str:
        """The id of the muscle."""

    @property
    def side(self) -> str:
        """The word of the record: left, right or middle."""

    @property
    def point(self) -> int:
        """Which point of the muscle on this side, from 1."""

    @property
    def units(self) -> Decimal | None:
        """The dose; None where it is not known."""

    @property
    def figure(self) -> str:
        """The id of the figure; empty if it is not drawn."""

    @property
    def figure_version(self) -> str:
        """The version it was placed on; empty for that of today."""

    @property
    def x(self) -> Decimal | None:
        """Tenths of a millimetre from the middle line."""

    @property
    def y(self) -> Decimal | None:
        """Tenths of a millimetre downwards."""

    @property
    def is_schematic(self) -> bool:
        """Whether it shows the muscle, not a spot to inject."""


@attrs.frozen
class Drawing:
    """One figure with its points.

    Args:
        count: How many points stand on it.
        is_other_version: Some were placed on another version of the figure, so that
            their places must be looked at again.
    """

    figure: str
    version: str
    twin: str
    title: str
    description: str
    svg: SafeString
    count: int
    is_other_version: bool

    @property
    def view_box(self) -> str:
        """The room of the figure itself, without names beside it."""
        return " ".join(map(str, figures()[self.figure].view_box))


def drawings(
    sites: Iterable[Placed], *, language: str, is_live: bool = True, key: str = "map"
) -> tuple[Drawing, ...]:
    """Return a figure for each that carries a site, in the order they are shown.

    A view of one side brings the other side along: a plan of one temple shows that the
    other has none.
    """
    look = Look(
        language=language, names=_names(), zones=True, landmarks=is_live, live=is_live
    )
    return _drawn(tuple(sites), look, key=key)


def paper_maps(
    sites: Iterable[Placed], *, language: str, is_blank: bool = False
) -> tuple[Drawing, ...]:
    """Return the figures in greys, for print.

    Args:
        is_blank: Draw the numbers of the points and no units, to be filled in by hand.
    """
    look = Look(
        language=language,
        labels="number" if is_blank else "units",
        names=_names(),
        paper=True,
        idle=False,
    )
    return _drawn(tuple(sites), look, key="paper")


def _names() -> dict[str, Text]:
    return {key: muscle.name for key, muscle in library().muscles.items()}


def _drawn(sites: tuple[Placed, ...], look: Look, *, key: str) -> tuple[Drawing, ...]:
    known = figures()
    placed = [
        one
        for one in sites
        if one.figure in known and one.x is not None and one.y is not None
    ]
    wanted = {one.figure for one in placed}
    wanted |= {twin for one in wanted if (twin := known[one].twin)}
    return tuple(
        _drawing(
            figure,
            [one for one in placed if one.figure == figure.id],
            attrs.evolve(look, key=f"{key}-{figure.id}"),
        )
        for figure in known.values()
        if figure.id in wanted
    )


def _drawing(figure: Figure, sites: Sequence[Placed], look: Look) -> Drawing:
    points = [_point(one) for one in sites]
    versions = {one.figure_version for one in sites} - {"", figure.version}
    return Drawing(
        figure=figure.id,
        version=figure.version,
        twin=figure.twin or "",
        title=figure.title.in_language(look.language),
        description=figure.description.in_language(look.language),
        svg=mark_safe(draw(figure, points=points, look=look)),  # noqa: S308 drawn from data files of this package
        count=len(points),
        is_other_version=bool(versions),
    )


def _point(site: Placed) -> Point:
    return Point(
        figure=site.figure,
        muscle=site.muscle,
        side=MIDLINE.get(site.side, site.side),
        x=float(site.x or 0),
        y=float(site.y or 0),
        units=site.units,
        label=str(site.point),
        schematic=site.is_schematic,
    )
