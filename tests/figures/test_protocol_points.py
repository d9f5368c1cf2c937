"""Every scheme of every protocol can be shown: its points lie in their muscles."""

from collections.abc import Iterator

import pytest

from glabella.core.protocol import Protocol, Scheme, SitePattern
from glabella.core.schemes import SIDES
from glabella.figures.drawing import draw
from glabella.figures.geometry import contains
from glabella.figures.placing import place
from glabella.figures.values import Figure, Look, Point
from glabella.protocols import loader

SCHEMES = [
    (protocol, scheme)
    for protocol in loader.load().protocols.values()
    for scheme in protocol.schemes
    if scheme.sites
]


def sites(scheme: Scheme) -> list[tuple[str, str, int]]:
    """Return each site pattern of each side with its greatest printed number."""
    return [
        (pattern.muscle, side, _most(pattern))
        for pattern in scheme.sites
        for side in SIDES[pattern.side]
    ]


def _most(pattern: SitePattern) -> int:
    return pattern.points or (pattern.points_range or (1, 1))[1]


def read(scheme: Scheme) -> frozenset[str]:
    """Return the muscles whose landmark was read in a source."""
    return frozenset(
        pattern.muscle
        for pattern in scheme.sites
        if pattern.landmark_basis and not pattern.landmark_basis.is_recalled
    )


def named(case: tuple[Protocol, Scheme]) -> str:
    return f"{case[0].id}-{case[1].id}"


@pytest.fixture(params=SCHEMES, ids=named)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    case: tuple[Protocol, Scheme] = request.param
    return case[1]


def both(scheme: Scheme, figures: dict[str, Figure]) -> Iterator[tuple[Point, ...]]:
    """Yield the points as drawn now, and as drawn once all landmarks are confirmed."""
    wanted = sites(scheme)
    yield place(figures, wanted, landmarks=read(scheme))
    confirmed = frozenset(muscle for muscle, _, _ in wanted)
    yield place(figures, wanted, landmarks=confirmed)


def test_every_site_is_shown_once_and_inside_its_muscle(
    scheme: Scheme, figures: dict[str, Figure]
) -> None:
    for points in both(scheme, figures):
        assert len(points) == sum(number for _, _, number in sites(scheme))
        for point in points:
            shapes = figures[point.figure].shapes_of(point.muscle, point.side)
            assert any(contains(one, point.x, point.y) for one in shapes), point


def test_left_and_right_are_mirror_images(
    scheme: Scheme, figures: dict[str, Figure]
) -> None:
    for points in both(scheme, figures):
        left = {(p.muscle, p.label, -p.x, p.y) for p in points if p.side == "left"}
        right = {(p.muscle, p.label, p.x, p.y) for p in points if p.side == "right"}

        assert left == right


def test_a_recalled_landmark_is_withheld(
    scheme: Scheme, figures: dict[str, Figure]
) -> None:
    """It is drawn only schematically, and the drawing says so."""
    points = place(figures, sites(scheme), landmarks=read(scheme))

    sure = {point.muscle for point in points if not point.schematic}
    assert sure <= read(scheme)
    for key in dict.fromkeys(point.figure for point in points if point.schematic):
        svg = draw(figures[key], points=points, look=Look(labels="none"))
        assert svg.count("schematic, not a landmark") == 1
