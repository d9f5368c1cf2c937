"""Where the points of a plan stand on a figure before anybody moves them.

A rule of place (so many centimetres from a landmark) is obeyed only if the caller says
that it was read or confirmed. All other points are spread evenly inside their muscle:
they show the muscle and the number, and are marked as schematic.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from glabella.figures.geometry import box, contains, flatten, mirrored, spans_of
from glabella.figures.library import UNDRAWN, figures_for
from glabella.figures.pen import XY
from glabella.figures.values import Figure, Placing, Point, Shape

SAMPLES = 32
"""Samples along the longer edge of a shape: fine enough for 50 points."""

ROUNDS = 12
"""After so many rounds of settling nothing moves that an eye could see."""

GAP = 3.8
"""Between two points, in hundredths of a view: they are 3.4 wide with their rims."""

ROOMY = 3
"""Samples per point that are enough to keep off other points."""

Site = tuple[str, str, int]


def default_points(
    figure: Figure,
    sites: Iterable[Site],
    *,
    landmarks: frozenset[str] = frozenset(),
) -> tuple[Point, ...]:
    """Return the points of (muscle, side, number) that this figure shows.

    Args:
        figure: The view; sites of muscles or sides it does not show are skipped.
        sites: Side is "left", "right" or "midline"; the number is that of one side.
        landmarks: Muscles whose rule of place was read or confirmed by name.
    """
    points: list[Point] = []
    for muscle, side, number in sites:
        placing = _placing(figure, (muscle, side, number), landmarks)
        taken = [(one.x, one.y) for one in points if one.muscle != muscle]
        at = (
            spread(figure, muscle, side, number, taken=taken)
            if placing is None
            else placing.at
        )
        points += [
            Point(figure.id, muscle, side, x, y, None, str(place), placing is None)
            for place, (x, y) in enumerate(at, start=1)
        ]
    return tuple(points)


def place(
    figures: Mapping[str, Figure],
    sites: Iterable[Site],
    *,
    landmarks: frozenset[str] = frozenset(),
) -> tuple[Point, ...]:
    """Return the points of all sites, each on one figure, in the order of figures.

    Where two of the figures chosen by `figures_for` show a muscle, the first has it.
    """
    wanted = [site for site in sites if site[0] not in UNDRAWN]
    shown = figures_for(figures, (muscle for muscle, _, _ in wanted))
    points: list[Point] = []
    placed: set[tuple[str, str]] = set()
    for figure in (figures[key] for key in shown):
        left = [site for site in wanted if site[:2] not in placed]
        added = default_points(figure, left, landmarks=landmarks)
        placed |= {(point.muscle, point.side) for point in added}
        points += added
    return tuple(points)


def _placing(figure: Figure, site: Site, landmarks: frozenset[str]) -> Placing | None:
    muscle, side, number = site
    for placing in figure.placings:
        if (placing.muscle, placing.side, len(placing.at)) != (muscle, side, number):
            continue
        if muscle in landmarks:
            return placing
    return None


def spread(
    figure: Figure, muscle: str, side: str, number: int, *, taken: Sequence[XY] = ()
) -> tuple[XY, ...]:
    """Return so many places, evenly inside a muscle; none if it is not shown.

    A side is the exact mirror image of the other, and a midline pattern of itself.
    Places keep off those that are `taken`, as far as the muscle has room: one muscle
    may lie under another.
    """
    shapes = figure.shapes_of(muscle, side)
    if side == "midline":
        return _across(figure, shapes, number, taken=taken)
    if figure.twin is None:
        is_turned = side != figure.plus_side
        shapes = figure.shapes_of(muscle, figure.plus_side)
    else:
        is_turned = figure.plus_side == "right"
        shapes = tuple(map(mirrored, shapes)) if is_turned else shapes
    sign = -1.0 if is_turned else 1.0
    kept_off = [(sign * x, y) for x, y in taken]
    samples = _samples(shapes, number)
    free = _free(figure, samples, number, taken=kept_off)
    places = _settled(free, shapes if free == samples else (), number)
    return tuple((sign * x + 0.0, y) for x, y in places)


def _across(
    figure: Figure, shapes: tuple[Shape, ...], number: int, *, taken: Sequence[XY]
) -> tuple[XY, ...]:
    """Return a pattern that is its own mirror image."""
    samples = [place for place in _samples(shapes, number) if place[0] > 0]
    free = _free(figure, samples, number, taken=taken)
    half = _settled(free, shapes if free == samples else (), number // 2)
    mirrored_half = [(-x, y) for x, y in half]
    middle: list[XY] = []
    if number % 2 and samples:
        middle = [(0.0, round(_centre(samples)[1], 1))]
    return tuple(_in_order([*half, *middle, *mirrored_half]))


def _free(
    figure: Figure, samples: list[XY], number: int, *, taken: Sequence[XY]
) -> list[XY]:
    """Return the samples where a point would hide no other, if enough are left."""
    gap = GAP * (figure.view_box[2] + figure.view_box[3]) / 200
    free = [one for one in samples if all(math.dist(one, at) > gap for at in taken)]
    return free if len(free) >= ROOMY * number else samples


def _samples(shapes: tuple[Shape, ...], number: int) -> list[XY]:
    """Return a grid of places inside the shapes, clear of their borders."""
    found: list[XY] = []
    for shape in shapes:
        left, top, right, bottom = box(shape)
        step = max(right - left, bottom - top) / SAMPLES
        rows = range(int((bottom - top) / step) + 1)
        heights = (top + step * (row + 0.5) for row in rows)
        inside = [
            (left + step * (column + 0.5), y)
            for y, spans in spans_of(shape, heights)
            for column in range(int((right - left) / step) + 1)
            if any(a < left + step * (column + 0.5) < b for a, b in spans)
        ]
        border = [point for outline in flatten(shape.path) for point in outline]
        clear = {place: min(map(math.dist, repeat(place), border)) for place in inside}
        # A third of the depth, or less where many points must share the area.
        share = step * math.sqrt(len(inside) / max(number, 1))
        margin = 0.35 * min(max(clear.values(), default=0.0), share)
        found += [place for place in inside if clear[place] >= margin]
    return found


def _settled(
    samples: list[XY], shapes: tuple[Shape, ...], number: int
) -> tuple[XY, ...]:
    """Return places that share the samples among them: farthest first, then centred."""
    if not samples or not number:
        return ()
    centres = [_nearest(_centre(samples), samples)]
    while len(centres) < number:
        centres.append(
            max(samples, key=lambda one: min(math.dist(one, c) for c in centres))
        )
    for _ in range(ROUNDS):
        centres = [_centre(own) for own in _shares(samples, centres)]
    inner = [_inner(centre, samples, shapes) for centre in centres]
    return tuple(_in_order((round(x, 1), round(y, 1)) for x, y in inner))


def _shares(samples: list[XY], centres: list[XY]) -> list[list[XY]]:
    shares: list[list[XY]] = [[] for _ in centres]
    for sample in samples:
        distances = [math.dist(sample, centre) for centre in centres]
        nearest = distances.index(min(distances))
        shares[nearest].append(sample)
    pairs = zip(shares, centres, strict=True)
    return [share or [centre] for share, centre in pairs]


def _centre(samples: list[XY]) -> XY:
    count = len(samples)
    return (sum(x for x, _ in samples) / count, sum(y for _, y in samples) / count)


def _inner(centre: XY, samples: list[XY], shapes: tuple[Shape, ...]) -> XY:
    """Return the centre, or the nearest sample where that lies outside (a bow)."""
    if any(contains(shape, *centre) for shape in shapes):
        return centre
    return _nearest(centre, samples)


def _nearest(place: XY, samples: list[XY]) -> XY:
    return min(samples, key=lambda one: math.dist(one, place))


def _in_order(places: Iterable[XY]) -> list[XY]:
    """Return places from top to bottom, and in a row from the midline outwards."""
    return sorted(places, key=lambda place: (round(place[1] / 60), abs(place[0])))
