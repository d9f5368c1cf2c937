"""Every scheme of every protocol can be shown: its points lie in their muscles."""

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


Drawn = tuple[tuple[Point, ...], tuple[Point, ...]]


@pytest.fixture(scope="session")
def known() -> dict[str, Drawn]:
    """Return what was placed already: each scheme is asked for several times."""
    return {}


@pytest.fixture
def drawn(scheme: Scheme, figures: dict[str, Figure], known: dict[str, Drawn]) -> Drawn:
    """Return the points as drawn now, and once all landmarks are confirmed."""
    wanted = sites(scheme)
    confirmed = frozenset(muscle for muscle, _, _ in wanted)
    key = f"{wanted} {sorted(read(scheme))}"
    if key not in known:
        now = place(figures, wanted, landmarks=read(scheme))
        known[key] = (now, place(figures, wanted, landmarks=confirmed))
    return known[key]


def test_every_site_is_shown_once_and_inside_its_muscle(
    scheme: Scheme, figures: dict[str, Figure], drawn: Drawn
) -> None:
    for points in drawn:
        assert len(points) == sum(number for _, _, number in sites(scheme))
        for point in points:
            shapes = figures[point.figure].shapes_of(point.muscle, point.side)
            assert any(contains(one, point.x, point.y) for one in shapes), point


def test_left_and_right_are_mirror_images(drawn: Drawn) -> None:
    for points in drawn:
        left = {(p.muscle, p.label, -p.x, p.y) for p in points if p.side == "left"}
        right = {(p.muscle, p.label, p.x, p.y) for p in points if p.side == "right"}

        assert left == right


def test_a_recalled_landmark_is_withheld(
    scheme: Scheme, figures: dict[str, Figure], drawn: Drawn
) -> None:
    """It is drawn only schematically, and the drawing says so."""
    points = drawn[0]

    sure = {point.muscle for point in points if not point.schematic}
    assert sure <= read(scheme)
    for key in dict.fromkeys(point.figure for point in points if point.schematic):
        svg = draw(figures[key], points=points, look=Look(labels="none"))
        assert svg.count("schematic, not a landmark") == 1
